/** Single values of a custom resource's properties, as CloudFormation hands them over: every scalar is a string. */

export function requireText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`property ${name} must be a non-empty string, got ${JSON.stringify(value)}`);
}

export function requireOneOf<T extends string>(name: string, value: unknown, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === value);
  if (found !== undefined) return found;
  throw new Error(`property ${name} must be one of ${allowed.join(', ')}, got ${JSON.stringify(value)}`);
}

export function requireSeconds(name: string, value: unknown): number {
  const seconds = Number(value);
  if (Number.isInteger(seconds) && seconds > 0) return seconds;
  throw new Error(`property ${name} must be a whole number of seconds above 0, got ${JSON.stringify(value)}`);
}
