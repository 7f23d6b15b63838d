/** Where a connection stands, and what leads to it there, as a `TargetGateway`, its routing and the routes that are there already. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { call, Expression, list, literal, Members, Statement, struct } from './code';
import { ExistingResource, routesOfConnection, routingOfAttachment } from './existing-routes';
import { existingStaticRoutes } from '../../../lambda/engine/plan';
import { concernedRoutes } from '../../../lambda/engine/vpc-route-claims';
import { isIpv4Cidr } from '../../../src/contract/cidr';
import { CONNECTION_TAG } from '../../../src/contract/target-declaration';
import { EstateReader } from '../declaring/estate-reader';
import { Estate } from '../estate/estate';
import { isListed } from '../estate/listed';

export interface DescribedTarget {
  /** What the target needs before it. */
  readonly statements: readonly Statement[];
  readonly target: Expression;
  readonly routing: Expression;
  /** Properties of the connection that go with the place. */
  readonly members: Members;
  /** Besides the connection itself, with which they are imported. */
  readonly imported: readonly ExistingResource[];
  /** What names its attachment, which the stack has to look up before these are imported. */
  readonly importedOnAttachment: readonly ExistingResource[];
  /** What follows the connection, as variable `connection`. */
  readonly after: readonly Statement[];
  /** What a later edit has to know. */
  readonly comment: readonly string[];
  /** What the template says of it that makes another connection when it changes. */
  readonly createOnly: Readonly<Record<string, unknown>>;
  readonly untranslated: readonly string[];
  /** Why there can be no code. */
  readonly missing: readonly string[];
}

/** Where it stands, as one of the kinds of targets. */
type DescribedLocation = Omit<DescribedTarget, 'createOnly'>;

export function targetOf(estate: Estate, described: VpnConnection): DescribedTarget {
  const observed = new EstateReader(estate, described);
  const { concentratorId, routing } = observed.connection;
  return { ...describedLocationOf(observed, described), createOnly: { Type: 'ipsec.1', StaticRoutesOnly: routing === 'static', VpnConcentratorId: concentratorId } };
}

function describedLocationOf(observed: EstateReader, described: VpnConnection): DescribedLocation {
  const { coreNetworkArn, concentratorId, gateway, routing } = observed.connection;
  if (concentratorId !== undefined) return onConcentrator(observed, concentratorId);
  if (coreNetworkArn) return onCoreNetwork(observed, coreNetworkArn, described.CoreNetworkAttachmentArn);
  if (gateway?.kind === 'virtual-private-gateway') return onVirtualPrivateGateway(observed, gateway.id);
  if (gateway?.kind === 'transit-gateway') return onTransitGateway(observed, gateway.id);
  return {
    ...NOTHING, target: call('TargetGateway', 'none'), routing: routingOf(existingStaticRoutes(observed), routing),
    missing: noRoute(routing, existingStaticRoutes(observed), 'the connection'),
  };
}

const NOTHING = {
  statements: [], members: [], imported: [], importedOnAttachment: [], after: [], comment: [], untranslated: [], missing: [],
};

function onVirtualPrivateGateway(observed: EstateReader, id: string): DescribedLocation {
  const { routing } = observed.connection;
  const cidrs = existingStaticRoutes(observed);
  const asn = observed.estate.vpnGateways.find((each) => each.VpnGatewayId === id)?.AmazonSideAsn;
  const options: Members = asnOf(observed, asn);
  return {
    ...NOTHING,
    target: call('TargetGateway', 'virtualPrivateGateway', literal(id), ...options.length === 0 ? [] : [struct('VirtualPrivateGatewayOptions', options)]),
    routing: routingOf(cidrs, routing),
    imported: routesOfConnection(observed.connection.id, cidrs),
    after: routing === 'bgp' ? [] : [UNTAGGED],
    comment: commentOf(vpcTablesOf(observed, id, 'virtual-private-gateway', [])),
    missing: noRoute(routing, cidrs, 'the connection'),
  };
}

