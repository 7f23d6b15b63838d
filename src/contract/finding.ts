import type { AcceptableKind, AcceptableKindOfEdit, UnacceptableKind } from './finding-kinds';

/** One thing that stands against a move: what is so, and what to do about it. All are reported at once. */
export type Finding = (Unacceptable | Acceptable) & {
  readonly message: string;
  readonly remedy: string;
};

interface Unacceptable {
  /** Stable, so that documents can name it. */
  readonly id: UnacceptableKind;
  readonly acceptable?: undefined;
}

interface Acceptable {
  /** It names what it is about too, as `other-connection-cut-off:vpn-…`: accepting it for one connection accepts it for no other. */
  readonly id: `${AcceptableKind}:${string}`;
  /** The move can go on all the same, for somebody who knows why: it loses no route and strands no flow of this connection. */
  readonly acceptable: true;
}

export type AcceptableEdit = `${AcceptableKindOfEdit}:${string}`;

/** What stands against a move whoever wants it. */
export function finding(id: UnacceptableKind, message: string, remedy: string): Finding {
  return { id, message, remedy };
}

/** That something is not at rest which has to be, unless it is. */
export function notAvailable(id: UnacceptableKind, name: string, state: string, why: string = ''): Finding[] {
  return state === 'available' ? [] : [finding(id, `${name} is ${state}${why}`, 'wait until it is available and deploy again')];
}

/** What may be accepted: by id and subject, so that an acknowledgement never covers what was not known when it was written. */
export function acceptableFinding(kind: AcceptableKind, subject: string, message: string, remedy: string): Finding {
  return { id: `${kind}:${subject}`, message, remedy, acceptable: true };
}

export interface AssessedFindings {
  /** What stands against the move. */
  readonly blocking: readonly Finding[];
  /** What was found and is accepted by its id. */
  readonly accepted: readonly Finding[];
  /** Acknowledgements of what was not found: harmless, and perhaps a misspelling. */
  readonly unmatched: readonly string[];
}

export function assessFindings(findings: readonly Finding[], acknowledged: readonly string[]): AssessedFindings {
  const accepted = findings.filter((each) => each.acceptable && acknowledged.includes(each.id));
  return {
    blocking: findings.filter((each) => !accepted.includes(each)),
    accepted,
    unmatched: acknowledged.filter((id) => !accepted.some((each) => each.id === id)),
  };
}

export function describeFinding({ id, message, remedy, acceptable }: Finding): string {
  const otherwise = acceptable ? `, or accept it: add '${id}' to \`acknowledgedFindings\`` : '';
  return `${id}: ${message}; ${remedy}${otherwise}`;
}

/** CloudFormation cuts an answer at 4096 bytes; the log has the rest. */
const FINDINGS_TEXT_MAX = 2400;

export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.map((each) => `- ${describeFinding(each)}`);
  let text = '';
  for (const [index, line] of lines.entries()) {
    const rest = `- and ${lines.length - index} more, see the function's log`;
    if (text.length + line.length + rest.length > FINDINGS_TEXT_MAX) return `${text}${rest}`;
    text += `${line}\n`;
  }
  return text.trimEnd();
}
