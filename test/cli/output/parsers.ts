/** Parsers that run as processes of their own, one for all documents of a test. */
import { spawnSync } from 'node:child_process';
import * as path from 'node:path';
import type { ParsedHtml } from './parsed-html';
import type { ParsedMarkdown } from './parsed-markdown';
import type { ParsedFlowchart } from './parsed-mermaid';

export function parseMarkdown(documents: readonly string[]): ParsedMarkdown[] {
  return parsedBy('parsed-markdown.ts', documents) as ParsedMarkdown[];
}

export function parseFlowcharts(flowcharts: readonly string[]): ParsedFlowchart[] {
  return parsedBy('parsed-mermaid.ts', flowcharts) as ParsedFlowchart[];
}

/** By the browser that BROWSER names, where it names one. */
export function parseHtml(pages: readonly string[]): ParsedHtml[] {
  return parsedBy(process.env.BROWSER === undefined ? 'parsed-html.ts' : 'browsed-html.ts', pages) as ParsedHtml[];
}

function parsedBy(file: string, documents: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, file)], {
    input: JSON.stringify(documents), encoding: 'utf8', maxBuffer: 2 ** 30,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return JSON.parse(stdout);
}
