/**
 * A connection whose target gateway is edited in its template: the network before there is a connection, the stack that
 * makes one, and another resource of that stack that changes in every deployment and can be made to fail.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Applications, Synthesized, targetOf } from './application';
import { ON_PREMISES, Routing } from './estate';
import { SiteToSiteVpn, VpnRouting } from '../../src';
import { GatewayEnd } from '../../src/domain/declaration';
import { FailAt, StackStatus, Step } from '../cloudformation/driver';
import { Network } from '../embedded-ec2/network';

/** The logical id of the resource that has nothing to do with the connection. */
export const BYSTANDER = 'Bystander';

export interface EditedStack {
  /** The gateway that the template names. */
  readonly on: GatewayEnd;
  readonly routing: Routing;
  /** Which deployment this is, from 1 on: the bystander is another one in each. */
  readonly deployment: number;
  /** Whatever else there is in the stack. */
  readonly beside?: (stack: Stack, vpn: SiteToSiteVpn) => void;
}

export function stackWithTarget(applications: Applications, { on, routing, deployment, beside }: EditedStack): Synthesized {
  return applications.synthesize((stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.10',
      target: targetOf(on),
      routing: routing === 'static' ? VpnRouting.staticRoutes(ON_PREMISES) : VpnRouting.bgp(),
    });
    const bystander = new CfnLogGroup(stack, BYSTANDER, { logGroupName: 'bystander', retentionInDays: [1, 3, 5, 7][deployment - 1] });
    bystander.overrideLogicalId(BYSTANDER);
    beside?.(stack, vpn);
  });
}

/** Sets the device up for a connection that a stack has made: which networks are behind it, and that it announces them. */
export function setUpDevice(network: Network, vpnConnectionId: string, routing: Routing): void {
  network.configureDevice(vpnConnectionId, { networks: ON_PREMISES, ...routing === 'bgp' ? { advertisedPrefixes: ON_PREMISES } : {} });
}

/** Makes a resource of the stack fail, be it this bystander, whenever the stack is in that state; unless told, before anything was done. */
export function failing(logicalId: string, during: StackStatus, moment: Step['moment'] = 'before'): FailAt {
  return (step) => (step.logicalId === logicalId && step.stackStatus === during && step.moment === moment ? `${logicalId} fails, as the rehearsal wants` : undefined);
}

/** The one VPN connection of the stack, as EC2 names it. */
export function vpnConnectionOf(resources: readonly { readonly type: string; readonly physicalId: string }[]): string {
  const [connection, ...others] = resources.filter(({ type }) => type === 'AWS::EC2::VPNConnection');
  if (connection === undefined || others.length > 0) throw new Error('the stack is to have exactly one VPN connection');
  return connection.physicalId;
}
