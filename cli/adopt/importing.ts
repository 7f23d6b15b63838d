/** How an existing connection gets into a stack: the commands in order, and what they do. */
import { ConnectionDescription } from './description';

export interface ImportStep {
  readonly command: string;
  readonly does: readonly string[];
}

/** @param mappingFile where the mapping was written; without it, the command carries it */
export function importSteps({ code, mapping, keepsRoutes }: ConnectionDescription, mappingFile?: string): ImportStep[] {
  const how = mappingFile === undefined ? `--resource-mapping-inline '${JSON.stringify(mapping)}'` : `--resource-mapping ${shellWord(mappingFile)}`;
  return [
    {
      command: `npx cdk import ${code.stack} -c importing=true ${how}`,
      does: [
        'takes the connection into the stack and changes nothing. What the mapping does not name is skipped on purpose.',
        'CloudFormation does not compare the template with the connection: that was done here, for what was described.',
      ],
    },
    {
      command: `npx cdk deploy ${code.stack}`,
      does: keepsRoutes ? [
        'begins to look after the routes: it compares them with this code and changes none. Where anything differs, the',
        'deployment is refused with the differences, and is rolled back. Leave the target as it is until this has succeeded.',
      ] : ['makes the rest of the stack. The connection stays as it is.'],
    },
    { command: `npx cdk drift ${code.stack}`, does: ['shows no drift. Keys are write-only for CloudFormation: they are never compared, and never sent.'] },
  ];
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll('\'', '\'\\\'\'')}'`;
}