function onTransitGateway(observed: EstateReader, id: string): DescribedLocation {
  const { routing } = observed.connection;
  const attachment = observed.ownAttachmentOn(id);
  const association = attachment?.association?.state === 'associated' ? attachment.association.routeTableId : undefined;
  if (attachment === undefined || association === undefined) {
    const what = attachment === undefined ? `its attachment on ${id} was not described` : `its attachment ${attachment.id} is associated with no route table`;
    return { ...NOTHING, target: call('TargetGateway', 'none'), routing: routingOf([], 'bgp'), missing: [what] };
  }
  const propagations = attachment.propagations.filter((each) => each.state === 'enabled').map((each) => each.routeTableId);
  const routes = staticRoutesTo(observed, id, attachment.id);
  const cidrs = [...new Set(routes.flatMap((each) => each.cidrs))];
  const tables = routes.filter((each) => each.cidrs.length > 0).map((each) => each.routeTableId);
  const uneven = routing === 'static' ? unevenly(routes, cidrs) : [];
  const leaves: Expression = { kind: 'member', of: 'TransitGatewayRouting', member: 'LEAVE' };
  const creates: Expression = { kind: 'member', of: 'TransitGatewayRouting', member: 'CREATE' };
  const isLeft = uneven.length > 0;
  const asn = observed.estate.transitGateways.find((each) => each.TransitGatewayId === id)?.Options?.AmazonSideAsn;
  return {
    ...NOTHING,
    target: call('TargetGateway', 'transitGateway', literal(id), struct('TransitGatewayRouteTables', [
      ['associationRouteTableId', literal(association)],
      ...some('propagationRouteTableIds', propagations),
      ...some('staticRouteTableIds', routing === 'static' ? tables : []),
      ...asnOf(observed, asn),
    ])),
    routing: routingOf(cidrs.filter(isIpv4Cidr), routing),
    members: [['transitGatewayRouting', isLeft ? leaves : { kind: 'importing', during: leaves, then: creates }]],
    importedOnAttachment: isLeft ? [] : routingOfAttachment({
      transitGatewayId: id, attachmentId: attachment.id, association, propagations, ...routing === 'static' ? { cidrs, tables } : { cidrs: [], tables: [] },
    }),
    after: isLeft ? [] : [ATTACHMENT],
    comment: commentOf(vpcTablesOf(observed, id, 'transit-gateway', [...cidrs, ...propagatedTo(observed, id, attachment.id)])),
    untranslated: [...uneven, ...notAdopted(observed, id, attachment.id, routing === 'bgp' ? routes : [])],
    missing: noRoute(routing, cidrs.filter(isIpv4Cidr), `its attachment ${attachment.id}`),
  };
}

function onCoreNetwork(observed: EstateReader, coreNetworkArn: string, attachmentArn: string | undefined): DescribedLocation {
  const coreNetworkId = coreNetworkArn.slice(coreNetworkArn.lastIndexOf('/') + 1);
  const attachmentId = attachmentArn?.slice(attachmentArn.lastIndexOf('/') + 1);
  const { routing } = observed.connection;
  const cidrs = existingStaticRoutes(observed);
  return {
    ...NOTHING,
    target: call('TargetGateway', 'cloudWan', literal(coreNetworkId)),
    routing: routingOf(cidrs, routing),
    imported: attachmentId === undefined ? [] : [{ path: ['Connection', 'CoreNetworkAttachment'], identifier: { AttachmentId: attachmentId } }],
    untranslated: [`the tags and the routing policy label of its attachment on ${coreNetworkId}, which EC2 does not describe: give them to \`TargetGateway.cloudWan\``],
    missing: [
      ...attachmentId === undefined ? [`its attachment on ${coreNetworkId} was not described, and a second one must not be made`] : [],
      ...noRoute(routing, cidrs, 'the connection'),
    ],
  };
}

function onConcentrator(observed: EstateReader, vpnConcentratorId: string): DescribedLocation {
  const attachment = observed.estate.transitGatewayAttachments.filter(isListed).find((each) => each.ResourceId === vpnConcentratorId);
  const concentrator: Expression = { kind: 'variable', name: 'concentrator' };
  return {
    ...NOTHING,
    statements: attachment === undefined ? [] : [{
      variable: 'concentrator',
      value: call('VpnConcentrator', 'fromVpnConcentratorAttributes', { kind: 'scope' }, literal('Concentrator'), struct('VpnConcentratorAttributes', [
        ['vpnConcentratorId', literal(vpnConcentratorId)],
        ['transitGatewayAttachmentId', literal(attachment.TransitGatewayAttachmentId!)],
        ['transitGatewayId', literal(attachment.TransitGatewayId!)],
      ])),
    }],
    target: call('TargetGateway', 'vpnConcentrator', concentrator),
    routing: routingOf([], 'bgp'),
    missing: [
      ...attachment === undefined ? [`the attachment of its VPN concentrator ${vpnConcentratorId} was not described`] : [],
      ...observed.connection.routing === 'static' ? ['a connection on a VPN concentrator has no static routing'] : [],
    ],
  };
}

function routingOf(cidrs: readonly string[], routing: 'static' | 'bgp'): Expression {
  return routing === 'bgp' ? call('VpnRouting', 'bgp') : call('VpnRouting', 'staticRoutes', list(cidrs));
}

function noRoute(routing: 'static' | 'bgp', cidrs: readonly string[], where: string): string[] {
  return routing === 'bgp' || cidrs.length > 0 ? [] : [`its routing is static, and no static IPv4 route to ${where} was described`];
}

/** What is imported is not compared: the tag that the template has must not be there yet, so that the deployment after it puts it. */
const UNTAGGED: Statement = {
  isImporting: true,
  comment: ['The connection does not have this tag yet.'],
  value: call('Tags.of(connection)', 'remove', literal(CONNECTION_TAG)),
};

