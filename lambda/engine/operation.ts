/**
 * Which kinds of operation there are, and what is so of each by its nature. What is done otherwise of each is in `strategies.ts`.
 *
 * The kind is on no record: it is told here, and nowhere else, by those members of a declaration that only one kind has. Another kind is
 * added here, and nothing compiles until every table by kind has a row for it.
 */
import { MoveDeclaration } from '../../src/contract/declaration';
import { GatewayReplacement, idsOf } from '../../src/contract/replacement-declaration';

export type OperationKind =
  /** One connection is moved, by a modify of the operation's own. */
  | 'move'
  /** The same around the modify that CloudFormation makes, since the connection's own template changes its target. */
  | 'edited-target'
  /** The connection stays: its association and propagations make room for those that its stack makes anew. */
  | 'hand-over'
  /** No connection is modified: one virtual private gateway takes another one's place, with connections of its own. */
  | 'gateway-replacement';

/** What there is for each kind, none left out. */
export type ByKind<T> = { readonly [Kind in OperationKind]: T };

/** What is declared of each kind, with what only that has. */
export interface DeclarationOf extends ByKind<MoveDeclaration> {
  readonly 'move': MoveDeclaration;
  readonly 'edited-target': MoveDeclaration;
  readonly 'hand-over': MoveDeclaration;
  readonly 'gateway-replacement': MoveDeclaration & { readonly replacement: GatewayReplacement };
}

export type Operation<Kinds extends OperationKind = OperationKind> = {
  [Kind in Kinds]: { readonly kind: Kind; readonly declaration: DeclarationOf[Kind] }
}[Kinds];

export function operationOf(declaration: MoveDeclaration): Operation {
  const { replacement } = declaration;
  if (replacement !== undefined) return { kind: 'gateway-replacement', declaration: { ...declaration, replacement } };
  if (declaration.handsOver) return { kind: 'hand-over', declaration };
  return { kind: declaration.modifiedBy === 'CLOUDFORMATION' ? 'edited-target' : 'move', declaration };
}

/** Of an operation on record, of which an earlier version has kept no declaration. */
export function kindOfRecorded({ plan, declaration }: {
  readonly plan: { readonly replacement?: object }; readonly declaration?: MoveDeclaration;
}): OperationKind {
  if (plan.replacement !== undefined) return 'gateway-replacement';
  return declaration === undefined ? 'move' : operationOf(declaration).kind;
}

interface Nature {
  /** Whose ModifyVpnConnection is. CloudFormation makes its own by its own role, between the resources that work on the operation. */
  readonly modifiedBy: 'operation' | 'CloudFormation' | 'nobody';
  /** Whether the operation itself makes what leads to the connection: no stack does, or it only makes room for what the stack makes. */
  readonly makesRoutes: boolean;
  /** Whether somebody is told of its phases: traffic stops for it. */
  readonly isAnnounced: boolean;
  /** All its connections, in the order in which they are declared. */
  readonly connectionIds: readonly string[];
  /** Those that carry the traffic, on either side. */
  readonly carrierIds: { readonly from: readonly string[]; readonly to: readonly string[] };
}

const NATURES: { readonly [Kind in OperationKind]: (declaration: DeclarationOf[Kind]) => Nature } = {
  'move': (declaration) => ({ modifiedBy: 'operation', makesRoutes: true, isAnnounced: true, ...itself(declaration) }),
  'edited-target': (declaration) => ({ modifiedBy: 'CloudFormation', makesRoutes: false, isAnnounced: true, ...itself(declaration) }),
  'hand-over': (declaration) => ({ modifiedBy: 'CloudFormation', makesRoutes: true, isAnnounced: false, ...itself(declaration) }),
  'gateway-replacement': ({ replacement: { connections } }) => ({
    modifiedBy: 'nobody', makesRoutes: true, isAnnounced: true, connectionIds: idsOf(connections),
    carrierIds: { from: connections.map(({ fromId }) => fromId), to: connections.map(({ toId }) => toId) },
  }),
};

export function natureOf(declaration: MoveDeclaration): Nature {
  return nature(operationOf(declaration));
}

function nature<Kind extends OperationKind>({ kind, declaration }: Operation<Kind>): Nature {
  return NATURES[kind](declaration);
}

function itself({ vpnConnectionId }: MoveDeclaration): Pick<Nature, 'connectionIds' | 'carrierIds'> {
  const connectionIds = [vpnConnectionId];
  return { connectionIds, carrierIds: { from: connectionIds, to: connectionIds } };
}
