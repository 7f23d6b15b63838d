/** A process of its own, since Mermaid wants a browser's names: flowcharts on standard input, what it reads on standard output. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';

export interface ParsedFlowchart {
  /** Why it is none. */
  readonly error?: string;
  /** By its name there, with its label. */
  readonly nodes: readonly (readonly [name: string, label: string])[];
  readonly edges: readonly (readonly [from: string, to: string, label: string])[];
  /** Whatever else one can say of a node: links, what a click does, styles, classes. */
  readonly others: readonly unknown[];
}

interface Vertex {
  readonly id: string;
  readonly text: string;
  readonly link?: string;
  readonly styles: readonly string[];
  readonly classes: readonly string[];
  readonly haveCallback?: boolean;
}

interface Database {
  getVertices(): ReadonlyMap<string, Vertex>;
  getEdges(): readonly { readonly start: string; readonly end: string; readonly text: string }[];
  getSubGraphs(): readonly unknown[];
  getClasses(): ReadonlyMap<string, unknown>;
}

interface Mermaid {
  readonly mermaidAPI: { getDiagramFromText(text: string): Promise<{ readonly type: string; readonly db: Database }> };
  initialize(settings: object): void;
}

const load = createRequire(__filename);

void main();

async function main(): Promise<void> {
  const { window } = new (load('jsdom') as { readonly JSDOM: new (page: string) => { readonly window: { readonly document: unknown } } }).JSDOM('');
  Object.assign(globalThis, { window, document: window.document });
  runInThisContext(readFileSync(load.resolve('@mermaid-js/tiny'), 'utf8'));
  const { mermaid } = globalThis as unknown as { readonly mermaid: Mermaid };
  // As a page would that trusts everybody: nothing but the encoding keeps harm away.
  mermaid.initialize({ securityLevel: 'loose' });
  const charts: ParsedFlowchart[] = [];
  for (const text of JSON.parse(readFileSync(0, 'utf8')) as string[]) {
    charts.push(await parsed(mermaid, text).catch((error: Error) => ({ error: error.message, nodes: [], edges: [], others: [] })));
  }
  process.stdout.write(JSON.stringify(charts));
}

async function parsed({ mermaidAPI }: Mermaid, text: string): Promise<ParsedFlowchart> {
  const { type, db } = await mermaidAPI.getDiagramFromText(text);
  const vertices = [...db.getVertices().values()];
  return {
    nodes: vertices.map(({ id, text: label }) => [id, shown(label)]),
    edges: db.getEdges().map(({ start, end, text: label }) => [start, end, shown(label)]),
    others: [
      ...type === 'flowchart-v2' ? [] : [type], ...db.getSubGraphs(), ...db.getClasses().keys(),
      ...vertices.flatMap(({ link, styles, classes, haveCallback }) => [...link === undefined ? [] : [link], ...styles, ...classes, ...haveCallback ? ['click'] : []]),
    ],
  };
}

/** Mermaid's codes for characters, which it replaces once the picture is drawn. */
function shown(label: string): string {
  return label.replace(/ﬂ°°(\d+)¶ß/g, (_, number: string) => String.fromCodePoint(Number(number)));
}
