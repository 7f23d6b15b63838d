/**
 * What a record may be about. A backup tells what was there and what was going to be done; what may be done at all is told by declarations,
 * the present one and the one before it: whatever a record names beyond them is nobody's wish.
 */
import { natureOf } from './operation';
import { MovePlan, PlannedSide } from './plan';
import { Backup, RecordHead } from './record';
import { canonicalDestination } from '../../src/contract/cidr';
import { GatewayEnd, MoveDeclaration } from '../../src/contract/declaration';
import { printable } from '../../src/contract/printable-text';

/** Names that may stand in a record, by what they are names of. */
interface Bounds {
  readonly 'VPN connection': ReadonlySet<string>;
  readonly 'gateway': ReadonlySet<string>;
  readonly 'customer gateway': ReadonlySet<string>;
  readonly 'transit gateway route table': ReadonlySet<string>;
  readonly 'VPC route table': ReadonlySet<string>;
  readonly 'VPC': ReadonlySet<string>;
  /** None where the networks are not declared, but taken from what is there. */
  readonly 'destination'?: ReadonlySet<string>;
}

type Kind = keyof Bounds;
type Named = readonly (readonly [Kind, string, where: string])[];

/**
 * @returns what the record names and no declaration does, each a line
 * @param declarations of the request, present and former
 */
export function beyondDeclarations(head: RecordHead, backup: Backup | undefined, declarations: readonly MoveDeclaration[]): string[] {
  const bounds = boundsOf(declarations);
  const named = [...namedByHead(head), ...backup === undefined ? [] : namedByBackup(backup)];
  const beyond = named.filter(([kind, name]) => bounds[kind]?.has(name) === false)
    .map(([kind, name, where]) => `${where} names ${kind} ${printable(name)}, which is not declared`);
  return [...new Set([...beyond, ...backup === undefined ? [] : changedCustomerGateway(backup.plan, declarations)])];
}

function boundsOf(declarations: readonly MoveDeclaration[]): Bounds {
  const ends = declarations.flatMap(({ from, to }) => [from, to]);
  const vpcTables = declarations.flatMap(({ vpcRouteTables }) => vpcRouteTables);
  const isNetworkDeclared = declarations.every(({ onPremisesCidrs }) => onPremisesCidrs.length > 0);
  const destinations = [
    ...declarations.flatMap(({ onPremisesCidrs }) => onPremisesCidrs), ...vpcTables.flatMap(({ moved, left }) => [...moved, ...left]),
  ];
  return {
    'VPN connection': new Set(declarations.flatMap((each) => [each.vpnConnectionId, ...natureOf(each).connectionIds])),
    'gateway': new Set(ends.map(({ id }) => id)),
    'customer gateway': new Set(declarations.flatMap(({ customerGateway: each }) => (each === undefined ? [] : [each.fromId, each.toId]))),
    'transit gateway route table': new Set(ends.flatMap(transitTablesOf)),
    'VPC route table': new Set([
      ...vpcTables.map(({ routeTableId }) => routeTableId), ...ends.flatMap(vpcTablesOf),
      ...declarations.flatMap(({ replacement }) => replacement?.test?.routeTableIds ?? []),
    ]),
    'VPC': new Set([
      ...ends.flatMap((end) => (end.kind === 'virtual-private-gateway' && end.vpcId !== undefined ? [end.vpcId] : [])),
      ...declarations.flatMap(({ replacement }) => [replacement?.vpcId, replacement?.test?.vpcId]).filter((id) => id !== undefined),
    ]),
    ...isNetworkDeclared ? { destination: new Set(destinations.map(canonicalDestination)) } : {},
  };
}

function transitTablesOf(end: GatewayEnd): string[] {
  if (end.kind !== 'transit-gateway') return [];
  return [end.associationRouteTableId, ...end.propagationRouteTableIds, ...end.staticRouteTableIds, ...end.defaultRouteTableIds];
}

function vpcTablesOf(end: GatewayEnd): readonly string[] {
  return end.kind === 'virtual-private-gateway' ? end.propagatingRouteTableIds : [];
}

