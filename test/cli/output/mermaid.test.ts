/** Flowcharts, read by Mermaid itself: whatever a label or an id holds, there are the nodes and edges that were meant, and nothing else. */
import { hostileStrings, worst } from './hostile';
import { parseFlowcharts } from './parsers';
import { printable } from '../../../src/contract/printable-text';
import { flowchart } from '../../../tools/cli/output/mermaid';

const HOSTILE = hostileStrings();

/** Of which everything came from outside, ids included. */
function pictureOf(text: string): string {
  return flowchart([{ id: text, lines: [text, `AS ${text}`] }, { id: `${text}-`, lines: [text] }, { id: 'tgw-0', lines: ['tgw-0'] }], [
    { from: text, to: `${text}-`, is: 'line' }, { from: `${text}-`, to: 'tgw-0', is: 'arrow', label: [text, '10.0.0.0/16 (propagated)'] },
    { from: 'tgw-0', to: text, is: 'dotted', label: [text] },
  ]).text;
}

test('nodes, edges and labels are those that were meant', () => {
  const parsed = parseFlowcharts(HOSTILE.map(pictureOf));
  expect(worst(HOSTILE, (text, index) => {
    const seen = printable(text);
    const meant = {
      nodes: [['n1', `${seen}<br>AS ${seen}`], ['n2', seen], ['n3', 'tgw-0']],
      edges: [['n1', 'n2', ''], ['n2', 'n3', `${seen}<br>10.0.0.0/16 (propagated)`], ['n3', 'n1', seen]],
      others: [],
    };
    return withoutSpaces(parsed[index]) === withoutSpaces(meant) ? undefined : { picture: pictureOf(text), parsed: parsed[index] };
  })).toBeUndefined();
});

test('the source is lines of nodes and edges, in which no text is anything but letters, digits and numbers of characters', () => {
  const LINE = /^(flowchart LR|n\d+\[(L)\]|n\d+ (--|-\.) (L) (-->|\.->) n\d+|n\d+ --- n\d+)$/.source.replaceAll('(L)', '"(?:[A-Za-z0-9 ,./()_-]|#\\d+;|<br/>)*"');
  expect(worst(HOSTILE, (text) => (pictureOf(text).split('\n').every((line) => new RegExp(LINE).test(line)) ? undefined : pictureOf(text)))).toBeUndefined();
});

/** Which Mermaid takes together, and drops at the ends. */
function withoutSpaces(value: unknown): string {
  return JSON.stringify(value).replace(/\s/gu, '');
}
