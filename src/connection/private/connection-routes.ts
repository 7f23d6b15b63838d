/** What leads to a connection: its gateway, the routes on it and from VPCs as resources of the stack, and what attaches VPCs to it. */
import { Annotations, CfnResource, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkmanager from 'aws-cdk-lib/aws-networkmanager';
import { Construct, Dependable, IConstruct, IDependable } from 'constructs';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../attachment-options';
import { ConnectionResources } from './connection-resources';
import { isCidr, isIpv4Cidr, isPrefixListId, sameDestination } from '../../contract/cidr';
import { StackVpcRoutes, TransitGatewayEnd } from '../../contract/declaration';
import { at } from '../../private/checks';
import { once, stableKey } from '../../private/construct-ids';
import { Place, placeName, TransitGatewayExtras } from '../../private/place';
import { namedBy, vpcIdOfTable } from '../../private/references';
import { sha256 } from '../../private/sha256';
import { VpcRoutes } from '../vpc-routes';
import { VpnRouting } from '../vpn-routing';

type GatewayProperty = Pick<ec2.CfnVPNConnectionProps, 'vpnGatewayId' | 'transitGatewayId' | 'vpnConcentratorId'>;

/** A connection on a core network has no gateway of its own. */
export function gatewayPropertyOf(place: Place): GatewayProperty {
  switch (place.kind) {
    case 'virtual-private-gateway': return { vpnGatewayId: place.end.id };
    case 'transit-gateway': return { transitGatewayId: place.end.id };
    case 'vpn-concentrator': return { vpnConcentratorId: place.concentrator.vpnConcentratorId };
    case 'core-network':
    case 'none': return {};
  }
}

export function attachToCoreNetwork(
  scope: Construct, vpnConnectionId: string, { coreNetworkId, options }: Extract<Place, { kind: 'core-network' }>,
): networkmanager.CfnSiteToSiteVpnAttachment {
  const { tags = {}, routingPolicyLabel } = options;
  return new networkmanager.CfnSiteToSiteVpnAttachment(scope, 'CoreNetworkAttachment', {
    coreNetworkId,
    vpnConnectionArn: Stack.of(scope).formatArn({ service: 'ec2', resource: 'vpn-connection', resourceName: vpnConnectionId }),
    routingPolicyLabel,
    ...Object.keys(tags).length === 0 ? {} : { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) },
  });
}

/** What a look-up depends on, so that CloudFormation looks again: what leads to the attachment is made with what was found then. */
export function partsOfRouting({ end, extras }: Place & { readonly kind: 'transit-gateway' }, routing: VpnRouting): string[] {
  const { associationRouteTableId, propagationRouteTableIds, staticRouteTableIds } = end;
  return [
    ...associationRouteTableId === '' ? [] : [`association ${associationRouteTableId}`],
    ...propagationRouteTableIds.map((id) => `propagation ${id}`),
    ...staticRouteTableIds.flatMap((id) => (routing._staticRoutes ?? []).map((cidr) => `route ${id} ${cidr}`)),
    ...extras.prefixListReferences.filter(({ blackhole }) => blackhole !== true).map(({ routeTableId, prefixListId }) => `reference ${routeTableId} ${prefixListId}`),
    ...Object.entries(extras.attachmentTags).map(([key, value]) => `tag ${key} ${value}`),
  ];
}

/** A virtual private gateway learns them from the connection's own static routes; with BGP there are none. */
export function makeStaticRoutes(scope: Construct, vpnConnectionId: string, routing: VpnRouting): void {
  for (const cidr of routing._staticRoutes ?? []) {
    new ec2.CfnVPNConnectionRoute(scope, `StaticRoute-${stableKey(scope, cidr)}`, { vpnConnectionId, destinationCidrBlock: cidr });
  }
}

/**
 * Association, propagations and static routes of the VPN attachment.
 *
 * @returns the association and the propagations, which an attachment has once only
 */
