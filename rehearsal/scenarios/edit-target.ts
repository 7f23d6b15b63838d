/**
 * A connection whose target gateway is edited in its template: the network before there is a connection, the stack that
 * makes one, and another resource of that stack that changes in every deployment and can be made to fail.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { IConstruct } from 'constructs';
import { STACK_NAME, Applications, Synthesized, targetOf } from './application';
import { Estate, Move, ON_PREMISES, Routing } from './estate';
import { Cast, Direction, Scenario } from './scenario';
import { SiteToSiteVpn, TargetChange, TargetChangeOptions, TransitGatewayRouting, TunnelOptions, VpcRoutes, VpnRouting } from '../../src';
import { GatewayEnd } from '../../src/domain/declaration';
import { Phase } from '../../src/domain/phase';
import { DeploymentResult, FailAt, StackStatus, Step, Unknowns } from '../cloudformation/driver';
import { Network } from '../embedded-ec2/network';

/** The logical id of the resource that has nothing to do with the connection. */
export const BYSTANDER = 'Bystander';

export interface EditedStack {
  /** The gateway that the template names. */
  readonly on: GatewayEnd;
  readonly routing: Routing;
  /** Which deployment this is, from 1 on: the bystander is another one in each. */
  readonly deployment: number;
  readonly targetChange?: TargetChange;
  readonly transitGatewayRouting?: TransitGatewayRouting;
  readonly tunnels?: TunnelOptions[];
  /** Routes of VPCs that the stack makes. */
  readonly vpcRoutes?: VpcRoutes[];
  /** Whatever else there is in the stack. */
  readonly beside?: (stack: Stack, vpn: SiteToSiteVpn, bystander: CfnLogGroup) => void;
}

export function stackWithTarget(applications: Applications, edited: EditedStack): Synthesized {
  const { on, routing, deployment, targetChange, transitGatewayRouting, tunnels, vpcRoutes, beside } = edited;
  return applications.synthesize((stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.10',
      // What a move does around a virtual private gateway is nothing that a connection's own template has.
      target: targetOf(on.kind === 'virtual-private-gateway' ? { kind: on.kind, id: on.id, propagatingRouteTableIds: [] } : on),
      routing: routing === 'static' ? VpnRouting.staticRoutes(ON_PREMISES) : VpnRouting.bgp(),
      ...targetChange === undefined ? {} : { targetChange },
      ...transitGatewayRouting === undefined ? {} : { transitGatewayRouting },
      ...tunnels === undefined ? {} : { tunnels },
      ...vpcRoutes === undefined ? {} : { vpcRoutes },
    });
    const bystander = new CfnLogGroup(stack, BYSTANDER, { logGroupName: 'bystander', retentionInDays: [1, 3, 5, 7][deployment - 1] });
    bystander.overrideLogicalId(BYSTANDER);
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

/** Where in a deployment something fails that has nothing to do with the connection. */
export type FailurePoint = 'before-the-modify' | 'after-the-modify' | 'at-the-end';

/** One deployment of the stack of a scenario. */
export interface Edit extends Omit<EditedStack, 'beside'> {
  readonly point?: FailurePoint;
}

export const EDITS = ['vgw-to-tgw', 'tgw-to-vgw', 'tgw-to-tgw'] as const satisfies readonly (Move & Direction)[];
export const ROUTINGS = ['static', 'bgp'] as const;
export const ORDERS: readonly Unknowns['rollbackOrder'][] = ['dependencies-first', 'dependents-first'];

/** How each ends for whoever listens: the connection had gone over with everything only where it was to fail at the end. */
export const HEARD: Record<FailurePoint, readonly Phase[]> = {
  'before-the-modify': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'after-the-modify': ['STARTED', 'TURNED_BACK', 'MOVED_BACK'],
  'at-the-end': ['STARTED', 'ARRANGED', 'MIGRATED', 'STARTED', 'MOVED_BACK'],
};

/** The device takes time to bring its tunnels up. */
const DEVICE_MS = 120_000;

const EDITED: readonly Scenario[] = EDITS.flatMap((move) => ROUTINGS.map((routing): Scenario => ({
  ...common(move, routing),
  name: `edit-target-${move}-${routing}`,
  about: 'the target of a stack\'s connection is edited: one deployment moves it with its routes, and a second one changes nothing',
  mustEnd: 'migrated',
  mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
  play: async (cast) => deployTwice(cast, { routing }),
})));

const POINTS = Object.keys(HEARD) as FailurePoint[];

const ROLLED_BACK: readonly Scenario[] = EDITS.flatMap((move) => POINTS.flatMap((point) => ORDERS.map((rollbackOrder): Scenario => ({
  ...common(move, 'static'),
  name: `edit-target-${move}-fails-${point}-${rollbackOrder}`,
  about: `another resource fails ${point.replaceAll('-', ' ')}, and the rollback undoes ${rollbackOrder.replace('-', ' ')}: all is as it was`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: HEARD[point],
  aws: { failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder } },
  play: async (cast) => deploy(cast, { routing: 'static', on: cast.estate.to, deployment: 2, point }),
}))));

