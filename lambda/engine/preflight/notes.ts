/** What is worth knowing before a move and stands against nothing: it goes into the journal, and nobody has to accept it. */
import { amazonSideAsns, customerGatewayAsn } from './autonomous-systems';
import { callsWithoutDryRun } from './dry-runs';
import { reachabilityOf } from './reachability';
import { NoteKind } from '../../../src/contract/finding-kinds';
import { QUOTAS } from '../../../src/contract/quotas';
import { Assessment } from '../assessment';

export interface Note {
  readonly id: NoteKind;
  readonly message: string;
  /** What it is about, where that is a list. */
  readonly of?: readonly string[];
}

export function notesOn(assessment: Assessment): Note[] {
  return [announcedRouteNotes, asnNotes, quotaNotes, stackNotes, dryRunNotes].flatMap((notes) => notes(assessment));
}

function announcedRouteNotes(assessment: Assessment): Note[] {
  const { declaration: { from, to }, routing } = assessment;
  if (routing !== 'bgp' || from.id === to.id) return [];
  const { before, after } = reachabilityOf(assessment);
  return [
    { id: 'device-hears-today', message: 'what AWS announces to the device today', of: before },
    { id: 'device-will-hear', message: 'what AWS will announce to the device after the move', of: after },
  ];
}

function asnNotes({ snapshot, declaration, routing, plan }: Assessment): Note[] {
  if (routing !== 'bgp') return [];
  const { after } = amazonSideAsns(snapshot, declaration);
  const customer = customerGatewayAsn(snapshot, plan.to.customerGatewayId);
  if (after === undefined || customer === undefined) return [];
  return [{ id: 'bgp-session', message: `after the move BGP runs between AS ${customer} (the device) and AS ${after} (AWS)` }];
}

function quotaNotes({ snapshot: { quotas = [] } }: Assessment): Note[] {
  return quotas.flatMap(({ name, applied }) => (typeof applied === 'number' ? [] : [{
    id: 'quota-not-read',
    message: `the quota of ${QUOTAS[name].of} could not be read (${applied.unreadable}): `
      + (QUOTAS[name].documented === undefined ? 'it is unknown' : `${QUOTAS[name].documented} is assumed, as AWS documents`),
  }]));
}

function stackNotes({ snapshot: { stack } }: Assessment): Note[] {
  if (stack?.rootId === undefined) return [];
  return [{ id: 'root-stack-not-read', message: `the stack is nested in ${stack.rootId}, whose rollback triggers the role of the move cannot read` }];
}

function dryRunNotes({ snapshot, declaration, plan }: Assessment): Note[] {
  const calls = callsWithoutDryRun(snapshot, declaration, plan);
  return calls.length === 0 ? [] : [{ id: 'not-covered-by-dry-run', message: 'calls of the move or of its way back that no dry run proves', of: calls }];
}
