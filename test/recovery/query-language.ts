/**
 * As much of JMESPath as the recovery scripts and the README use in `--query`: members, indices, projections, filters, lists
 * of expressions, `||`, `&&`, `==`, `!=` and raw strings. Anything else is an error, so that nothing is taken for another thing.
 *
 * @see https://jmespath.org/specification.html
 */
export function search(expression: string, document: unknown): unknown {
  const parser = new Parser(expression);
  return parser.whole()(document);
}

type Evaluation = (value: unknown) => unknown;

const TOKEN = /\s*(\[\?|\[\]|\|\||&&|==|!=|[[\].,()]|'[^']*'|-?\d+|[A-Za-z_]\w*)/y;

class Parser {
  private readonly tokens: string[] = [];
  private position = 0;

  constructor(private readonly expression: string) {
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < expression.trimEnd().length) {
      const from = TOKEN.lastIndex;
      const match = TOKEN.exec(expression);
      if (match === null) throw new Error(`${expression} is not understood at ${from}`);
      this.tokens.push(match[1]);
    }
  }

  whole(): Evaluation {
    const evaluation = this.either();
    if (this.next() !== undefined) throw this.unexpected();
    return evaluation;
  }

  private either(): Evaluation {
    const left = this.both();
    if (!this.take('||')) return left;
    const right = this.either();
    return (value) => (isTrue(left(value)) ? left(value) : right(value));
  }

  private both(): Evaluation {
    const left = this.comparison();
    if (!this.take('&&')) return left;
    const right = this.both();
    return (value) => (isTrue(left(value)) ? right(value) : left(value));
  }

  private comparison(): Evaluation {
    const left = this.path();
    const equal = this.take('==');
    if (!equal && !this.take('!=')) return left;
    const right = this.path();
    return (value) => (left(value) === right(value)) === equal;
  }

  private path(): Evaluation {
    const token = this.next();
    if (token?.startsWith('\'')) {
      this.position += 1;
      return () => token.slice(1, -1);
    }
    if (this.take('(')) {
      const inner = this.either();
      this.require(')');
      return this.rest(inner);
    }
    if (this.take('[')) return this.rest(this.list());
    return this.rest(this.member());
  }

  private member(): Evaluation {
    const name = this.next();
    if (name === undefined || !/^[A-Za-z_]/.test(name)) throw this.unexpected();
    this.position += 1;
    return (value) => (value as Record<string, unknown> | null | undefined)?.[name] ?? null;
  }

  private list(): Evaluation {
    const parts: Evaluation[] = [];
    do parts.push(this.either()); while (this.take(','));
    this.require(']');
    return (value) => (value === null || value === undefined ? null : parts.map((part) => part(value)));
  }

  /** What follows on the left: after a projection it is for each element. */
  private rest(left: Evaluation): Evaluation {
    if (this.take('.')) {
      const part = this.take('[') ? this.list() : this.member();
      return this.rest((value) => part(left(value)));
    }
    if (this.take('[]')) return this.projection((value) => (left(value) as unknown[] | null)?.flat() ?? null);
    if (this.take('[?')) {
      const condition = this.either();
      this.require(']');
      return this.projection((value) => (left(value) as unknown[] | null)?.filter((each) => isTrue(condition(each))) ?? null);
    }
    if (this.take('[')) {
      const index = Number(this.next());
      this.position += 1;
      this.require(']');
      return this.rest((value) => (left(value) as unknown[] | null)?.at(index) ?? null);
    }
    return left;
  }

  private projection(elements: Evaluation): Evaluation {
    const each = this.rest((value) => value);
    return (value) => (elements(value) as unknown[] | null)?.map(each).filter((one) => one !== null) ?? null;
  }

  private next(): string | undefined {
    return this.tokens[this.position];
  }

  private take(token: string): boolean {
    if (this.next() !== token) return false;
    this.position += 1;
    return true;
  }

  private require(token: string): void {
    if (!this.take(token)) throw this.unexpected();
  }

  private unexpected(): Error {
    return new Error(`${this.expression}: ${this.next() ?? 'its end'} is not expected`);
  }
}

function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== null && value !== undefined && value !== false && value !== '';
}
