/** A stack around one VPN connection, its device and its static routes, and a driver to deploy it into the embedded EC2. */
import type { DescribeVpnConnectionsResult } from '@aws-sdk/client-ec2';
import { CfnOutput, SecretValue, Stack } from 'aws-cdk-lib';
import { CfnCustomerGateway, CfnVPNConnection, CfnVPNConnectionRoute } from 'aws-cdk-lib/aws-ec2';
import { driver, synthesized } from './provider-app';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { CloudFormationProps, DeploymentInput } from '../../../tools/rehearsal/cloudformation/driver';
import { Ec2Operations } from '../../../tools/rehearsal/contracts';
import { Network, NetworkOptions } from '../../../tools/rehearsal/embedded-ec2/network';

export const KEY = 'planted.key.0123456789';

/** A network, and a driver whose EC2 calls that change something are written down. */
export function estate(more: Partial<CloudFormationProps> = {}, ec2Unknowns: NetworkOptions['unknowns'] = {}) {
  const clock = new VirtualClock();
  const network = new Network({ clock, pageSize: 1, unknowns: ec2Unknowns });
  const calls: string[] = [];
  const ec2: Ec2Operations = {
    operations: network.operations,
    call: (operation, input) => {
      if (!/^(Describe|Get|Search)/.test(operation)) calls.push(operation);
      return network.call(operation, input);
    },
  };
  const { cloudFormation } = driver({ clock, ec2, ...more });
  const connection = (id: string) => {
    const { VpnConnections: [found] = [] } = network.call('DescribeVpnConnections', { VpnConnectionIds: [id] }) as DescribeVpnConnectionsResult;
    return found;
  };
  return { clock, network, cloudFormation, calls, connection };
}

export interface ConnectionOptions {
  readonly gateway: { readonly vpnGatewayId: string } | { readonly transitGatewayId: string };
  readonly routes: readonly string[];
  readonly ipAddress?: string;
  readonly staticRoutesOnly?: boolean;
  readonly tag?: string;
}

export function connectionStack(
  { gateway, routes, ipAddress = '203.0.113.1', staticRoutesOnly = true, tag }: ConnectionOptions,
  fill?: (stack: Stack, connection: CfnVPNConnection) => void,
): DeploymentInput {
  return synthesized((stack) => {
    const device = new CfnCustomerGateway(stack, 'Device', { type: 'ipsec.1', ipAddress, bgpAsn: 65000 });
    const connection = new CfnVPNConnection(stack, 'Connection', {
      type: 'ipsec.1',
      customerGatewayId: device.ref,
      ...gateway,
      staticRoutesOnly,
      tags: tag === undefined ? undefined : [{ key: 'Name', value: tag }],
      vpnTunnelOptionsSpecifications: [{
        tunnelInsideCidr: '169.254.10.0/30', preSharedKey: SecretValue.secretsManager('vpn', { jsonField: 'key' }).unsafeUnwrap(),
      }],
    });
    for (const [index, destinationCidrBlock] of routes.entries()) {
      new CfnVPNConnectionRoute(stack, `Route${index}`, { vpnConnectionId: connection.ref, destinationCidrBlock });
    }
    new CfnOutput(stack, 'Id', { value: connection.attrVpnConnectionId });
    fill?.(stack, connection);
  });
}

export const BGP = { routes: [], staticRoutesOnly: false };
export const dynamicValues = { secrets: { vpn: JSON.stringify({ key: KEY }) } };
