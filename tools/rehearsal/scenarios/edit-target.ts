/**
 * A connection whose target gateway is edited in its template: the network before there is a connection, the stack that
 * makes one, and another resource of that stack that changes in every deployment and can be made to fail.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { STACK_NAME, Applications, Synthesized, targetOf } from './application';
import { Estate, Move, ON_PREMISES, Routing } from './estate';
import { Direction, ScenarioContext } from './scenario';
import { SiteToSiteVpn, TargetChange, TargetChangeOptions, TransitGatewayRouting, TunnelOptions, VpcRoutes, VpnRouting } from '../../../src';
import { GatewayEnd } from '../../../src/contract/declaration';
import { Phase } from '../../../src/contract/phase';
import { DeploymentResult, FailAt, StackStatus, Step, Unknowns } from '../cloudformation/driver';
import { Network } from '../embedded-ec2/network';

/** The logical id of the resource that has nothing to do with the connection. */
export const UNRELATED_RESOURCE = 'Bystander';

export interface EditedStack {
  /** The gateway that the template names. */
  readonly on: GatewayEnd;
  readonly routing: Routing;
  /** With static routing; those that the device has unless given. */
  readonly networks?: readonly string[];
  /** Which deployment this is, from 1 on: the bystander is another one in each. */
  readonly deployment: number;
  readonly targetChange?: TargetChange;
  readonly transitGatewayRouting?: TransitGatewayRouting;
  readonly attachmentTags?: Record<string, string>;
  readonly tunnels?: TunnelOptions[];
  /** Routes of VPCs that the stack makes. */
  readonly vpcRoutes?: VpcRoutes[];
  /** What is said of the stack before there is anything in it. */
  readonly beforehand?: (stack: Stack) => void;
  /** Whatever else there is in the stack. */
  readonly beside?: (stack: Stack, vpn: SiteToSiteVpn, bystander: CfnLogGroup) => void;
}

export function stackWithTarget(applications: Applications, edited: EditedStack): Synthesized {
  const { on, routing, networks = ON_PREMISES, deployment, attachmentTags, beside } = edited;
  const { targetChange, transitGatewayRouting, tunnels, vpcRoutes, beforehand } = edited;
  return applications.synthesize((stack) => {
    beforehand?.(stack);
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.10',
      // What a move does around a virtual private gateway is nothing that a connection's own template has.
      target: targetOf(on.kind === 'virtual-private-gateway' ? { kind: on.kind, id: on.id, propagatingRouteTableIds: [] } : on, attachmentTags),
      routing: routing === 'static' ? VpnRouting.staticRoutes([...networks]) : VpnRouting.bgp(),
      ...targetChange === undefined ? {} : { targetChange },
      ...transitGatewayRouting === undefined ? {} : { transitGatewayRouting },
      ...tunnels === undefined ? {} : { tunnels },
      ...vpcRoutes === undefined ? {} : { vpcRoutes },
    });
    const bystander = new CfnLogGroup(stack, UNRELATED_RESOURCE, { logGroupName: 'bystander', retentionInDays: [1, 3, 5, 7][deployment - 1] });
    bystander.overrideLogicalId(UNRELATED_RESOURCE);
    beside?.(stack, vpn, bystander);
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

/**
 * Where in a deployment something fails that has nothing to do with the connection. Behind the modify it may be before anything else has
 * begun, when the attachment has been looked up, or while `AFTER` waits for the routes that CloudFormation is making.
 */
export type FailurePoint = 'before-the-modify' | 'after-the-modify' | 'before-the-routes' | 'beside-the-routes' | 'at-the-end';

/** One deployment of the stack of a scenario. */
export interface Edit extends EditedStack {
  /** Instead of what is beside it. */
  readonly point?: FailurePoint;
}

export const EDITS = ['vgw-to-tgw', 'tgw-to-vgw', 'tgw-to-tgw'] as const satisfies readonly (Move & Direction)[];
export type EditedMove = (typeof EDITS)[number];
export const ROUTINGS = ['static', 'bgp'] as const;
export const ORDERS: readonly Unknowns['rollbackOrder'][] = ['dependencies-first', 'dependents-first'];

/** How each ends for whoever listens: the connection had gone over with everything only where it was to fail at the end. */
export const ANNOUNCED_PHASES: Record<FailurePoint, readonly Phase[]> = {
  'before-the-modify': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'after-the-modify': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'before-the-routes': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'beside-the-routes': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'at-the-end': ['STARTED', 'ARRANGED', 'MIGRATED', 'STARTED', 'MOVED_BACK'],
};

/** The device takes time to bring its tunnels up. */
const DEVICE_MS = 120_000;

/** A stack makes the connection, and the device is configured for it. */
export async function begin(context: ScenarioContext, edit: Omit<Edit, 'on' | 'deployment'>): Promise<Estate> {
  const { aws, estate } = context;
  const made = await deploy(context, { ...edit, on: estate.from, deployment: 1 });
  if (!made.succeeded) throw new Error(`the stack that is to be edited could not be made: ${made.failures[0]?.reason}`);
  const vpnConnectionId = vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
  setUpDevice(aws.network, vpnConnectionId, edit.routing);
  await aws.clock.sleep(DEVICE_MS);
  return { ...estate, vpnConnectionId };
}

export async function deploy({ aws, applications, estate }: ScenarioContext, edit: Edit): Promise<DeploymentResult> {
  const { point, ...edited } = edit;
  return aws.cloudFormation.deploy(stackWithTarget(applications, {
    targetChange: pairOf(estate, edit),
    ...edited,
    ...point === undefined ? {} : { beside: (_, vpn, bystander) => atPoint(point, vpn, bystander) },
  }));
}

/** The custom resources around the connection, with all that an edit of its target takes. */
export function pairOf(estate: Estate, { routing }: Pick<Edit, 'routing'>, options: TargetChangeOptions = {}): TargetChange {
  return TargetChange.withRoutes({
    vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })),
    ...tablesLeft(estate),
    ...acceptedOf({ routing }, estate),
    ...options,
  });
}

