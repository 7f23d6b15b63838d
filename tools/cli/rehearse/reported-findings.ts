/** What the function said about the estate before the move began. */
import { DeploymentRun } from '../../rehearsal/scenarios/deployment-run';
import { JournalEntry, journalOf } from '../../rehearsal/scenarios/journal';

export interface ReportedFinding {
  readonly is: 'against' | 'accepted' | 'remark';
  readonly id: string;
  readonly message: string;
  readonly remedy?: string;
}

/** From its own journal, each once. */
export function reportedFindings({ context }: DeploymentRun): ReportedFinding[] {
  const said = journalOf(context.aws.cloudFormation.logLines).flatMap((entry): ReportedFinding[] => {
    switch (entry.event) {
      case 'refused': return listed(entry, 'against');
      case 'accepted': return listed(entry, 'accepted');
      case 'remark': return [remark(entry)];
      default: return [];
    }
  });
  return [...new Map(said.map((each) => [`${each.is} ${each.id} ${each.message}`, each])).values()];
}

function remark({ id, message, of }: JournalEntry): ReportedFinding {
  const items = (of ?? []) as readonly string[];
  return { is: 'remark', id: String(id), message: items.length === 0 ? String(message) : `${String(message)}: ${items.join(', ')}` };
}

function listed({ findings }: JournalEntry, is: ReportedFinding['is']): ReportedFinding[] {
  return ((findings ?? []) as readonly Omit<ReportedFinding, 'is'>[])
    .map(({ id, message, remedy }) => ({ is, id, message, ...remedy === undefined ? {} : { remedy } }));
}
