/**
 * What must hold after each deployment. It reads the templates, the physical ids of the stack, CloudFormation's events and EC2: it shares
 * nothing with the constructs.
 */
import { BYSTANDER } from './app';
import {
  Change, changesBetween, connectionsIn, ExpectedState, FINDINGS, IDENTIFIED, isVpnGateway, recordedWrongBy, refusalsOf, unledBy,
} from './documented';
import { Attachments, differencesOfConnections, factsOfNetwork, factsOfTemplate, isThere, Resources, without } from './facts';
import { Template } from '../../../tools/rehearsal/cloudformation/template';

export interface Violation {
  readonly invariant: string;
  readonly how: string;
}

/** A call that changed something in EC2, whoever made it. */
export interface Mutation {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What earlier steps have left that the documents tell of, or somebody has done by hand. */
export interface Background {
  /** Facts that somebody has made, or has taken away. */
  readonly drift: Set<string>;
  /** Connections and devices that somebody has moved or changed as a whole. */
  readonly handled: Set<string>;
  /** Connections that somebody has deleted. */
  readonly gone: Set<string>;
  /** Connections to which nothing leads. */
  readonly unled: Set<string>;
  /** Connections whose stack names a former attachment. */
  readonly recordedWrong: Set<string>;
  /** What removal policies have kept. */
  readonly kept: Set<string>;
  /** What was there before the stack. */
  readonly others: ReadonlySet<string>;
}

/** One deployment, from its beginning to its end. */
export interface Turn {
  readonly before: ExpectedState;
  readonly after: ExpectedState;
  /** What was deployed. */
  readonly deployed: Template;
  readonly status: string;
  readonly reasons: readonly string[];
  /** Every id that a resource of the stack had meanwhile. */
  readonly named: readonly { readonly logicalId: string; readonly physicalId: string; readonly type: string }[];
  readonly mutations: readonly Mutation[];
  /** Whether another resource failed, or somebody gave the deployment up. */
  readonly troubled: boolean;
  readonly attachments: Attachments;
  /** Whether it began uneasy: what is made again because nothing led there, or for another attachment, is no detour. */
  readonly wasUneasy: boolean;
}

export const INVARIANTS = {
  succeeds: 'an ordinary edit succeeds',
  refuses: 'what the documents refuse is refused before anything is touched',
  asTemplate: 'EC2 is what the template says',
  asFormer: 'after a rollback EC2 is what the former template says',
  ends: 'no stack ends in a failed state',
  ended: 'the command that the documents name ends a failed state',
  told: 'a connection that is gone is said to be gone',
  keeps: 'nothing retained is deleted',
  leaves: 'nothing is left behind but what a removal policy keeps',
  interrupts: 'no edit interrupts more than it must',
  promised: 'the template says what the app says',
  orphans: 'the inventory lists what is left behind',
  works: 'the simulation itself works',
} as const;

export function judged(turn: Turn, background: Background): Violation[] {
  const changes = changesBetween(turn.before, turn.deployed);
  const succeeded = isSuccess(turn.status);
  const modified = new Set(turn.mutations.filter(({ operation }) => operation === 'ModifyVpnConnection').map(({ input }) => String(input.VpnConnectionId)));
  if (succeeded) for (const change of changes) if (change.looksAgain || isVpnGateway(change.to)) forget(background, change);
  if (!succeeded) {
    for (const { physicalId } of unledBy(changes, modified)) background.unled.add(physicalId);
    for (const { physicalId } of recordedWrongBy(changes, modified)) background.recordedWrong.add(physicalId);
  }
  return [
    ...statusViolations(turn, changes, background),
    ...goneViolations(turn, background),
    ...factViolations(turn, background),
    ...ownershipViolations(turn, background),
    ...interruptionViolations(turn, changes, background),
    ...turn.wasUneasy ? [] : detourViolations(turn, changes),
  ];
}

export function isSuccess(status: string): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE';
}

function forget({ unled, recordedWrong }: Background, { physicalId }: Change): void {
  unled.delete(physicalId);
  recordedWrong.delete(physicalId);
}

/** Whether somebody, or an earlier rollback, has left a network in which other edits may fail. */
export function isUneasy({ drift, handled, gone, unled, recordedWrong }: Background): boolean {
  return [drift, handled, gone, unled, recordedWrong].some((each) => each.size > 0);
}