function namedByHead({ vpnConnectionId, from, to, customerGateway, propagationsSwitchedOn = [], finalized }: RecordHead): Named {
  return [
    ['VPN connection', vpnConnectionId, 'the head'], ['gateway', from.id, 'the head'], ['gateway', to.id, 'the head'],
    ...(customerGateway === undefined ? [] : [customerGateway.fromId, customerGateway.toId])
      .map((id) => ['customer gateway', id, 'the head'] as const),
    ...[...propagationsSwitchedOn, ...finalized?.propagationsEnded ?? []].map((id) => ['VPC route table', id, 'the head'] as const),
  ];
}

function namedByBackup({ plan, declaration }: Backup): Named {
  return [...namedByPlan(plan), ...namedByDeclaration(declaration)];
}

function namedByPlan({ from, to, vpcRoutes, propagationsSwitchedOn, exchangeAtVpcId, replacement }: MovePlan): Named {
  const where = 'the plan';
  return [
    ...namedBySide(from), ...namedBySide(to),
    ...vpcRoutes.flatMap(({ routeTableId, destination }) => [
      ['VPC route table', routeTableId, where], ['destination', canonicalDestination(destination), where],
    ] as const),
    ...propagationsSwitchedOn.map((id) => ['VPC route table', id, where] as const),
    ...exchangeAtVpcId === undefined ? [] : [['VPC', exchangeAtVpcId, where] as const],
    ...(replacement?.connections ?? []).flatMap(({ fromId, toId }) => [fromId, toId]).map((id) => ['VPN connection', id, where] as const),
    ...replacement?.test === undefined ? [] : [
      ['VPC', replacement.test.vpcId, where] as const, ...replacement.test.routeTableIds.map((id) => ['VPC route table', id, where] as const),
    ],
  ];
}

/**
 * What an old virtual private gateway propagates into, the plan has as it was seen, declared or not. A move takes none of that away where
 * it is not declared, so that nothing of it has to be put back.
 */
export function withinDeclarations(plan: MovePlan, declarations: readonly MoveDeclaration[]): MovePlan {
  const declared = boundsOf(declarations)['VPC route table'];
  const clipped = (side: PlannedSide) => (
    { ...side, vgwPropagationRouteTableIds: side.vgwPropagationRouteTableIds.filter((id) => declared.has(id)) });
  return { ...plan, from: clipped(plan.from), to: clipped(plan.to) };
}

function namedBySide(
  { gateway, staticRoutes, transitGatewayRoutes, associationRouteTableId, propagationRouteTableIds }: PlannedSide,
): Named {
  const where = `the plan on ${gateway.id}`;
  return [
    ['gateway', gateway.id, where],
    ...[...staticRoutes, ...transitGatewayRoutes.map(({ cidr }) => cidr)].map((cidr) => ['destination', canonicalDestination(cidr), where] as const),
    ...[
      ...transitGatewayRoutes.map(({ routeTableId }) => routeTableId), ...propagationRouteTableIds,
      ...associationRouteTableId === undefined ? [] : [associationRouteTableId],
    ].map((id) => ['transit gateway route table', id, where] as const),
  ];
}

function namedByDeclaration(declaration: MoveDeclaration | undefined): Named {
  if (declaration === undefined) return [];
  const where = 'the declaration on record';
  const { vpnConnectionId, from, to, vpcRouteTables } = declaration;
  return [
    ['VPN connection', vpnConnectionId, where],
    ...[from, to].flatMap((end) => [
      ['gateway', end.id, where] as const, ...transitTablesOf(end).map((id) => ['transit gateway route table', id, where] as const),
      ...vpcTablesOf(end).map((id) => ['VPC route table', id, where] as const),
    ]),
    ...vpcRouteTables.map(({ routeTableId }) => ['VPC route table', routeTableId, where] as const),
  ];
}

/** Where none is declared, the connection keeps its own, whichever that is; where a gateway is replaced, no connection is modified. */
function changedCustomerGateway({ from, to, replacement }: MovePlan, declarations: readonly MoveDeclaration[]): string[] {
  if (replacement !== undefined || from.customerGatewayId === to.customerGatewayId) return [];
  const isDeclared = declarations.some(({ customerGateway: each }) => each !== undefined
    && [each.fromId, each.toId].includes(from.customerGatewayId) && [each.fromId, each.toId].includes(to.customerGatewayId));
  return isDeclared ? [] : [`the plan changes customer gateway ${from.customerGatewayId} for ${to.customerGatewayId}, which is not declared`];
}
