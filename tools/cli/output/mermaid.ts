/**
 * Flowcharts in Mermaid's language: names of nodes are given here, and a label is nothing but text, whatever is in it.
 *
 * Mermaid reads `#34;` as the character of that number, before anything else does.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
import { Encoded } from './encoded';
import { printable } from '../../../src/contract/printable-text';

export interface Node {
  /** By which edges name it; it is not written. */
  readonly id: string;
  /** Of its label. */
  readonly lines: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly is: keyof typeof LINKS;
  /** Lines on it. */
  readonly label?: readonly string[];
}

const LINKS = { line: ['--', '---'], arrow: ['--', '-->'], dotted: ['-.', '.->'] } as const;

/** @throws {Error} for an edge of a node that is not there */
export function flowchart(nodes: readonly Node[], edges: readonly Edge[]): Encoded<'mermaid'> {
  const names = new Map<string, string>();
  for (const { id } of nodes) if (!names.has(id)) names.set(id, `n${names.size + 1}`);
  const nameOf = (id: string) => {
    const name = names.get(id);
    if (name === undefined) throw new Error(`there is no node ${id} in the flowchart`);
    return name;
  };
  return new Encoded('mermaid', [
    'flowchart LR',
    ...nodes.map(({ id, lines }) => `${nameOf(id)}[${labelOf(lines)}]`),
    ...edges.map(({ from, to, is, label }) => {
      const [begin, end] = LINKS[is];
      return `${nameOf(from)} ${label === undefined ? end : `${begin} ${labelOf(label)} ${end}`} ${nameOf(to)}`;
    }),
  ].join('\n'));
}

function labelOf(lines: readonly string[]): string {
  return `"${lines.map(textOf).join('<br/>')}"`;
}

/** What ids, names of gateways and IPv4 blocks are made of stays readable in the source. */
function textOf(text: string): string {
  return printable(text).replace(/[^A-Za-z0-9 ,./()_-]/gu, (character) => `#${character.codePointAt(0)};`);
}
