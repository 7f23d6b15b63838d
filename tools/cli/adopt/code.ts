/** Code as what it says, before it is written in a language: constructs, values, and what stands in a comment beside them. */

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  /** A structure of the library or of the CDK, by its name there; members in their order. */
  | { readonly kind: 'struct'; readonly type: string; readonly members: Members }
  /** `Class.method(…)`, or a method of a variable. */
  | { readonly kind: 'call'; readonly on: string; readonly method: string; readonly args: readonly Expression[] }
  | { readonly kind: 'construct'; readonly type: string; readonly id: string; readonly props: Expression & { readonly kind: 'struct' } }
  | { readonly kind: 'member'; readonly of: string; readonly member: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'property'; readonly variable: string; readonly property: string }
  /** This stack, the scope of everything that is made in it. */
  | { readonly kind: 'scope' }
  /** One while the connection is taken into the stack, the other from then on. */
  | { readonly kind: 'importing'; readonly during: Expression; readonly then: Expression };

export type Members = readonly (readonly [name: string, value: Expression])[];

export interface Statement {
  /** The variable that it is, where anything names it. */
  readonly variable?: string;
  readonly comment?: readonly string[];
  readonly value: Expression;
  /** Only while the connection is taken into the stack. */
  readonly isImporting?: true;
}

export interface Code {
  /** Of the class of the stack, which is also the stack's. */
  readonly stack: string;
  readonly env?: Members;
  /** Comments at the top, a line each. */
  readonly head: readonly string[];
  readonly statements: readonly Statement[];
}

export function literal(value: string | number | boolean): Expression {
  return { kind: 'literal', value };
}

export function list(values: readonly string[]): Expression {
  return { kind: 'list', items: values.map(literal) };
}

export function struct(type: string, members: Members): Expression & { readonly kind: 'struct' } {
  return { kind: 'struct', type, members };
}

export function call(on: string, method: string, ...args: readonly Expression[]): Expression {
  return { kind: 'call', on, method, args };
}

/** Every class and enumeration that is named; structures are named in some languages only. */
export function namedIn(expression: Expression): string[] {
  switch (expression.kind) {
    case 'list': return expression.items.flatMap(namedIn);
    case 'struct': return expression.members.flatMap(([, value]) => namedIn(value));
    case 'call': return [expression.on, ...expression.args.flatMap(namedIn)];
    case 'construct': return [expression.type, ...namedIn(expression.props)];
    case 'member': return [expression.of];
    case 'importing': return [...namedIn(expression.during), ...namedIn(expression.then)];
    case 'literal':
    case 'variable':
    case 'property':
    case 'scope': return [];
  }
}

export function isImporting({ statements }: Code): boolean {
  const within = (expression: Expression): boolean => expression.kind === 'importing'
    || (expression.kind === 'construct' && expression.props.members.some(([, value]) => within(value)));
  return statements.some(({ value, isImporting: isOnlyThen }) => isOnlyThen === true || within(value));
}
