/** How an existing connection gets into a stack: the commands in order, and what they do. */
import { isImporting } from './code';
import { ConnectionDescription } from './description';
import { ResourceMapping } from './resource-mapping';
import { sh } from '../../../lambda/engine/recovery/shell-text';
import { printableJson } from '../../../src/contract/printable-text';

export interface ImportStep {
  readonly command: string;
  readonly does: readonly string[];
}

/** @param mappingFile where the mapping was written; without it, the commands carry it */
export function importSteps({ code, mapping, mappingOnAttachment }: ConnectionDescription, mappingFile?: string): ImportStep[] {
  const { stack } = code;
  const mapped = (own: ResourceMapping) =>
    String(mappingFile === undefined ? sh`--resource-mapping-inline ${printableJson(own)}` : sh`--resource-mapping ${mappingFile}`);
  const context = isImporting(code) ? ' -c importing=true' : '';
  return [
    {
      command: `npx cdk import ${stack}${context} ${mapped(mapping)}`,
      does: [
        'takes the connection into the stack and changes nothing. What the mapping does not name is skipped on purpose.',
        'CloudFormation does not compare the template with the connection: that was done here, for what was described.',
      ],
    },
    ...Object.keys(mappingOnAttachment).length === 0 ? [] : [
      {
        command: `npx cdk deploy ${stack}${context}`,
        does: ['makes the function that looks its attachment up, and touches neither. What leads to the attachment names it.'],
      },
      {
        // Without it, it takes nothing in beside a resource that a deployment would change.
        command: `npx cdk import ${stack} --force ${mapped(mappingOnAttachment)}`,
        does: [
          'takes its association, its propagations and its static routes into the stack and changes nothing. What `--force` passes',
          'over is the look-up, which the next deployment tells what is made with its answer.',
        ],
      },
    ],
    {
      command: `npx cdk deploy ${stack}`,
      does: takesRoutes({ ...mapping, ...mappingOnAttachment }) ? [
        'makes the rest of the stack. The connection and its routes stay as they are; from now on the routes are the stack\'s, and',
        'go with it. Import all of them before: CloudFormation would fail to make one a second time.',
      ] : ['makes the rest of the stack. The connection stays as it is.'],
    },
    { command: `npx cdk drift ${stack}`, does: ['shows no drift. Keys are write-only for CloudFormation: they are never compared, and never sent.'] },
  ];
}

function takesRoutes(mapping: ResourceMapping): boolean {
  return Object.values(mapping).some((identifier) => 'DestinationCidrBlock' in identifier || 'TransitGatewayRouteTableId' in identifier);
}
