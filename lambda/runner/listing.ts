/** A list in an answer: CloudFormation cuts that at 4096 bytes, and the framework adds a stack trace. The log has the whole list. */

export const LISTED_MAX = 12;

/** At most so many lines, and how many more there are. */
export function shortened(lines: readonly string[], max = LISTED_MAX): string[] {
  return lines.length <= max ? [...lines] : [...lines.slice(0, max), `and ${lines.length - max} more, see the function's log`];
}
