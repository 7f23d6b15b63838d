/**
 * What an item of the table has to be before anything is made of it. Whoever can write the table can write anything: only ids by their
 * grammar, CIDR blocks, instants and known words are taken, and of members that nobody here knows nothing is.
 */
import { isCidr } from '../../src/contract/cidr';
import { PHASES } from '../../src/contract/phase';
import { printable } from '../../src/contract/printable-text';
import { isResourceId, ResourceKind } from '../../src/contract/resource-id';

/** @returns what does not fit: where, what it is and what is allowed; each a line */
export type Grammar = (value: unknown, at: string) => readonly string[];

const SHOWN_CHARACTERS_MAX = 60;

export const text: Grammar = matching('a text', (value) => typeof value === 'string');
const flag: Grammar = matching('true or false', (value) => typeof value === 'boolean');
const instant: Grammar = matching('an instant in milliseconds', (value) => Number.isFinite(value));
const count: Grammar = matching('a whole number', (value) => Number.isInteger(value) && (value as number) >= 0);
const cidr: Grammar = matching('a CIDR block', isCidrText);
const destination: Grammar = matching('a CIDR block or the id of a prefix list',
  (value) => isCidrText(value) || /^pl-[0-9a-f]{8,17}$/i.test(String(value)));

const vpnConnection = id('vpn');
const routeTable = id('rtb');
const transitGatewayRouteTable = id('tgw-rtb');
const vpc = id('vpc');

const gateway: Grammar = (value, at) => {
  const isTransit = (value as { kind?: unknown } | undefined)?.kind === 'transit-gateway';
  return object({ kind: oneOf('transit-gateway', 'virtual-private-gateway'), id: id(isTransit ? 'tgw' : 'vgw') })(value, at);
};

const tables = listOf(routeTable);
const transitTables = listOf(transitGatewayRouteTable);

const end: Grammar = (value, at) => [...gateway(value, at), ...object({
  propagatingRouteTableIds: optional(tables), vpcId: optional(vpc), associationRouteTableId: optional(orEmpty(transitGatewayRouteTable)),
  propagationRouteTableIds: optional(transitTables), staticRouteTableIds: optional(transitTables),
  defaultRouteTableIds: optional(transitTables),
})(value, at)];

const side = object({
  gateway, customerGatewayId: orEmpty(id('cgw')), staticRoutes: listOf(cidr),
  transitGatewayRoutes: listOf(object({ routeTableId: transitGatewayRouteTable, cidr })),
  associationRouteTableId: optional(transitGatewayRouteTable), propagationRouteTableIds: transitTables, vgwPropagationRouteTableIds: tables,
});

const replacedConnections = listOf(object({ fromId: vpnConnection, toId: vpnConnection }));
const replacementTest = object({ vpcId: vpc, routeTableIds: tables, withinSeconds: count });
const served = oneOf('static', 'none');

const plan = object({
  from: side, to: side,
  vpcRoutes: listOf(object({ routeTableId: routeTable, destination, before: served, after: served })),
  propagationsSwitchedOn: tables, exchangeAtVpcId: optional(vpc),
  replacement: optional(object({ connections: replacedConnections, test: optional(replacementTest), onPremisesCidrs: listOf(cidr) })),
  paths: optional(object({
    networks: listOf(cidr), tables: listOf(object({ routeTableId: routeTable, networks: listOf(cidr) })), brokenBefore: listOf(text),
  })),
});

const customerGatewayChange = object({ fromId: id('cgw'), toId: id('cgw'), deleteOld: optional(flag) });

const declaration = object({
  vpnConnectionId: vpnConnection, from: end, to: end, customerGateway: optional(customerGatewayChange),
  vpcRouteTables: listOf(object({ routeTableId: routeTable, moved: listOf(destination), left: listOf(destination) })),
  onPremisesCidrs: listOf(cidr), modifiedBy: optional(oneOf('CLOUDFORMATION')), handsOver: optional(flag),
  replacement: optional(object({ vpcId: vpc, connections: replacedConnections, test: optional(replacementTest) })),
  forwardDeadlineSeconds: count, backDeadlineSeconds: count, acknowledgedFindings: listOf(text),
  verification: object({ withinSeconds: count, alarmNames: listOf(text), bakeSeconds: count }),
});

