/** Text that is broken where it does not fit: brackets are written on one line, or open with each of their elements on its own. */

const WIDTH = 110;
const STEP = 4;

export type Piece = string | Bracket | readonly Piece[];

export interface Bracket {
  readonly open: string;
  readonly close: string;
  /** Between the brackets and what is in them, on one line. */
  readonly padding?: string;
  readonly elements: readonly Piece[];
}

/** @param column how much of the first line is taken */
export function laidOut(piece: Piece, indent: number, column: number, step = STEP): string {
  if (typeof piece === 'string') return piece;
  const flat = flatly(piece);
  if (column + flat.length <= WIDTH) return flat;
  if (!isBracket(piece)) return broken(piece, indent, column, step);
  const hugged = huggedBy(piece);
  if (hugged !== undefined && column + hugged.before.length < WIDTH) {
    return `${hugged.before}${laidOut(hugged.last, indent, column + hugged.before.length, step)}${piece.close}`;
  }
  const inner = ' '.repeat(indent + step);
  const lines = piece.elements.map((each) => `${inner}${laidOut(each, indent + step, indent + step + 1, step)},\n`);
  return `${piece.open}\n${lines.join('')}${' '.repeat(indent)}${piece.close}`;
}

function broken(pieces: readonly Piece[], indent: number, column: number, step: number): string {
  let text = '';
  for (const piece of pieces) {
    const line = text.slice(text.lastIndexOf('\n') + 1);
    text += laidOut(piece, indent, text.includes('\n') ? line.length : column + text.length, step);
  }
  return text;
}

/** Parentheses whose last element opens brackets itself let these do the breaking. */
function huggedBy({ open, elements }: Bracket): { readonly before: string; readonly last: Bracket } | undefined {
  const last = elements.at(-1);
  if (!open.endsWith('(') || last === undefined || typeof last === 'string' || !isBracket(last) || last.elements.length === 0) return undefined;
  if (last.open !== '{' && last.open !== '[') return undefined;
  return { before: open + elements.slice(0, -1).map((each) => `${flatly(each)}, `).join(''), last };
}

function flatly(piece: Piece): string {
  if (typeof piece === 'string') return piece;
  if (!isBracket(piece)) return piece.map(flatly).join('');
  const { open, close, padding = '', elements } = piece;
  if (elements.length === 0) return `${open}${close}`;
  return `${open}${padding}${elements.map(flatly).join(', ')}${padding}${close}`;
}

function isBracket(piece: Exclude<Piece, string>): piece is Bracket {
  return !Array.isArray(piece);
}
