/** The digest under which a plan's lines are written, and by which a person approves them. */
import { createHash } from 'node:crypto';

export function digestOfPlan(lines: readonly string[]): string {
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}