const backup = object({
  vpnConnectionId: vpnConnection, operationId: text, writtenAt: instant, continues: optional(text), tunnelsUp: count,
  plan, declaration: optional(declaration), survey: object({}),
});

const lease = object({ holder: text, until: instant, renewal: optional(count) });

const head = object({
  vpnConnectionId: vpnConnection, revision: count, owner: text, moveIdentity: text, from: gateway, to: gateway,
  customerGateway: optional(customerGatewayChange), operationId: text, requestId: text, supersededRequestIds: listOf(text),
  drivenSince: optional(instant), lease: optional(lease), promised: optional(lease),
  operatorActs: optional(listOf(object({ at: instant, by: text, did: oneOf('hold', 'forward', 'back', 'unlock') }))),
  status: oneOf('open', 'completed', 'restored', 'held'), intent: oneOf('forward', 'back'), intentSince: instant, startedAt: instant,
  interruptedSince: optional(instant), modifyTakenAt: optional(instant), propagationsSwitchedOn: optional(tables), cameBack: optional(flag),
  tested: optional(object({ at: instant, learned: listOf(text) })), arrangedAt: optional(instant), closedAt: optional(instant),
  cause: optional(text), missing: optional(listOf(text)), unverified: optional(text), transitGatewayAttachmentId: optional(text),
  planDigest: optional(text), backupDigest: optional(text), recoveryDigests: optional(object({ back: text, forward: text })),
  finalized: optional(object({ at: instant, propagationsEnded: tables })),
  timeline: optional(listOf(object({ at: instant, phase: oneOf(...PHASES), direction: oneOf('forward', 'back') }))),
  announced: optional(count), concludedAt: optional(instant),
});

const claims = object({
  vpcId: vpc, revision: count, operations: listOf(object({ vpnConnectionId: text, operationId: text, exclusive: flag, at: instant })),
});

const answer: Grammar = (value, at) => (typeof (value as { failure?: unknown } | undefined)?.failure === 'string' ? [] : object({
  answer: object({
    outcome: oneOf('prepared', 'migrated', 'migrated-unverified', 'finalized', 'unchanged', 'kept', 'moved-back'),
    operationId: text, transitGatewayAttachmentId: text, interruptionSeconds: instant, planDigest: text,
  }),
})(value, at));

const manifest = object({ parts: listOf(text), sha256: text });
const writtenPlan = object({ digest: text, lines: listOf(text) });

/** Of the items that are read to act upon. */
export const GRAMMARS = { head, backup, manifest, claims, answer, writtenPlan, text } as const;

function isCidrText(value: unknown): boolean {
  return typeof value === 'string' && isCidr(value);
}

function id(kind: ResourceKind): Grammar {
  return matching(`an id ${kind}-…`, (value) => typeof value === 'string' && isResourceId(kind, value));
}

function matching(allowed: string, fits: (value: unknown) => boolean): Grammar {
  return (value, at) => (fits(value) ? [] : [`${at} is ${shown(value)}, which is not ${allowed}`]);
}

function oneOf(...allowed: readonly string[]): Grammar {
  return matching(`one of ${allowed.join(', ')}`, (value) => allowed.includes(value as string));
}

function orEmpty(grammar: Grammar): Grammar {
  return (value, at) => (value === '' ? [] : grammar(value, at));
}

function optional(grammar: Grammar): Grammar {
  return (value, at) => (value === undefined ? [] : grammar(value, at));
}

function listOf(grammar: Grammar): Grammar {
  return (value, at) => (Array.isArray(value) ? value.flatMap((each, index) => grammar(each, `${at}[${index}]`))
    : [`${at} is ${shown(value)}, which is not a list`]);
}

function object(members: { readonly [name: string]: Grammar }): Grammar {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is ${shown(value)}, which is not an object`];
    return Object.entries(members).flatMap(([name, grammar]) => {
      const own = Object.getOwnPropertyDescriptor(value, name);
      return grammar(own?.value, `${at}.${name}`);
    });
  };
}

function shown(value: unknown): string {
  return printable((JSON.stringify(value) ?? 'absent').slice(0, SHOWN_CHARACTERS_MAX));
}
