/** One thing that stands against a move: what is so, and what to do about it. All are reported at once. */
export interface Finding {
  /** Stable, so that documents and later acknowledgements can name it. */
  readonly id: string;
  readonly message: string;
  readonly remedy: string;
}

export function describeFinding(finding: Finding): string {
  return `${finding.id}: ${finding.message}; ${finding.remedy}`;
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
