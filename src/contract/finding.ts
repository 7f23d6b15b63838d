/** One thing that stands against a move: what is so, and what to do about it. All are reported at once. */
export interface Finding {
  /**
   * Stable, so that documents and acknowledgements can name it. Where it can be acknowledged it names what it is about
   * too, as `other-connections-cut-off:vgw-…`: accepting it for one gateway accepts it for no other.
   */
  readonly id: string;
  readonly message: string;
  readonly remedy: string;
  /** Whether the move can go on all the same, for somebody who knows why: it loses no route and strands no flow of this connection. */
  readonly acceptable?: true;
}

/** The kinds of findings that may be accepted. */
export const ACCEPTABLE_KINDS = [
  'asn-changes', 'asn-equal-unused', 'attachment-without-counterpart', 'blackhole-not-moved', 'default-route-announced',
  'default-route-withdrawn', 'direct-connect-cut-off', 'direct-connect-loses', 'direct-connect-unknown', 'direct-connect-wins',
  'duplicate-connection', 'ecmp-becomes-active', 'ingress-inspection-begins', 'ingress-inspection-bypassed', 'modify-uncertain',
  'other-connection-cut-off', 'owned-by-another-stack', 'path-broken', 'prefix-list-not-read', 'quota-unknown', 'reach-lost',
  'rollback-alarm', 'rollback-alarms-unknown', 'sites-separated', 'transit-gateway-route-shadowed', 'transit-gateway-route-shadowing',
  'vpn-route-shadowing',
] as const;

export type AcceptableKind = typeof ACCEPTABLE_KINDS[number];

/** What an edit of a connection is refused for by itself, and may be accepted. */
export const ACCEPTABLE_KINDS_OF_EDITS = ['both-tunnels-change', 'connection-replaced', 'options-change-too'] as const;

export type AcceptableEdit = `${typeof ACCEPTABLE_KINDS_OF_EDITS[number]}:${string}`;

/** What may be accepted: by id and subject, so that an acknowledgement never covers what was not known when it was written. */
export function acceptableFinding(kind: AcceptableKind, subject: string, message: string, remedy: string): Finding {
  return { id: `${kind}:${subject}`, message, remedy, acceptable: true };
}

export interface Judgement {
  /** What stands against the move. */
  readonly against: readonly Finding[];
  /** What was found and is accepted by its id. */
  readonly accepted: readonly Finding[];
  /** Acknowledgements of what was not found: harmless, and perhaps a misspelling. */
  readonly idle: readonly string[];
}

export function judge(findings: readonly Finding[], acknowledged: readonly string[]): Judgement {
  const accepted = findings.filter((finding) => finding.acceptable && acknowledged.includes(finding.id));
  return {
    against: findings.filter((finding) => !accepted.includes(finding)),
    accepted,
    idle: acknowledged.filter((id) => !accepted.some((finding) => finding.id === id)),
  };
}

export function describeFinding(finding: Finding): string {
  const otherwise = finding.acceptable ? `, or accept it: add '${finding.id}' to \`acknowledgedFindings\`` : '';
  return `${finding.id}: ${finding.message}; ${finding.remedy}${otherwise}`;
}

/** CloudFormation cuts an answer at 4096 bytes; the log has the rest. */
const FINDINGS_TEXT_MAX = 2400;

export function describeFindings(findings: readonly Finding[]): string {
  const lines = findings.map((finding) => `- ${describeFinding(finding)}`);
  let text = '';
  for (const [index, line] of lines.entries()) {
    const rest = `- and ${lines.length - index} more, see the function's log`;
    if (text.length + line.length + rest.length > FINDINGS_TEXT_MAX) return `${text}${rest}`;
    text += `${line}\n`;
  }
  return text.trimEnd();
}
