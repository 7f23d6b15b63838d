/** `docs/findings.md`: every finding and every note, what it means, and by which id it can be accepted. */
import * as path from 'node:path';
import { FINDINGS, FINDINGS_OF_EDIT, FINDINGS_OF_REPLACEMENT, NOTES } from '../../../src/contract/finding-kinds';

export const DOCUMENT = path.join(__dirname, '../../../docs/findings.md');

type Row = typeof FINDINGS[number] | typeof FINDINGS_OF_REPLACEMENT[number] | typeof FINDINGS_OF_EDIT[number];

export function documentText(): string {
  return `# Findings

<!-- Written by \`npx projen findings\` from src/contract/finding-kinds.ts. Edit that. -->

What is looked for before anything is changed; the README says [how to read and accept it](../README.md#findings).

## Of a move

${table(FINDINGS)}

## Of the replacement of a gateway

What \`ClassicVpnMigration\` and \`VirtualPrivateGatewayReplacement\` are refused for, besides
[what they share with a move](classic.md#what-is-refused).

${table(FINDINGS_OF_REPLACEMENT)}

## Of an edit of a connection

These refuse an edit by themselves, beside the findings of a move where it changes the target.

${table(FINDINGS_OF_EDIT)}

## Notes

What harms nobody is noted in the function's log as a note.

| note | what it says |
|---|---|
${Object.entries(NOTES).map(([kind, says]) => `| \`${kind}\` | ${says} |`).join('\n')}
`;
}

function table(rows: readonly Row[]): string {
  return ['| finding | what it means | can be accepted |', '|---|---|---|', ...rows.map(rowText)].join('\n');
}

function rowText(row: Row): string {
  const isAcceptable = 'acceptable' in row;
  const ids = isAcceptable ? Object.entries(row.acceptable).map(([kind, subject]) => `${kind}:${subject}`) : row.kinds;
  return `| ${ids.map((id) => `\`${id}\``).join(', ')} | ${row.means} | ${isAcceptable ? 'yes' : 'no'} |`;
}