export function makeTransitGatewayRouting(
  scope: Construct, transitGatewayAttachmentId: string, end: TransitGatewayEnd, routing: VpnRouting,
): CfnResource[] {
  const single: CfnResource[] = [];
  if (end.associationRouteTableId !== '') {
    // One id for a gateway: an attachment has at most one association, so that another table must replace this one. On another gateway it
    // is another resource, which a rollback leaves alone whatever has become of this one's attachment.
    single.push(new ec2.CfnTransitGatewayRouteTableAssociation(scope, `Association-${stableKey(scope, end.id)}`, {
      transitGatewayRouteTableId: end.associationRouteTableId,
      transitGatewayAttachmentId,
    }));
  }
  for (const transitGatewayRouteTableId of end.propagationRouteTableIds) {
    single.push(new ec2.CfnTransitGatewayRouteTablePropagation(scope, `Propagation-${stableKey(scope, transitGatewayRouteTableId)}`, {
      transitGatewayRouteTableId,
      transitGatewayAttachmentId,
    }));
  }
  for (const transitGatewayRouteTableId of end.staticRouteTableIds) {
    for (const destinationCidrBlock of routing._staticRoutes ?? []) {
      const key = `${stableKey(scope, transitGatewayRouteTableId)}-${stableKey(scope, destinationCidrBlock)}`;
      new ec2.CfnTransitGatewayRoute(scope, `Route-${key}`, {
        transitGatewayRouteTableId,
        destinationCidrBlock,
        transitGatewayAttachmentId,
      });
    }
  }
  warnWhenNothingIsLearnt(scope, end, routing);
  return single;
}

function warnWhenNothingIsLearnt(scope: Construct, end: TransitGatewayEnd, routing: VpnRouting): void {
  if (routing._staticRoutes !== undefined || end.propagationRouteTableIds.length > 0) return;
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:bgpWithoutPropagation',
    'the networks that the device announces by BGP reach no route table of the transit gateway;'
    + ' name the tables that are to learn them in `propagationRouteTableIds`');
}

/** @param attachmentId looks the attachment up, so it is called where something needs it only */
export function makeTransitGatewayExtras(scope: Construct, extras: TransitGatewayExtras, attachmentId: () => string): void {
  makeBlackholeRoutes(scope, extras.blackholeRoutes);
  for (const reference of extras.prefixListReferences) makePrefixListReference(scope, reference, attachmentId);
  for (const [key, value] of Object.entries(extras.attachmentTags)) makeAttachmentTag(scope, attachmentId(), key, value);
}

function makeBlackholeRoutes(scope: Construct, routes: readonly TransitGatewayBlackholeRoute[]): void {
  for (const { routeTableId, destinationCidr } of routes) {
    new ec2.CfnTransitGatewayRoute(scope, `Blackhole-${stableKey(scope, routeTableId)}-${stableKey(scope, destinationCidr)}`, {
      transitGatewayRouteTableId: routeTableId,
      destinationCidrBlock: destinationCidr,
      blackhole: true,
    });
  }
}

function makePrefixListReference(scope: Construct, reference: TransitGatewayPrefixListReference, attachmentId: () => string): void {
  const { routeTableId, prefixListId, blackhole = false } = reference;
  const target: Record<string, string> = blackhole ? {} : { TransitGatewayAttachmentId: attachmentId() };
  const resources = ConnectionResources.of(scope);
  resources.make(new Construct(scope, `PrefixList-${stableKey(scope, routeTableId)}-${stableKey(scope, prefixListId)}`), 'Resource', {
    resourceType: 'Custom::TransitGatewayPrefixListReference',
    properties: { TransitGatewayRouteTableId: routeTableId, PrefixListId: prefixListId, ...target },
    dependencies: [resources.permitReference(routeTableId, prefixListId)],
  });
}

function makeAttachmentTag(scope: Construct, attachmentId: string, key: string, value: string): void {
  const resources = ConnectionResources.of(scope);
  resources.make(new Construct(scope, `AttachmentTag-${sha256(key, 12)}`), 'Resource', {
    resourceType: 'Custom::TransitGatewayAttachmentTag',
    properties: { TransitGatewayAttachmentId: attachmentId, Key: key, Value: value },
    dependencies: [resources.permitTag(key)],
  });
}

export interface VpcRouteResources {
  readonly place: Place;
  /** The networks behind the connection, where they are listed. */
  readonly staticRoutes?: readonly string[];
  readonly vpcRoutes: readonly VpcRoutes[];
  /** The ARN of the core network, where that is the place. */
  readonly coreNetworkArn?: string;
  /** What a route needs before it can be made. */
  readonly dependencies: readonly IDependable[];
}

