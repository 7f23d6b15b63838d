/** The app as its owner has it at the moment, what an edit makes of it, and the stack that it is synthesized to. */
import { CfnOutput, CfnResource, IAspect, Aspects, RemovalPolicies, RemovalPolicy, Duration, Stack, Tags } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct, IConstruct } from 'constructs';
import { Choices, Edit, PLACES, Place } from './choices';
import { Estate, gatewayIdOf, networksOf, SLOTS, summaryOf, transitGatewayOf } from './estate';
import {
  CustomerGateway, SiteToSiteVpn, TargetChange, TargetGateway, TunnelBandwidth, TunnelOptions, VpcRoutes, VpnLogs, VpnRouting,
} from '../../../src';
import { Applications, Synthesized } from '../../../tools/rehearsal/scenarios/application';

/** The resource that has nothing to do with any connection, and is another one in each deployment. */
export const BYSTANDER = 'Bystander';

export interface Connection extends Choices {
  /** Tells its networks and its address from those of the others. */
  readonly slot: number;
  readonly name: string;
  readonly nested: boolean;
  /** Whether its resources keep the logical ids that they were first made with. */
  readonly keepsIds: boolean;
  readonly address: number;
  readonly asn: number;
  readonly tag: number;
  readonly createOnly: number;
  readonly bandwidth?: 'large' | 'standard';
}

export interface AppModel {
  readonly connections: readonly Connection[];
  /** What is said of all resources of the stack at once. */
  readonly stackPolicy: 'none' | 'destroy' | 'destroy-by-aspect';
  readonly slots: number;
}

export function appOf(connections: readonly Choices[]): AppModel {
  return connections.reduce(added, { connections: [], stackPolicy: 'none', slots: 0 });
}

function added(app: AppModel, choices: Choices): AppModel {
  const { slots: slot } = app;
  if (slot >= SLOTS) return app;
  const connection: Connection = {
    ...choices, slot, name: `Vpn${slot}`, nested: false, keepsIds: false, address: 0, asn: 0, tag: 0, createOnly: 0,
    // Propagation belongs to the gateway and not to a connection: one of an app names the tables.
    vpcRoutes: choices.vpcRoutes === 'propagated' && slot > 0 ? 'none' : choices.vpcRoutes,
  };
  return { ...app, connections: [...app.connections, connection], slots: slot + 1 };
}

/** What the edit makes of the app; the same app where it does not apply. */
export function edited(app: AppModel, edit: Edit): AppModel {
  const { connections } = app;
  const { kind, value } = edit;
  const connection = connections[edit.connection % Math.max(1, connections.length)];
  if (kind === 'stack-policy') return { ...app, stackPolicy: (['none', 'destroy', 'destroy-by-aspect'] as const)[value % 3] };
  if (connection === undefined) return app;
  if (kind === 'add') return added(app, { ...connection, on: PLACES[value % 4], guarded: value % 3 === 0, removalPolicy: 'default' });
  if (kind === 'remove') return connections.length === 1 ? app : { ...app, connections: connections.filter((each) => each !== connection) };
  const changed = { ...connection, ...changesOf(connection, edit) };
  return { ...app, connections: connections.map((each) => (each === connection ? changed : each)) };
}

