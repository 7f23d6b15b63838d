/** What somebody may have meant who typed something that there is not. */

const NEAR_MAX = 3;

/** At most three of the known texts, the nearest first: few letters away, or beginning as it does. */
export function nearest(typed: string, known: readonly string[]): string[] {
  const allowed = Math.max(2, Math.floor(typed.length / 4));
  return known
    .map((text) => ({ text, away: typed.length >= 3 && text.startsWith(typed) ? 1 : distance(typed, text, allowed) }))
    .filter(({ away }) => away <= allowed)
    .sort((a, b) => a.away - b.away || (a.text < b.text ? -1 : 1))
    .slice(0, NEAR_MAX)
    .map(({ text }) => text);
}

/** Letters to insert, delete or exchange; anything beyond the bound counts as one more than it. */
function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...a].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= b.length; column += 1) {
      const exchanged = previous[column - 1] + (letter === b[column - 1] ? 0 : 1);
      current.push(Math.min(exchanged, previous[column] + 1, current[column - 1] + 1));
    }
    previous = current;
  }
  return previous[b.length];
}