/** By table, as the custom resources are told of them: these they leave to CloudFormation. */
export function stackVpcRoutesOf(props: Pick<VpcRouteResources, 'place' | 'staticRoutes' | 'vpcRoutes'>): StackVpcRoutes[] {
  const routes = staticRoutesOf(props);
  return [...new Set(routes.map(({ routeTableId }) => routeTableId))].map((routeTableId) => ({
    routeTableId, destinations: routes.filter((route) => route.routeTableId === routeTableId).map(({ destination }) => destination),
  }));
}

interface VpcRoute {
  readonly routeTableId: string;
  readonly destination: string;
}

/** @throws an error when the place has no such routes, or two routes of a table have the same destination */
export function makeVpcRoutes(scope: Construct, props: VpcRouteResources): void {
  if (props.vpcRoutes.length === 0) return;
  const routes = staticRoutesOf(props);
  const propagatedTables = propagatedTablesOf(props);
  const target = routeTarget(props);
  for (const { routeTableId, destination } of routes) {
    // Not by the gateway: CloudFormation leads an existing route to another gateway in place.
    const id = `VpcRoute-${stableKey(scope, routeTableId)}-${stableKey(scope, destination)}`;
    const route = new ec2.CfnRoute(scope, id, { routeTableId, ...destinationOf(destination), ...target });
    route.node.addDependency(...props.dependencies, vpcAttachments(scope, { place: props.place, routeTableIds: [routeTableId] }));
  }
  if (propagatedTables.length > 0) propagate(scope, target.gatewayId!, propagatedTables, props);
}

/**
 * One for all connections of the stack on the gateway, as a table has one propagation from a gateway. Were it each connection's own, one
 * that is renamed would switch propagation on first, which changes nothing, and then off.
 */
function propagate(scope: Construct, vpnGatewayId: string, tables: string[], { dependencies, place }: VpcRouteResources): void {
  const propagation = once(Stack.of(scope), `VpnGatewayRoutePropagation-${stableKey(scope, vpnGatewayId)}`, (stack, id) =>
    new ec2.CfnVPNGatewayRoutePropagation(stack, id, { routeTableIds: [], vpnGatewayId }));
  propagation.routeTableIds.push(...tables.filter((table) => !propagation.routeTableIds.includes(table)));
  propagation.node.addDependency(...dependencies, vpcAttachments(scope, { place, routeTableIds: tables }));
}

function staticRoutesOf({ vpcRoutes, staticRoutes, place }: Pick<VpcRouteResources, 'place' | 'staticRoutes' | 'vpcRoutes'>): VpcRoute[] {
  const routes: VpcRoute[] = [];
  vpcRoutes.forEach((each, index) => {
    if (each._kind !== 'static') return;
    const destinations = each._destinations ?? staticRoutes;
    if (destinations === undefined) {
      throw new Error(`\`${at('vpcRoutes', index)}\` must name its \`destinations\` when \`routing\` is BGP, got none;`
        + ' which networks the device will announce is not known at synthesis');
    }
    for (const destination of destinations) {
      requireCarried(index, destination, place);
      for (const routeTableId of each._routeTableIds) {
        if (routes.some((other) => other.routeTableId === routeTableId && sameDestination(other.destination, destination))) {
          throw new Error(`\`${at('vpcRoutes', index)}\` must not repeat a route, got ${JSON.stringify(destination)} in ${routeTableId} twice; remove one of them`);
        }
        routes.push({ routeTableId, destination });
      }
    }
  });
  return routes;
}

function propagatedTablesOf({ vpcRoutes, place }: VpcRouteResources): string[] {
  const tables: string[] = [];
  vpcRoutes.forEach((each, index) => {
    if (each._kind !== 'propagated') return;
    if (place.kind !== 'virtual-private-gateway') {
      throw new Error(`\`${at('vpcRoutes', index)}\` must be static routes when \`target\` is not a virtual private gateway, got propagation`
        + ` and ${placeName(place)}; use \`VpcRoutes.staticRoutes\``);
    }
    for (const id of each._routeTableIds) {
      if (tables.includes(id)) throw new Error(`\`${at('vpcRoutes', index)}\` must not repeat a table, got propagation to ${id} twice; remove one of them`);
      tables.push(id);
    }
  });
  return tables;
}

/** [H, UG-VPC_VPN: IPv6 through the tunnels on a transit gateway and on Cloud WAN only] */
function requireCarried(index: number, destination: string, place: Place): void {
  if (place.kind !== 'virtual-private-gateway' || Token.isUnresolved(destination)) return;
  if (!isCidr(destination) || isIpv4Cidr(destination)) return;
  throw new Error(`\`${at('vpcRoutes', index)}\` must have IPv4 destinations on a virtual private gateway, got ${JSON.stringify(destination)};`
    + ' it does not carry IPv6, a transit gateway does');
}

