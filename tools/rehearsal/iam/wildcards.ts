/** IAM's wildcards: `*` is any run of characters, `?` is any one. */

export function globMatches(pattern: string, text: string): boolean {
  return globExpression(pattern).test(text);
}

/** As in policies: the six parts between colons are compared one by one, and a part may hold wildcards. */
export function arnMatches(pattern: string, arn: string): boolean {
  const patterns = partsOf(pattern);
  const parts = partsOf(arn);
  return parts.length === patterns.length && parts.every((part, index) => globMatches(patterns[index], part));
}

const EXPRESSIONS = new Map<string, RegExp>();

function globExpression(pattern: string): RegExp {
  const known = EXPRESSIONS.get(pattern);
  if (known !== undefined) return known;
  const source = pattern.replace(/[\\^$.+()[\]{}|]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, 's');
  EXPRESSIONS.set(pattern, expression);
  return expression;
}

/** The sixth part, the resource, may hold colons itself. */
function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...parts.length > 5 ? [parts.slice(5).join(':')] : []];
}