/** With BGP nothing is in the way of the modify: what is put back is the association and the propagations of the attachment. */
const ROLLED_BACK_BGP: readonly Scenario[] = EDITS.flatMap((move) => POINTS.map((point): Scenario => ({
  ...common(move, 'bgp'),
  name: `edit-target-${move}-bgp-fails-${point}`,
  about: `a connection with BGP is moved, and another resource fails ${point.replaceAll('-', ' ')}: all is as it was`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: HEARD[point],
  aws: { failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS') },
  play: async (cast) => deploy(cast, { routing: 'bgp', on: cast.estate.to, deployment: 2, point }),
})));

/** Whoever reads CloudFormation so sends no Update back to what has a new physical id: static routes are then in the way of its modify. */
const DELETED: readonly Scenario[] = (['after-the-modify', 'at-the-end'] as const).map((point): Scenario => ({
  ...common('tgw-to-vgw', 'static'),
  name: `edit-target-tgw-to-vgw-is-deleted-fails-${point}`,
  about: `another resource fails ${point.replaceAll('-', ' ')}, and what has a new physical id is only deleted: all is as it was`,
  mustEnd: 'rolled-back',
  mustSay: 'as the rehearsal wants',
  mustAnnounce: HEARD[point],
  aws: { failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { replacedCustomResourceInRollback: 'is-deleted' } },
  play: async (cast) => deploy(cast, { routing: 'static', on: cast.estate.to, deployment: 2, point }),
}));

const REFUSED: readonly Scenario[] = EDITS.map((move): Scenario => ({
  ...common(move, 'static'),
  name: `edit-target-${move}-old-schema`,
  about: 'in this region CloudFormation would still replace the connection: the deployment is refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'would replace the connection',
  aws: { cloudFormationUnknowns: { vpnConnectionSchema: 'gateways-create-only' } },
  play: async (cast) => deploy(cast, { routing: 'static', on: cast.estate.to, deployment: 2 }),
}));

const ROUTINGS_REFUSED: readonly Scenario[] = ROUTINGS.map((routing): Scenario => ({
  ...common('vgw-to-tgw', routing),
  name: `edit-target-routing-of-${routing}`,
  about: 'the kind of routing is edited, for which CloudFormation would replace the connection: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'The kind of routing of a connection is create-only',
  tunnels: 'one-is-up',
  play: async (cast) => deploy(cast, { routing: routing === 'bgp' ? 'static' : 'bgp', on: cast.estate.from, deployment: 2 }),
}));

const ADOPTION: Scenario = {
  ...common('vgw-to-tgw', 'static'),
  name: 'edit-target-adoption',
  about: 'a stack that had its static routes as resources of their own is to look after them: refused, as CloudFormation would delete them',
  mustEnd: 'refused',
  mustSay: 'what leads to it as resources of their own',
  begin: async (cast) => begin(cast, { routing: 'static', targetChange: TargetChange.byCloudFormation() }),
  play: async (cast) => deploy(cast, { routing: 'static', on: cast.estate.from, deployment: 2 }),
};

export const EDIT_TARGET: readonly Scenario[] = [
  ...EDITED, ...ROLLED_BACK, ...ROLLED_BACK_BGP, ...DELETED, ...REFUSED, ...ROUTINGS_REFUSED, ADOPTION,
];

function common(move: typeof EDITS[number], routing: Routing): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'begin'> {
  return { direction: move, routing, estate: { move }, begin: async (cast) => begin(cast, { routing }) };
}

/** A stack makes the connection, and the device is configured for it. */
export async function begin(cast: Cast, edit: Omit<Edit, 'on' | 'deployment'>): Promise<Estate> {
  const { aws, estate } = cast;
  const made = await deploy(cast, { ...edit, on: estate.from, deployment: 1 });
  if (!made.succeeded) throw new Error(`the stack that is to be edited could not be made: ${made.failures[0]?.reason}`);
  const vpnConnectionId = vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
  setUpDevice(aws.network, vpnConnectionId, edit.routing);
  await aws.clock.sleep(DEVICE_MS);
  return { ...estate, vpnConnectionId };
}

export async function deploy({ aws, applications, estate }: Cast, edit: Edit): Promise<DeploymentResult> {
  const { point, ...edited } = edit;
  return aws.cloudFormation.deploy(stackWithTarget(applications, {
    targetChange: TargetChange.withRoutes({
      vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })), ...acceptedOf(edit, estate),
    }),
    ...edited,
    ...point === undefined ? {} : { beside: (_, vpn, bystander) => atPoint(point, vpn, bystander) },
  }));
}