function statusViolations(turn: Turn, changes: readonly Change[], background: Background): Violation[] {
  const { status, troubled, reasons, before, deployed } = turn;
  const refusals = refusalsOf(before, deployed);
  const promised = isUneasy(background) ? undefined : refusals.find((each) => each.promised);
  if (promised !== undefined && isSuccess(status)) return [{ invariant: INVARIANTS.refuses, how: `it succeeded, although ${promised.why}` }];
  const touched = promised?.connection === undefined ? [] : turn.mutations.filter(({ operation, input }) => operation !== 'CreateTags' && operation !== 'DeleteTags'
    && input.VpnConnectionId === promised.connection);
  if (touched.length > 0) {
    return [{ invariant: INVARIANTS.refuses, how: `it was refused, as ${promised!.why}, after ${touched.map(({ operation }) => operation).join(', ')}` }];
  }
  if (isSuccess(status)) return [];
  if (/_FAILED$/.test(status)) return isEndedByCommand(turn, changes, background) ? [] : [{ invariant: INVARIANTS.ends, how: `${status}: ${reasons.join(' | ')}` }];
  if (troubled || refusals.length > 0 || isUneasy(background) || isRefusedByFinding(turn, changes)) return [];
  return [{ invariant: INVARIANTS.succeeds, how: `${status}: ${reasons.join(' | ')}` }];
}

/** The custom resources refuse over what they find in the network, and have changed nothing. */
function isRefusedByFinding({ reasons, mutations }: Turn, changes: readonly Change[]): boolean {
  const moved = changes.filter(({ guarded, from, to, device }) => guarded !== 'not' && (from !== to || device)).map(({ physicalId }) => physicalId);
  const found = reasons.flatMap((reason) => [...reason.matchAll(/^- ([a-z-]+)(?=[:\s])/gm)].map(([, id]) => id));
  return moved.length > 0 && found.length > 0 && found.every((id) => FINDINGS.includes(id))
    && !mutations.some(({ operation, input }) => operation === 'ModifyVpnConnection' && moved.includes(String(input.VpnConnectionId)));
}

/** Where the documents say that nothing but a command ends it; whoever plays the story gives that command. */
function isEndedByCommand({ troubled, after }: Turn, changes: readonly Change[], background: Background): boolean {
  const failed = [...after.resources.values()].filter(({ status }) => status === 'UPDATE_FAILED').map(({ logicalId }) => logicalId);
  if (troubled && failed.length > 0 && failed.every((logicalId) => logicalId === BYSTANDER)) return true;
  if (isUneasy(background) || isInUseByKept(after, background)) return true;
  return changes.some(({ guarded, isStatic, from, to }) => guarded === 'not' && isStatic && !isVpnGateway(from) && isVpnGateway(to));
}

/**
 * All that could not be deleted are customer gateways that the stack was told to delete, and that a connection needs which an earlier stack
 * has kept.
 */
export function isInUseByKept({ resources, state }: ExpectedState, { kept }: Background): boolean {
  const failed = [...resources.values()].filter(({ status }) => status === 'DELETE_FAILED');
  return failed.length > 0 && failed.every(({ physicalId }) =>
    Object.values(state.vpnConnections).some((each) => isThere(each) && kept.has(each.id) && each.customerGatewayId === physicalId));
}

/** @see README "Change the target": once a resource asks for a connection that is gone, the deployment fails and says so */
function goneViolations({ before, deployed, status, reasons, troubled }: Turn, { gone }: Background): Violation[] {
  return connectionsIn(before.template).flatMap(([logicalId]): Violation[] => {
    const physicalId = before.resources.get(logicalId)?.physicalId ?? '';
    if (!gone.has(physicalId) || deployed.Resources[logicalId] === undefined || troubled) return [];
    const isNew = (other: string) => !same(deployed.Resources[other].Properties, before.template?.Resources[other]?.Properties);
    const asking = Object.entries(deployed.Resources).filter(([other, resource]) =>
      other !== logicalId && refersTo(deployed, resource.Properties, logicalId) && isNew(other));
    if (asking.length === 0) return [];
    const asked = asking.map(([other]) => other).join(', ');
    if (isSuccess(status)) return [{ invariant: INVARIANTS.told, how: `${physicalId} is gone, ${asked} ask for it, and the deployment succeeded` }];
    const isTold = reasons.some((reason) => reason.includes(physicalId) && /gone|delet|not exist|no longer|not found/i.test(reason));
    return isTold ? [] : [{ invariant: INVARIANTS.told, how: `${physicalId} is gone, ${asked} ask for it, and what was said is: ${reasons.join(' | ')}` }];
  });
}

