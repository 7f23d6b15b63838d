/** `docs/resources.md`: what everything adds to a stack. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CONSTRUCTS, Counts, countsOfConstruct, countsOfEverything, countsOfExample, countsOfSnippet, EXAMPLES, snippetsOf } from './figures';

export const DOCUMENT = path.join(__dirname, '../../../docs/resources.md');
const README = path.join(__dirname, '../../../README.md');

const HEAD = ['', 'resources', 'each further', 'functions', 'state machines', 'roles', 'policies'];

export function constructRows(): string[] {
  return [
    ...CONSTRUCTS.map(([name, fill]) => rowOf(name, ...countsOfConstruct(fill))),
    rowOf('one of everything: a connection on a transit gateway, `withRoutes()`, a tag and a prefix list, its tunnels and its device\'s configuration, and a move', countsOfEverything()),
  ];
}

/** Of a heading with two snippets the second is counted as such. */
export function snippetRows(): string[] {
  const observed = new Map<string, number>();
  return snippetsOf(readFileSync(README, 'utf8')).map((snippet) => {
    const number = (observed.get(snippet.under) ?? 0) + 1;
    observed.set(snippet.under, number);
    return rowOf(number === 1 ? snippet.under : `${snippet.under}, ${number}`, countsOfSnippet(snippet));
  });
}

export function exampleRows(): string[] {
  return EXAMPLES.map((name) => rowOf(`[${name}](../examples/${name}/app.ts)`, countsOfExample(name)));
}

export function documentText(): string {
  return `# What is added to a stack

Written by \`npx projen resource-counts\`, which counts all of it anew. CloudFormation takes 500 resources a stack. What several constructs
share is there once: its functions, their roles and log groups. A role that is not shared is a move's, or that of the custom resources
which a connection has with \`withRoutes()\`.

## Constructs

${tableOf(constructRows())}

## Snippets of the README

By the heading above each; what a snippet takes as given is not counted.

${tableOf(snippetRows())}

## Examples

${tableOf(exampleRows())}
`;
}

function rowOf(name: string, { resources, functions, stateMachines, roles, policies }: Counts, further?: number): string {
  return `| ${[name, resources, further ?? '–', functions, stateMachines, roles, policies].join(' | ')} |`;
}

function tableOf(rows: readonly string[]): string {
  return [`| ${HEAD.join(' | ')} |`, `|${HEAD.map(() => '---|').join('')}`, ...rows].join('\n');
}