/** Whoever asks for it has it looked up. */
const ATTACHMENT: Statement = {
  value: {
    kind: 'construct', type: 'CfnOutput', id: 'Attachment',
    props: struct('CfnOutputProps', [['value', { kind: 'property', variable: 'connection', property: 'transitGatewayAttachmentId' }]]),
  },
};

function commentOf(tableIds: readonly string[]): string[] {
  return tableIds.length === 0 ? [] : [
    `Route tables of VPCs that lead to it: ${tableIds.join(', ')}.`,
    'Whoever edits its target names them to `TargetChange.withRoutes`, which leads them over.',
  ];
}

/** Every VPC table that leads to the connection: a later change of its target has to account for these. */
function vpcTablesOf(
  observed: EstateReader, gatewayId: string, kind: 'virtual-private-gateway' | 'transit-gateway', prefixes: readonly string[],
): string[] {
  return observed.vpcRouteTables
    .filter((table) => table.propagatingGatewayIds.includes(gatewayId)
      || concernedRoutes(table, { kind, id: gatewayId }, prefixes).length > 0)
    .map((table) => table.id);
}

interface RoutesIn {
  readonly routeTableId: string;
  readonly cidrs: readonly string[];
}

function staticRoutesTo(observed: EstateReader, transitGatewayId: string, attachmentId: string): RoutesIn[] {
  return observed.routeTablesOf(transitGatewayId).map((routeTableId) => ({
    routeTableId,
    cidrs: observed.routesIn(routeTableId)
      .filter((route) => route.type === 'static' && route.prefixListId === undefined && route.attachmentIds.includes(attachmentId))
      .map((route) => route.destination),
  }));
}

function propagatedTo(observed: EstateReader, transitGatewayId: string, attachmentId: string): string[] {
  return observed.routeTablesOf(transitGatewayId).flatMap((id) => observed.routesIn(id)
    .filter((route) => route.type === 'propagated' && route.attachmentIds.includes(attachmentId)).map((route) => route.destination));
}

/** The library makes the same static routes in each table that has any. */
function unevenly(routes: readonly RoutesIn[], cidrs: readonly string[]): string[] {
  const used = routes.filter((each) => each.cidrs.length > 0);
  const lacking = used.flatMap(({ routeTableId, cidrs: own }) => cidrs.filter((cidr) => !own.includes(cidr)).map((cidr) => `${routeTableId} has no ${cidr}`));
  const ipv6 = cidrs.filter((cidr) => !isIpv4Cidr(cidr));
  if (lacking.length === 0 && ipv6.length === 0) return [];
  const why = [...lacking, ...ipv6.length === 0 ? [] : [`${ipv6.join(', ')} ${ipv6.length === 1 ? 'is' : 'are'} IPv6`]].join(', ');
  return [`the static routes on the transit gateway, which the library makes alike in every table and for IPv4 only (${why}): they are left as they are`];
}

/** What leads to the attachment, or is written on it, and is nobody's to delete in a deployment that fails. */
function notAdopted(observed: EstateReader, transitGatewayId: string, attachmentId: string, routes: readonly RoutesIn[]): string[] {
  const { estate } = observed;
  const references = observed.routeTablesOf(transitGatewayId).flatMap((id) => (estate.prefixListReferences.get(id) ?? [])
    .filter((each) => each.TransitGatewayAttachment?.TransitGatewayAttachmentId === attachmentId).map((each) => `${each.PrefixListId} in ${id}`));
  const tags = estate.transitGatewayAttachments.find((each) => each.TransitGatewayAttachmentId === attachmentId)?.Tags ?? [];
  const others = routes.flatMap(({ routeTableId, cidrs }) => cidrs.map((cidr) => `${cidr} in ${routeTableId}`));
  const caution = 'Left as they are, for a deployment that takes them in and fails would delete them';
  return [
    ...others.length === 0 ? [] : [`static routes to its attachment beside BGP, ${others.join(', ')}: they are left as they are`],
    ...references.length === 0 ? [] : [`prefix list references to its attachment, ${references.join(', ')}. ${caution}`],
    ...tags.length === 0 ? [] : [`tags of its attachment, ${tags.map((tag) => JSON.stringify(tag.Key)).join(', ')}. ${caution}`],
  ];
}

/** A number that equals the device's would be refused at synthesis, rightly, but it is there. */
function asnOf({ estate, connection }: EstateReader, asn: number | undefined): Members {
  const device = estate.customerGateways.find((each) => each.CustomerGatewayId === connection.customerGatewayId);
  if (asn === undefined || String(asn) === (device?.BgpAsnExtended ?? device?.BgpAsn)) return [];
  return [['amazonSideAsn', literal(Number(asn))]];
}

function some(name: string, ids: readonly string[]): Members {
  return ids.length === 0 ? [] : [[name, list(ids)]];
}