function changesOf(connection: Connection, { kind, value }: Edit): Partial<Connection> {
  const { dpdSeconds = [30, 30], networks, name } = connection;
  const next = (seconds: number) => ({ 30: 45, 45: 60 }[seconds] ?? 30);
  switch (kind) {
    case 'ip': return connection.device === 'imported' ? { device: 'of-the-stack' } : { address: connection.address + 1 };
    case 'asn': return connection.device === 'imported' ? {} : { asn: connection.asn + 1 };
    case 'route-added': return { networks: Math.min(4, networks + 1) };
    case 'route-removed': return { networks: Math.max(1, networks - 1) };
    case 'routing': return { bgp: !connection.bgp };
    case 'target': return connection.bandwidth === 'large' ? {} : { on: PLACES[value % 4] };
    case 'association': return { associates: !connection.associates };
    case 'tables': return { twoTables: !connection.twoTables };
    case 'blackhole': return { blackhole: !connection.blackhole };
    case 'prefix-list': return { prefixList: !connection.prefixList };
    case 'attachment-tag': return { attachmentTag: value % 3 };
    case 'one-tunnel': return connection.dpdSeconds === undefined ? {} : { dpdSeconds: value % 2 === 0 ? [next(dpdSeconds[0]), dpdSeconds[1]] : [dpdSeconds[0], next(dpdSeconds[1])] };
    case 'both-tunnels': return connection.dpdSeconds === undefined ? {} : { dpdSeconds: [next(dpdSeconds[0]), next(dpdSeconds[1])] };
    case 'bandwidth': return connection.on.startsWith('tgw-') ? { bandwidth: connection.bandwidth === 'large' ? 'standard' : 'large' } : {};
    case 'tag': return { tag: connection.tag + 1 };
    case 'vpc-routes': return { vpcRoutes: (['none', 'static', connection.slot === 0 ? 'propagated' : 'none'] as const)[value % 3] };
    case 'create-only': return { createOnly: connection.createOnly + 1 };
    case 'logs': return connection.logs === undefined ? {} : { logs: connection.logs === 'on' ? 'off' : 'on' };
    case 'guard': return { guarded: !connection.guarded };
    case 'outputs': return { outputs: !connection.outputs };
    case 'removal-policy': return { removalPolicy: (['default', 'destroy', 'retain', 'destroy-by-method'] as const)[value % 4] };
    case 'rename': return { name: `${name}x`, keepsIds: false };
    case 'rename-keeping-ids': return { name: `${name}y`, keepsIds: true };
    case 'nest-keeping-ids': return { nested: !connection.nested, keepsIds: true };
    default: return {};
  }
}

/** By path within the connection's construct: the logical ids that its resources had when they were first made. */
export type KeptIds = Map<number, Map<string, string>>;

/** @returns the stack, as it is deployed; what is made for the first time has its logical ids noted */
export function synthesized(applications: Applications, estate: Estate, app: AppModel, deployment: number, kept: KeptIds): Synthesized {
  return applications.synthesize((stack) => {
    const bystander = new CfnLogGroup(stack, BYSTANDER, { logGroupName: 'bystander', retentionInDays: RETENTIONS[deployment % RETENTIONS.length] });
    bystander.overrideLogicalId(BYSTANDER);
    const made = app.connections.map((connection) => ({ connection, scope: makeConnection(stack, estate, connection) }));
    if (app.stackPolicy === 'destroy') RemovalPolicies.of(stack).destroy();
    if (app.stackPolicy === 'destroy-by-aspect') Aspects.of(stack).add(new Destroying());
    for (const { connection, scope } of made) keepIds(stack, connection, scope, kept);
  });
}

/** Each is another one than that of the deployment before, whichever failed in between. */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731];

class Destroying implements IAspect {
  public visit(node: IConstruct): void {
    if (CfnResource.isCfnResource(node)) node.applyRemovalPolicy(RemovalPolicy.DESTROY);
  }
}

function keepIds(stack: Stack, { slot, keepsIds }: Connection, scope: IConstruct, kept: KeptIds): void {
  const resources = scope.node.findAll().filter((each) => CfnResource.isCfnResource(each))
    .map((resource) => ({ resource, path: resource.node.path.slice(scope.node.path.length) }));
  if (!keepsIds) kept.set(slot, new Map(resources.map(({ resource, path }) => [path, stack.resolve(resource.logicalId) as string])));
  const ids = kept.get(slot);
  for (const { resource, path } of keepsIds ? resources : []) {
    const id = ids?.get(path);
    if (id === undefined) ids?.set(path, stack.resolve(resource.logicalId) as string);
    else resource.overrideLogicalId(id);
  }
}

