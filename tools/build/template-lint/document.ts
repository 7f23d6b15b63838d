/** `docs/compliance.md`: the reasons, as a reader looks them up. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Kind, kindOf, KINDS } from './kinds';
import { HOME, PLACES } from './places';
import { Absence, ABSENT, Reason, REASONS } from './reasons';
import { CONSTRUCTS } from '../resource-counts/figures';

export const DOCUMENT = path.join(__dirname, '../../../docs/compliance.md');

export function documentText(): string {
  return `# What linters and rule packs say

Written by \`npx projen lint:templates --write\`, from [the reasons](../tools/build/template-lint/reasons.ts). Without \`--write\` it lints every
example, every snippet of the README and every integration application, and fails for each finding that is not below, and for each line
below that nothing is found for. They are synthesized for ${PLACES.map(({ region }) => region).join(', ')},
and cfn-lint takes each for every Region that it knows.

| linter | version |
|---|---|
${versions().map(([name, version]) => `| ${name} | ${version} |`).join('\n')}

cfn-lint finds no error but those of [types that are not in every Region](#not-in-every-region). The library suppresses nothing: acknowledge
in your application what your organisation accepts.

## Findings that stay

| what | where | why | rules |
|---|---|---|---|
${REASONS.map(rowOf).join('\n')}

## What brings which

| what | resources named above |
|---|---|
${CONSTRUCTS.map(([name, fill]) => `| ${name} | ${kindsIn(fill).join(', ')} |`).join('\n')}

## Not in every Region

As the registry of CloudFormation says, in the copy that cfn-lint has. Of eusc-de-east-1 and AWS's isolated Regions it has none, and takes
that of us-east-1.

| what | types | not in |
|---|---|---|
${ABSENT.map(absenceRow).join('\n')}
`;
}

/** Of those that something is said of. */
function kindsIn(fill: (stack: Stack, site: number) => void): Kind[] {
  const stack = new Stack(new App(), 'Stack', { env: { account: '111122223333', region: HOME.region } });
  fill(stack, 1);
  const kinds = new Set(stack.node.findAll().filter(CfnResource.isCfnResource).map(kindOf));
  return KINDS.filter((kind) => kinds.has(kind) && kind !== 'other resources of the library' && REASONS.some(({ where }) => where.includes(kind)));
}

function rowOf({ about, where, why, rules }: Reason): string {
  return `| ${[about, where.join(', '), why, rules.map((rule) => `\`${rule}\``).join(' ')].join(' | ')} |`;
}

function absenceRow({ what, types, regions }: Absence): string {
  return `| ${[what, types.map((type) => `\`${type}\``).join(' '), regions.join(', ')].join(' | ')} |`;
}

function versions(): (readonly [string, string])[] {
  const requirements = readFileSync(path.join(__dirname, 'requirements.in'), 'utf8');
  const { devDependencies } = JSON.parse(readFileSync(path.join(__dirname, '../../../package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  return [
    ...[...requirements.matchAll(/^(.+)==(.+)$/gm)].map(([, name, version]) => [name, version] as const),
    ['AWS Control Tower\'s proactive controls, in @cdklabs/cdk-validator-cfnguard', devDependencies['@cdklabs/cdk-validator-cfnguard']],
    ['cdk-nag: AwsSolutions, HIPAA.Security, NIST.800.53.R4 and R5, PCI.DSS.321, Serverless', devDependencies['cdk-nag']],
  ];
}