function refersTo(template: Template, value: unknown, logicalId: string): boolean {
  const text = JSON.stringify(value ?? {});
  if (text.includes(`{"Ref":"${logicalId}"}`)) return true;
  const lookUps = [...text.matchAll(/"Fn::GetAtt":\["([A-Za-z0-9]+)","TransitGatewayAttachmentId"\]/g)].map(([, lookUp]) => lookUp);
  return lookUps.some((lookUp) => JSON.stringify(template.Resources[lookUp]?.Properties ?? {}).includes(`{"Ref":"${logicalId}"}`));
}

function factViolations(turn: Turn, background: Background): Violation[] {
  const { after, status, attachments } = turn;
  if (after.template === undefined || /_FAILED$/.test(status)) return [];
  const [wanted, present] = [factsOfTemplate(after.template, after.resources), factsOfNetwork(after.state, attachments)];
  const byDefault = defaultsOf(after);
  const differences = [
    ...without(wanted, present).map((fact) => `there is no ${fact}`),
    ...without(present, wanted).filter((fact) => !byDefault.some((each) => fact.includes(each))).map((fact) => `there is ${fact}`),
    ...differencesOfConnections(after.template, after.resources, after.state),
  ].filter((difference) => !isLeftInFlight(difference, turn, background) && !isExcused(difference, background));
  const invariant = isSuccess(status) ? INVARIANTS.asTemplate : INVARIANTS.asFormer;
  return differences.length === 0 ? [] : [{ invariant, how: differences.join('; ') }];
}

/** Where a transit gateway puts new attachments by itself. */
function defaultsOf({ state }: ExpectedState): string[] {
  return Object.values(state.transitGateways).flatMap(({ defaultAssociationRouteTableId: id }) => (id === undefined ? [] : [id]));
}

/** README "Limitations": CloudFormation has given up the request by which a reference or a tag was being made, and does not know its id. */
function isLeftInFlight(difference: string, { status }: Turn, { drift }: Background): boolean {
  if (isSuccess(status) || !/^there is (reference|attachment tag): /.test(difference)) return false;
  // The attachment to which a reference leads may go, and the reference stays.
  drift.add(difference.startsWith('there is reference: ') ? difference.split(' ').slice(-2).join(' ') : difference.slice('there is '.length));
  return true;
}

function isExcused(difference: string, { drift, handled, gone, unled, recordedWrong }: Background): boolean {
  const names = (ids: ReadonlySet<string>) => [...ids].some((id) => difference.includes(id));
  if (names(handled) || names(gone) || [...drift].some((fact) => difference.includes(fact))) return true;
  return names(unled) || (/attachment tag:|reference:|there is (association|propagation):/.test(difference) && names(recordedWrong));
}

/** What was the stack's before and is not any more, and what nobody's template has. */
function ownershipViolations(turn: Turn, background: Background): Violation[] {
  const { before, after, status, deployed } = turn;
  if (/_FAILED$/.test(status)) return [];
  const own = new Set([...after.resources.values()].map(({ physicalId }) => physicalId));
  const violations: Violation[] = [];
  for (const { logicalId, physicalId, type } of before.resources.values()) {
    if (!IDENTIFIED.includes(type) || own.has(physicalId)) continue;
    const isReplaced = deployed.Resources[logicalId] !== undefined && after.resources.has(logicalId);
    const policy = isReplaced ? deployed.Resources[logicalId].UpdateReplacePolicy : before.template?.Resources[logicalId]?.DeletionPolicy;
    if (policy === 'Retain' || policy === 'RetainExceptOnCreate') background.kept.add(physicalId);
  }
  for (const { logicalId, physicalId, type } of turn.named) {
    if (!IDENTIFIED.includes(type) || own.has(physicalId) || resourceIds(before.resources).includes(physicalId)) continue;
    // An equal customer gateway that was kept has become the stack's, and goes with it where that is what the template says.
    if (deployed.Resources[logicalId]?.DeletionPolicy === 'Retain') background.kept.add(physicalId);
    else background.kept.delete(physicalId);
  }
  for (const id of own) background.kept.delete(id);
  for (const id of background.kept) {
    if (background.gone.has(id) || isPresent(after, id)) continue;
    violations.push({ invariant: INVARIANTS.keeps, how: `${id} was to be kept` });
    background.kept.delete(id);
  }
  const { vpnConnections, customerGateways } = after.state;
  const live = [...Object.values(vpnConnections), ...Object.values(customerGateways)].filter(isThere).map(({ id }) => id);
  // EC2 deletes no customer gateway of a connection, such as one that is kept.
  const inUse = new Set(Object.values(after.state.vpnConnections).filter(isThere).map(({ customerGatewayId }) => customerGatewayId));
  const stray = live.filter((id) => !own.has(id) && !background.kept.has(id) && !background.others.has(id) && !inUse.has(id));
  for (const id of stray) background.kept.add(id);
  return [...violations, ...stray.map((id) => ({ invariant: INVARIANTS.leaves, how: `${id} is nobody's` }))];
}

