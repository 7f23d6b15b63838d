/** Whether a rehearsal ended as a move must, and what the function said about the estate before it began. */
import { Adversities } from './failures';
import type { Said } from './rehearsed';
import { Enacted } from '../../rehearsal/scenarios/enactment';
import { JournalEntry, journalOf } from '../../rehearsal/scenarios/journal';
import { doubtsOf, lossesOf } from '../../rehearsal/scenarios/verdict';

/**
 * What is not as it must be, in words. A move that was made to fail may fail, but it must end with everything in a place:
 * moved, or back as it was.
 */
export function verdictOf({ cast, deployment, measurement }: Enacted, { failAt }: Adversities): string[] {
  const { outcome, lostRoutes, lostFlows } = measurement;
  return [
    ...ending(outcome, failAt !== undefined),
    ...outcome === 'migrated' && !deployment.succeeded && failAt === undefined ? [`the deployment failed (${deployment.status})`] : [],
    ...deployment.status.endsWith('_FAILED') ? [`the stack is left in ${deployment.status}`] : [],
    ...lossesOf(cast, measurement),
    // A held move names what it has lost, and it is lost all the same.
    ...outcome === 'held' ? [
      ...lostRoutes.map((cidr) => `the routes to ${cidr} are lost`), ...lostFlows.map((flow) => `the flow ${flow} is lost`),
    ] : [],
    ...doubtsOf(measurement),
  ];
}

function ending(outcome: string, madeToFail: boolean): string[] {
  switch (outcome) {
    case 'migrated': return [];
    case 'rolled-back': return madeToFail ? [] : ['the move failed, and everything was put back'];
    case 'held': return ['the move failed and is held: what works is kept, the rest is missing, and somebody has to act'];
    case 'refused': return ['the move was refused before anything was changed'];
    default: return ['nothing was to be moved'];
  }
}

/** From the function's own journal. */
export function findingsSaid({ cast }: Enacted): Said[] {
  const said = journalOf(cast.aws.cloudFormation.logLines).flatMap((entry): Said[] => {
    switch (entry.event) {
      case 'refused': return listed(entry, 'against');
      case 'accepted': return listed(entry, 'accepted');
      case 'remark': return [remark(entry)];
      default: return [];
    }
  });
  return [...new Map(said.map((each) => [`${each.is} ${each.id} ${each.message}`, each])).values()];
}

function remark({ id, message, of }: JournalEntry): Said {
  const items = (of ?? []) as readonly string[];
  return { is: 'remark', id: String(id), message: items.length === 0 ? String(message) : `${String(message)}: ${items.join(', ')}` };
}

function listed({ findings }: JournalEntry, is: Said['is']): Said[] {
  return ((findings ?? []) as readonly Omit<Said, 'is'>[])
    .map(({ id, message, remedy }) => ({ is, id, message, ...remedy === undefined ? {} : { remedy } }));
}