/** Of a transit gateway that is left the tables are named: what leads to the connection is put back there. */
export function tablesLeft({ from }: Pick<Estate, 'from'>): Pick<TargetChangeOptions, 'transitGatewayRouteTableIds'> {
  if (from.kind !== 'transit-gateway') return {};
  const { associationRouteTableId, propagationRouteTableIds, staticRouteTableIds } = from;
  return { transitGatewayRouteTableIds: [...new Set([associationRouteTableId, ...propagationRouteTableIds, ...staticRouteTableIds])] };
}

/** The device takes traffic on either tunnel; and what is behind a connection with BGP no route tells. */
export function acceptedOf({ routing }: Pick<Edit, 'routing'>, { to }: Pick<Estate, 'to'>): Pick<TargetChangeOptions, 'onPremisesCidrs' | 'acknowledgedFindings'> {
  return routing === 'static' ? {} : { onPremisesCidrs: ON_PREMISES, acknowledgedFindings: [`ecmp-becomes-active:${to.id}`] };
}

/** Moves the connection, and deploys the same once more, which must change nothing. */
export async function deployTwice(
  context: ScenarioContext, edit: Omit<Edit, 'on' | 'deployment'>, deployment = 2,
): Promise<DeploymentResult> {
  const result = await deploy(context, { ...edit, on: context.estate.to, deployment });
  if (!result.succeeded) return result;
  const [changes, observed] = [mutationsOf(context), networkOf(context)];
  const again = await deploy(context, { ...edit, on: context.estate.to, deployment: deployment + 1 });
  if (mutationsOf(context) > changes || networkOf(context) !== observed) throw new Error('a second deployment of the same target has changed the network');
  return again.succeeded ? result : again;
}

function atPoint(point: FailurePoint, vpn: SiteToSiteVpn, bystander: CfnLogGroup): void {
  const { node } = vpn.node.findChild('TargetChange');
  const [before, after] = [node.findChild('Before'), node.findChild('After')];
  const comesAfter = (later: IConstruct, earlier: IConstruct) => later.node.addDependency(earlier);
  switch (point) {
    case 'before-the-modify':
      comesAfter(bystander, before);
      return comesAfter(vpn.node.defaultChild!, bystander);
    case 'after-the-modify':
      comesAfter(bystander, vpn.node.defaultChild!);
      return [after, ...lookUpsOf(vpn), ...routesOf(vpn)].forEach((each) => comesAfter(each, bystander));
    case 'before-the-routes':
      [vpn.node.defaultChild!, ...lookUpsOf(vpn)].forEach((each) => comesAfter(bystander, each));
      return routesOf(vpn).forEach((each) => comesAfter(each, bystander));
    case 'beside-the-routes':
      return comesAfter(bystander, vpn.node.defaultChild!);
    case 'at-the-end':
      return comesAfter(bystander, vpn);
  }
}

/** Of the attachment. */
function lookUpsOf(vpn: SiteToSiteVpn): IConstruct[] {
  return vpn.node.children.filter(({ node: { id } }) => id.startsWith('Attachment-'));
}

/** What leads to the connection. */
function routesOf(vpn: SiteToSiteVpn): IConstruct[] {
  return vpn.node.children.filter(({ node: { id } }) => /^(StaticRoute|Association|Propagation|Route)-/.test(id));
}

function mutationsOf({ aws }: ScenarioContext): number {
  return aws.ec2Calls.filter((call) => call.mutating && !call.dryRun).length;
}

/** What CloudFormation itself changes is no call of the function. */
function networkOf({ aws }: ScenarioContext): string {
  const { vpnConnections, vpcRouteTables, transitGatewayAttachments, transitGatewayRoutes } = aws.network.view.state;
  const connections = Object.values(vpnConnections).map(({ state, target, staticRoutes, tunnels, provisioning }) =>
    ({ state, target, staticRoutes, tunnels, provisioning }));
  return JSON.stringify([connections, vpcRouteTables, transitGatewayAttachments, transitGatewayRoutes]);
}