function routeTarget({ place, coreNetworkArn }: VpcRouteResources): Pick<ec2.CfnRouteProps, 'transitGatewayId' | 'coreNetworkArn'> & { gatewayId?: string } {
  switch (place.kind) {
    case 'virtual-private-gateway': return { gatewayId: place.end.id };
    case 'transit-gateway': return { transitGatewayId: place.end.id };
    case 'vpn-concentrator': return { transitGatewayId: place.concentrator.transitGatewayId };
    case 'core-network': return { coreNetworkArn };
    case 'none': throw new Error('`vpcRoutes` must be empty when `target` is `TargetGateway.none()`; there is no gateway to which a route could lead');
  }
}

function destinationOf(destination: string): Pick<ec2.CfnRouteProps, 'destinationCidrBlock' | 'destinationIpv6CidrBlock' | 'destinationPrefixListId'> {
  if (Token.isUnresolved(destination)) return { destinationCidrBlock: destination };
  if (isPrefixListId(destination)) return { destinationPrefixListId: destination };
  return isIpv4Cidr(destination) ? { destinationCidrBlock: destination } : { destinationIpv6CidrBlock: destination };
}

/** Each with the property that names the gateway. */
const ATTACHING: Readonly<Record<string, string>> = {
  'AWS::EC2::TransitGatewayAttachment': 'transitGatewayId',
  'AWS::EC2::TransitGatewayVpcAttachment': 'transitGatewayId',
  'AWS::EC2::VPCGatewayAttachment': 'vpnGatewayId',
  'AWS::NetworkManager::VpcAttachment': 'coreNetworkId',
};

/** What a VPC attachment of a transit gateway has besides. */
const ROUTING: readonly string[] = ['AWS::EC2::TransitGatewayRouteTableAssociation', 'AWS::EC2::TransitGatewayRouteTablePropagation'];

export interface VpcAttachments {
  readonly place: Place;
  /** Where these name tables of the stack, only attachments of their VPCs count; otherwise all of the gateway. */
  readonly routeTableIds: readonly string[];
  /** Whether what associates the attachments, and propagates from them, counts, too. */
  readonly withRouting?: boolean;
}

/** They are looked for when the app is synthesized, so that they may be declared after whatever waits for them. */
export function vpcAttachments(scope: IConstruct, wanted: VpcAttachments): IDependable {
  const attached: IDependable = {};
  Dependable.implement(attached, {
    get dependencyRoots() {
      return attachmentsIn(Stack.of(scope), wanted);
    },
  });
  return attached;
}

function attachmentsIn(stack: Stack, { place, routeTableIds, withRouting = false }: VpcAttachments): IConstruct[] {
  const gatewayId = gatewayIdOf(place);
  const vpcIds = routeTableIds.map((id) => vpcIdOfTable(id));
  const resources = stack.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && Stack.of(each) === stack);
  const attachments = resources.filter((each) => isSame(valueOf(each, ATTACHING[each.cfnResourceType]), gatewayId)
    && (vpcIds.length === 0 || vpcIds.some((vpcId) => vpcId === undefined || isSame(valueOf(each, 'vpcId'), vpcId))));
  if (!withRouting) return attachments;
  return [...attachments, ...resources.filter((each) => ROUTING.includes(each.cfnResourceType)
    && attachments.some((attachment) => namedBy(valueOf(each, 'transitGatewayAttachmentId')) === attachment))];
}

function gatewayIdOf(place: Place): string | undefined {
  switch (place.kind) {
    case 'virtual-private-gateway':
    case 'transit-gateway': return place.end.id;
    case 'vpn-concentrator': return place.concentrator.transitGatewayId;
    case 'core-network': return place.coreNetworkId;
    case 'none': return undefined;
  }
}

function valueOf(resource: CfnResource, property: string | undefined): unknown {
  return property === undefined ? undefined : resource[property as keyof CfnResource];
}

/** The same text, or attributes of the same resource: a resource's id may be its Ref or one of its attributes. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || one === other) return one !== undefined;
  const resource = namedBy(one);
  return resource !== undefined && resource === namedBy(other);
}
