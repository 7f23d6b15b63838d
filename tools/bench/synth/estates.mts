/**
 * The same thousand connections written in three ways: by hand with the L1s, by our L2 as it is by default, with the same resources, and
 * with the custom resources that guard a connection when it is edited.
 */
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { SiteToSiteVpn, TargetChange, TargetGateway, VpnRouting } from '../../../lib/index.js';

export const CONNECTIONS = 1_000;

/** So that no stack has more than CloudFormation's 500 resources, whoever writes it. */
const PER_STACK = 50;
const ROUTES = ['10.1.0.0/16', '10.2.0.0/16'];
const VPN_GATEWAY = 'vgw-0a1b2c3d4e5f60718';

export const WAYS = ['l1', 'l2', 'l2-with-routes'] as const;
export type Way = typeof WAYS[number];

/** Where the assembly goes is told by the CLI's own variable. */
export function synthesize(way: Way): void {
  const app = new App({ analyticsReporting: false });
  for (let first = 0; first < CONNECTIONS; first += PER_STACK) {
    const stack = new Stack(app, `Fleet${first / PER_STACK}`);
    for (let index = first; index < first + PER_STACK; index++) {
      if (way === 'l1') byHand(stack, index);
      else byConstruct(stack, index, way === 'l2' ? undefined : TargetChange.withRoutes());
    }
  }
  app.synth();
}

function byHand(stack: Stack, index: number): void {
  const device = new ec2.CfnCustomerGateway(stack, `Device${index}`, {
    type: 'ipsec.1', ipAddress: addressOf(index), bgpAsn: 65_000, deviceName: `device-${index}`,
  });
  const connection = new ec2.CfnVPNConnection(stack, `Connection${index}`, {
    type: 'ipsec.1', customerGatewayId: device.ref, vpnGatewayId: VPN_GATEWAY, staticRoutesOnly: true,
  });
  for (const destinationCidrBlock of ROUTES) {
    new ec2.CfnVPNConnectionRoute(stack, `Route${index}-${destinationCidrBlock.replace('/', '-')}`, {
      vpnConnectionId: connection.ref, destinationCidrBlock,
    });
  }
}

function byConstruct(stack: Stack, index: number, targetChange: TargetChange | undefined): void {
  new SiteToSiteVpn(stack, `Vpn${index}`, {
    target: TargetGateway.virtualPrivateGateway(VPN_GATEWAY),
    routing: VpnRouting.staticRoutes(ROUTES),
    targetChange,
    ip: addressOf(index),
    asn: 65_000,
  });
}

function addressOf(index: number): string {
  return `198.${18 + Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`;
}
