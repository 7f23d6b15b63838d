/**
 * The exports of all stacks, and who imports them. "After another stack imports an output value, you can't delete the stack that is
 * exporting the output value or modify the exported output value." [Fn::ImportValue, template reference]
 */
import { isDeepStrictEqual } from 'node:util';
import { Stack } from './stack';
import { ValidationError } from './template';

interface Export {
  readonly stack: Stack;
  readonly value: unknown;
}

export class StackExports {
  private readonly exports = new Map<string, Export>();
  private readonly imports = new Map<Stack, Set<string>>();
  /** What operations under way have imported so far. */
  private readonly beingImported = new Map<Stack, Set<string>>();

  /** An operation, or its rollback, begins. */
  begin(stack: Stack): void {
    this.beingImported.delete(stack);
  }

  /** Nothing where there is no such export. */
  importedBy(stack: Stack, name: string): unknown {
    const imported = this.beingImported.get(stack) ?? new Set();
    this.beingImported.set(stack, imported.add(name));
    return this.exports.get(name)?.value;
  }

  /**
   * The stack has come to its template, with these exports; what it imports is what it has asked for on the way.
   * @throws {ValidationError} when a name is another stack's, or another stack uses what goes or changes
   */
  publish(stack: Stack, wanted: ReadonlyMap<string, unknown>): void {
    const taken = [...wanted.keys()].find((name) => (this.exports.get(name)?.stack ?? stack) !== stack);
    if (taken !== undefined) throw new ValidationError(`Export with name ${taken} is already exported by another stack`);
    const used = this.reasonAgainst(stack, wanted);
    if (used !== undefined) throw new ValidationError(used);
    for (const [name] of this.ofStack(stack)) this.exports.delete(name);
    for (const [name, value] of wanted) this.exports.set(name, { stack, value });
    this.imports.set(stack, this.beingImported.get(stack) ?? new Set());
    this.begin(stack);
  }

  /** Why the stack may not have these exports instead of its own; the words are those that the CDK's and SST's users report. */
  reasonAgainst(stack: Stack, wanted: ReadonlyMap<string, unknown>): string | undefined {
    for (const [name, { value }] of this.ofStack(stack)) {
      const users = this.usersOf(name);
      if (users.length === 0 || isDeepStrictEqual(wanted.get(name), value)) continue;
      return `Export ${name} cannot be ${wanted.has(name) ? 'updated' : 'deleted'} as it is in use by ${users.join(' and ')}`;
    }
    return undefined;
  }

  /** Nothing of the stack is left. */
  forget(stack: Stack): void {
    for (const [name] of this.ofStack(stack)) this.exports.delete(name);
    this.imports.delete(stack);
    this.begin(stack);
  }

  private ofStack(stack: Stack): [string, Export][] {
    return [...this.exports].filter(([, each]) => each.stack === stack);
  }

  private usersOf(name: string): string[] {
    const users = [this.imports, this.beingImported].flatMap((imports) => [...imports].filter(([, names]) => names.has(name)));
    return [...new Set(users.map(([{ name: user }]) => user))].sort();
  }
}