export function isPresent({ state }: ExpectedState, id: string): boolean {
  const record = state.vpnConnections[id] ?? state.customerGateways[id];
  return record !== undefined && isThere(record);
}

/** How many calls that interrupt a connection the edit needs, which nobody may exceed; a rollback has as many again. */
function interruptionViolations(turn: Turn, changes: readonly Change[], background: Background): Violation[] {
  const { mutations, before, status } = turn;
  const factor = isSuccess(status) ? 1 : 2;
  return [...before.resources.values()].filter(({ type }) => type === 'AWS::EC2::VPNConnection').flatMap(({ logicalId, physicalId }): Violation[] => {
    if (background.handled.has(physicalId) || background.gone.has(physicalId)) return [];
    const change = changes.find((each) => each.logicalId === logicalId);
    const needed: Record<string, number> = change === undefined || change.createOnly ? {} : {
      ModifyVpnConnection: change.from !== change.to || change.device ? 1 : 0,
      ModifyVpnTunnelOptions: change.tunnels,
      ModifyVpnConnectionOptions: change.bandwidth ? 1 : 0,
    };
    return ['ModifyVpnConnection', 'ModifyVpnTunnelOptions', 'ModifyVpnConnectionOptions'].flatMap((operation) => {
      const count = mutations.filter((each) => each.operation === operation && each.input.VpnConnectionId === physicalId).length;
      const most = factor * (needed[operation] ?? 0);
      return count <= most ? [] : [{ invariant: INVARIANTS.interrupts, how: `${operation} of ${physicalId} was called ${count} times, and ${most} would do` }];
    });
  });
}

/** What is in both templates is not taken away in between, unless the connection goes to another gateway. */
function detourViolations({ before, after, deployed, mutations, status, attachments }: Turn, changes: readonly Change[]): Violation[] {
  if (before.template === undefined) return [];
  const moved = changes.filter(({ from, to, createOnly }) => from !== to || createOnly).map(({ physicalId }) => physicalId);
  const next = factsOfTemplate(deployed, isSuccess(status) ? after.resources : before.resources);
  const both = [...factsOfTemplate(before.template, before.resources)]
    .filter((fact) => next.has(fact) && !moved.some((id) => fact.includes(id)));
  const detours = mutations.flatMap((mutation) => {
    const words = takenAwayBy(mutation, attachments);
    return words === undefined ? [] : both.filter((fact) => words.every((word) => fact.split(' ').includes(word)) && fact.startsWith(words[0]));
  });
  return detours.length === 0 ? [] : [{ invariant: INVARIANTS.interrupts, how: `taken away and made again: ${detours.join('; ')}` }];
}

/** The words of the fact that the call makes untrue. */
function takenAwayBy({ operation, input }: Mutation, attachments: Attachments): string[] | undefined {
  const connection = attachments.get(String(input.TransitGatewayAttachmentId)) ?? 'nobody';
  const [table, cidr] = [String(input.TransitGatewayRouteTableId), String(input.DestinationCidrBlock)];
  switch (operation) {
    case 'DeleteVpnConnectionRoute': return ['static', String(input.VpnConnectionId), cidr];
    case 'DisassociateTransitGatewayRouteTable': return ['association:', connection, table];
    case 'DisableTransitGatewayRouteTablePropagation': return ['propagation:', connection, table];
    case 'DeleteTransitGatewayRoute': return ['route:', table, cidr];
    case 'DeleteTransitGatewayPrefixListReference': return ['reference:', table, String(input.PrefixListId)];
    case 'DeleteRoute': return ['VPC', 'route:', String(input.RouteTableId), cidr];
    case 'DisableVgwRoutePropagation': return ['VPC', 'propagation:', String(input.RouteTableId), String(input.GatewayId)];
    default: return undefined;
  }
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

export function resourceIds(resources: Resources): string[] {
  return [...resources.values()].map(({ physicalId }) => physicalId);
}