function makeConnection(stack: Stack, estate: Estate, connection: Connection): IConstruct {
  const { slot, name, nested, on, bgp, networks, dpdSeconds, logs, removalPolicy, bandwidth, createOnly, tag } = connection;
  const scope = nested ? new Construct(stack, `Site${slot}`) : stack;
  const vpn = new SiteToSiteVpn(scope, name, {
    ...deviceOf(stack, estate, connection),
    target: targetOf(estate, connection),
    routing: bgp ? VpnRouting.bgp() : VpnRouting.staticRoutes(networksOf(slot, networks)),
    ...connection.vpcRoutes === 'none' || on === 'vgw-1' ? {} : { vpcRoutes: [vpcRoutesOf(estate, connection)] },
    ...dpdSeconds === undefined ? {} : { tunnels: dpdSeconds.map((each): TunnelOptions => ({ dpdTimeout: Duration.seconds(each) })) },
    ...logs === undefined ? {} : { logs: logs === 'on' ? VpnLogs.toNewLogGroups() : VpnLogs.toLogGroups({}) },
    ...bandwidth === undefined ? {} : { tunnelBandwidth: bandwidth === 'large' ? TunnelBandwidth.LARGE : TunnelBandwidth.STANDARD },
    ...createOnly === 0 ? {} : { localIpv4Cidr: `10.0.0.0/${createOnly % 2 === 0 ? 9 : 8}` },
    ...removalPolicy === 'destroy' ? { removalPolicy: RemovalPolicy.DESTROY } : removalPolicy === 'retain' ? { removalPolicy: RemovalPolicy.RETAIN } : {},
    ...connection.guarded ? { targetChange: guardOf(estate, connection) } : {},
  });
  if (removalPolicy === 'destroy-by-method') vpn.applyRemovalPolicy(RemovalPolicy.DESTROY);
  if (tag > 0) Tags.of(vpn).add('Site', `site-${tag}`);
  if (connection.outputs) addOutputs(stack, slot, vpn, on);
  return vpn;
}

function deviceOf(stack: Stack, estate: Estate, { device, slot, address, asn, name }: Connection) {
  const [ip, number] = [`203.0.113.${10 + slot * 20 + address}`, 65_000 + slot * 20 + asn];
  switch (device) {
    case 'made-by-connection': return asn === 0 ? { ip } : { ip, asn: number };
    case 'of-the-stack': return { customerGateway: new CustomerGateway(stack, `Device${slot}`, { ip, asn: number }) };
    case 'imported': return { customerGateway: CustomerGateway.fromCustomerGatewayId(stack, `Device${name}`, estate.customerGateways[slot]) };
  }
}

function targetOf(estate: Estate, connection: Connection): TargetGateway {
  const { on, slot, bgp, associates, twoTables, blackhole, prefixList, attachmentTag } = connection;
  const gateway = transitGatewayOf(estate, on);
  if (gateway === undefined) return TargetGateway.virtualPrivateGateway(gatewayIdOf(estate, on));
  const { id, hub, spokes } = gateway;
  const tables = twoTables ? [spokes, hub] : [spokes];
  return TargetGateway.transitGateway(id, {
    ...associates ? { associationRouteTableId: hub } : {},
    ...bgp ? { propagationRouteTableIds: tables } : { staticRouteTableIds: tables },
    ...blackhole ? { blackholeRoutes: [{ routeTableId: spokes, destinationCidr: summaryOf(slot) }] } : {},
    ...prefixList ? { prefixListReferences: [{ routeTableId: spokes, prefixListId: estate.prefixLists[slot] }] } : {},
    ...attachmentTag === 0 ? {} : { attachmentTags: attachmentTagsOf(attachmentTag) },
  });
}

/** With another number another key, for which the function needs another right. */
export function attachmentTagsOf(number: number): Record<string, string> {
  return { [`Site${number}`]: `site-${number}` };
}

function vpcRoutesOf({ vpcRouteTables }: Estate, { vpcRoutes, on, bgp, slot, networks }: Connection): VpcRoutes {
  if (vpcRoutes === 'propagated' && on.startsWith('vgw-')) return VpcRoutes.propagated([...vpcRouteTables]);
  return VpcRoutes.staticRoutes([...vpcRouteTables], bgp ? networksOf(slot, networks) : undefined);
}

/** With every table to which, or from which, the connection may ever go, and what a move between them is known to find. */
function guardOf({ transitGateways }: Estate, { bgp, slot }: Connection): TargetChange {
  return TargetChange.withRoutes({
    transitGatewayRouteTableIds: transitGateways.slice(0, 2).flatMap(({ hub, spokes }) => [hub, spokes]),
    ...bgp ? { onPremisesCidrs: networksOf(slot, 4), acknowledgedFindings: transitGateways.map(({ id }) => `ecmp-becomes-active:${id}`) } : {},
  });
}

function addOutputs(stack: Stack, slot: number, vpn: SiteToSiteVpn, on: Place): void {
  new CfnOutput(stack, `Peer${slot}`, { value: vpn.tunnels[0].outsideIpAddress });
  if (on.startsWith('tgw-')) new CfnOutput(stack, `Attachment${slot}`, { value: vpn.transitGatewayAttachmentId });
}