/** The device takes traffic on either tunnel; and what is behind a connection with BGP no route tells. */
export function acceptedOf({ routing }: Pick<Edit, 'routing'>, { to }: Pick<Estate, 'to'>): Pick<TargetChangeOptions, 'onPremisesCidrs' | 'acknowledgedFindings'> {
  return routing === 'static' ? {} : { onPremisesCidrs: ON_PREMISES, acknowledgedFindings: [`ecmp-becomes-active:${to.id}`] };
}

/** Moves the connection, and deploys the same once more, which must change nothing. */
export async function deployTwice(
  cast: Cast, edit: Omit<Edit, 'on' | 'deployment'>, deployment = 2,
): Promise<DeploymentResult> {
  const result = await deploy(cast, { ...edit, on: cast.estate.to, deployment });
  if (!result.succeeded) return result;
  const [changes, seen] = [mutationsOf(cast), networkOf(cast)];
  const again = await deploy(cast, { ...edit, on: cast.estate.to, deployment: deployment + 1 });
  if (mutationsOf(cast) > changes || networkOf(cast) !== seen) throw new Error('a second deployment of the same target has changed the network');
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
      return comesAfter(after, bystander);
    case 'at-the-end':
      return comesAfter(bystander, after);
  }
}

function mutationsOf({ aws }: Cast): number {
  return aws.ec2Calls.filter((call) => call.mutating && !call.dryRun).length;
}

/** What CloudFormation itself changes is no call of the function. */
function networkOf({ aws }: Cast): string {
  const { vpnConnections, vpcRouteTables, transitGatewayAttachments, transitGatewayRoutes } = aws.network.view.state;
  const connections = Object.values(vpnConnections).map(({ state, target, staticRoutes, tunnels, provisioning }) =>
    ({ state, target, staticRoutes, tunnels, provisioning }));
  return JSON.stringify([connections, vpcRouteTables, transitGatewayAttachments, transitGatewayRoutes]);
}
