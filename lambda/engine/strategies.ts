/**
 * What is done otherwise of each kind of operation before it is opened and after it has ended, and in which words. What it does in between
 * is in `next-steps`.
 */
import { Assessment } from './assessment';
import { driftFrom, routeDifferences } from './drift';
import { Snapshot } from './observation';
import { DeclarationOf, Operation, operationOf, OperationKind } from './operation';
import { Note, preflight, preflightNotes } from './preflight';
import { attachmentStateAt } from './reconcile/virtual-private-gateway';
import { RecordHead } from './record';
import { CHECKS_OF_REPLACEMENT, replacementNotes } from './replacement/preflight';
import { gatewayOf, isAsDeclared, MoveDeclaration } from '../../src/contract/declaration';
import { Finding } from '../../src/contract/finding';
import { nameOfGateway, sameGateway } from '../../src/contract/gateway';
import { GatewayReplacement } from '../../src/contract/replacement-declaration';

export interface Strategy {
  /** Beginnings of sentences on what became of it, forward and back. */
  readonly doing: string;
  readonly undoing: string;
  /** What a person is told who has it done where it is done, and where something stands against it. */
  readonly isDone: string;
  readonly isNotDone: string;
  /** What has ended otherwise than it was wanted. */
  ended(head: RecordHead): string;
  /** Whatever stands against it before anything is changed. */
  preflight(assessment: Assessment): Finding[];
  /** What is worth knowing then, and stands against nothing. */
  notes(assessment: Assessment): Note[];
  /** Whether everything stands where it is to be brought, whoever brought it there. */
  isAtTarget(snapshot: Snapshot): boolean;
  /**
   * What is not as declared although it has arrived.
   * @param recorded the networks behind the VPN that an earlier operation has on record
   */
  differences(snapshot: Snapshot, recorded: readonly string[]): string[];
  /** Why there is no way back from where the operation on record has brought it. */
  againstReturn(snapshot: Snapshot, done: RecordHead): string[];
  /** Why what was kept for the way back cannot be let go. */
  againstFinalization(snapshot: Snapshot): string | undefined;
}

const STRATEGIES: { readonly [Kind in OperationKind]: (declaration: DeclarationOf[Kind]) => Strategy } = {
  'move': ofConnection,
  'edited-target': ofConnection,
  'hand-over': ofConnection,
  'gateway-replacement': ofGateways,
};

export function strategyOf(declaration: MoveDeclaration): Strategy {
  return strategyFor(operationOf(declaration));
}

function strategyFor<Kind extends OperationKind>({ kind, declaration }: Operation<Kind>): Strategy {
  return STRATEGIES[kind](declaration);
}

/** One connection goes from one gateway to another. */
function ofConnection(declaration: MoveDeclaration): Strategy {
  const { vpnConnectionId, to } = declaration;
  const wanted = nameOfGateway(gatewayOf(to));
  const isAtTarget = ({ connection }: Snapshot) => connection !== undefined && isAsDeclared(connection, declaration);
  return {
    doing: `moving VPN connection ${vpnConnectionId} to ${wanted}`,
    undoing: `moving VPN connection ${vpnConnectionId} back`,
    isDone: `VPN connection ${vpnConnectionId} already stands on ${wanted}`,
    isNotDone: `VPN connection ${vpnConnectionId} is not moved to ${wanted}`,
    ended: (head) => `moving VPN connection ${head.vpnConnectionId} from ${head.from.id} to ${head.to.id}`,
    preflight,
    notes: preflightNotes,
    isAtTarget,
    differences: (snapshot, recorded) => driftFrom(snapshot, declaration, recorded),
    againstReturn: moveRollbackObstacles,
    againstFinalization(snapshot) {
      const { connection } = snapshot;
      if (isAtTarget(snapshot) && connection?.state === 'available') return undefined;
      const stands = connection === undefined ? 'does not exist' : `is ${connection.state} on ${nameOfGateway(connection.gateway)} with customer gateway ${connection.customerGatewayId}`;
      return `finalizing the move of VPN connection ${vpnConnectionId} to ${wanted}: it ${stands}`;
    },
  };
}

/** One virtual private gateway takes another one's place, with connections of its own. */
function ofGateways(declaration: DeclarationOf['gateway-replacement']): Strategy {
  const { from, to, replacement } = declaration;
  const replacing = (left: string, wanted: string) => `replacing ${left} at ${replacement.vpcId} by ${wanted}`;
  const doing = replacing(nameOfGateway(gatewayOf(from)), to.id);
  const isAtTarget = ({ virtualPrivateGateways }: Snapshot) => attachmentStateAt(virtualPrivateGateways, to.id, replacement.vpcId) === 'attached';
  return {
    doing,
    undoing: replacing(nameOfGateway(gatewayOf(to)), from.id),
    isDone: `${nameOfGateway(gatewayOf(to))} is attached to ${replacement.vpcId} already`,
    isNotDone: `${nameOfGateway(gatewayOf(from))} is not replaced at ${replacement.vpcId} by ${to.id}`,
    ended: () => doing,
    preflight: (assessment) => preflight(assessment, CHECKS_OF_REPLACEMENT),
    notes: replacementNotes,
    isAtTarget,
    differences(snapshot, recorded) {
      const { ofPaths, left } = routeDifferences(snapshot, declaration, recorded);
      return [...unavailable(snapshot, replacement.connections.map(({ toId }) => toId)), ...ofPaths, ...left];
    },
    againstReturn: (snapshot, done) => rollbackObstacles(snapshot, done, replacement),
    againstFinalization: (snapshot) => (isAtTarget(snapshot) ? undefined : `finalizing after ${doing}: ${to.id} is not attached there`),
  };
}

function moveRollbackObstacles({ connection, virtualPrivateGateways, transitGateways }: Snapshot, { from, to }: RecordHead): string[] {
  const gateway = [...virtualPrivateGateways, ...transitGateways].find((each) => each.id === from.id);
  return [
    ...sameGateway(connection?.gateway, to) ? []
      : [`it stands on ${nameOfGateway(connection?.gateway)}, not on ${nameOfGateway(to)} where the move had brought it`],
    ...connection?.state === 'available' ? [] : [`it is ${connection?.state ?? 'gone'}`],
    ...gateway?.state === 'available' ? [] : [`${nameOfGateway(from)} is ${gateway?.state ?? 'gone'}`],
  ];
}

/** Why there is no way back of a completed replacement. */
function rollbackObstacles(snapshot: Snapshot, { from, to }: RecordHead, { vpcId, connections }: GatewayReplacement): string[] {
  const { virtualPrivateGateways: gateways } = snapshot;
  const old = gateways.find((each) => each.id === from.id);
  const elsewhere = old?.attachments.find((each) => each.vpcId !== vpcId);
  return [
    ...attachmentStateAt(gateways, to.id, vpcId) === 'attached' ? [] : [`${to.id} is not attached to ${vpcId}, where the replacement had brought it`],
    ...old?.state === 'available' ? [] : [`${nameOfGateway(from)} is ${old?.state ?? 'gone'}`],
    ...elsewhere === undefined ? [] : [`${from.id} is attached to ${elsewhere.vpcId}`],
    ...unavailable(snapshot, connections.map(({ fromId }) => fromId)),
  ];
}

function unavailable({ connections = [] }: Snapshot, ids: readonly string[]): string[] {
  return ids.map((id) => ({ id, state: connections.find((each) => each.id === id)?.state ?? 'gone' }))
    .filter(({ state }) => state !== 'available').map(({ id, state }) => `VPN connection ${id} is ${state}`);
}
