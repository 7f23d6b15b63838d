/** The walls between the rooms, by planting a violation of each: what docs/architecture.md promises, the build refuses. */
import * as path from 'node:path';
import { loadESLint } from 'eslint';

const ROOT = path.join(__dirname, '..');

/** The rules that keep rooms and sizes; the others need types or are a matter of taste. */
const WALLS = /^(import\/no-restricted-paths|no-restricted-|max-lines)/;

interface Message {
  readonly ruleId: string | null;
  readonly severity: number;
  readonly fatal?: boolean;
}

interface Lint {
  lintText(code: string, options: { filePath: string }): Promise<{ readonly messages: Message[] }[]>;
}

let lint: Lint;

beforeAll(async () => {
  const ESLint = await loadESLint({ useFlatConfig: false });
  lint = new ESLint({
    cwd: ROOT,
    overrideConfig: {
      // A planted file belongs to no TypeScript project, so what needs types stays out.
      parserOptions: { projectService: false },
      rules: { '@typescript-eslint/no-floating-promises': 'off', '@typescript-eslint/return-await': 'off' },
    },
  });
});

describe('an import over a wall is refused', () => {
  test.each([
    ['the domain imports a construct', 'src/domain/planted.ts', "import '../target-gateway';", 'import/no-restricted-paths'],
    ['the domain imports the CDK', 'src/domain/planted.ts', "import 'aws-cdk-lib';", 'no-restricted-imports'],
    ['the domain imports constructs', 'src/domain/planted.ts', "import 'constructs';", 'no-restricted-imports'],
    ['the domain imports the SDK', 'src/domain/planted.ts', "import '@aws-sdk/client-ec2';", 'no-restricted-imports'],
    ['the domain imports Node', 'src/domain/planted.ts', "import 'node:fs';", 'no-restricted-imports'],
    ['a folder of the domain imports Node', 'src/domain/deep/planted.ts', "import 'fs';", 'no-restricted-imports'],
    ['the domain imports at run time', 'src/domain/planted.ts', "export const late = import('node:fs');", 'no-restricted-syntax'],
    ['the domain reads the clock', 'src/domain/planted.ts', 'export const now = Date.now();', 'no-restricted-properties'],
    ['the domain makes the present', 'src/domain/planted.ts', 'export const now = new Date();', 'no-restricted-syntax'],
    ['the domain waits', 'src/domain/planted.ts', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['the domain reads the environment', 'src/domain/planted.ts', 'export const region = process.env.AWS_REGION;', 'no-restricted-globals'],
    ['the domain throws dice', 'src/domain/planted.ts', 'export const id = Math.random();', 'no-restricted-properties'],
    ['a construct imports a function', 'src/planted.ts', "import '../lambda/vpn-target-migration/handler';", 'import/no-restricted-paths'],
    ['a construct imports the rehearsal', 'src/planted.ts', "import '../rehearsal/contracts';", 'import/no-restricted-paths'],
    ['a construct imports a test', 'src/planted.ts', "import '../test/layers.test';", 'import/no-restricted-paths'],
    ['the workflow imports the SDK', 'lambda/vpn-target-migration/workflow-planted.ts', "import '@aws-sdk/client-ec2';", 'no-restricted-imports'],
    ['the workflow imports Node', 'lambda/vpn-target-migration/workflow-planted.ts', "import 'node:timers';", 'no-restricted-imports'],
    ['the workflow imports an adapter', 'lambda/vpn-target-migration/workflow-planted.ts', "import './ec2/network';", 'no-restricted-imports'],
    ['the workflow imports another service', 'lambda/vpn-target-migration/workflow-planted.ts', "import './services/direct-connect';", 'no-restricted-imports'],
    ['the workflow imports the store', 'lambda/vpn-target-migration/workflow-planted.ts', "import './services/dynamodb-records';", 'no-restricted-imports'],
    ['the workflow imports the wire', 'lambda/vpn-target-migration/workflow-planted.ts', "import './event';", 'no-restricted-imports'],
    ['the workflow imports its handler', 'lambda/vpn-target-migration/workflow-planted.ts', "import './handler';", 'no-restricted-imports'],
    ['a port imports the SDK', 'lambda/vpn-target-migration/ports.ts', "import '@aws-sdk/client-dynamodb';", 'no-restricted-imports'],
    ['an adapter imports the CDK', 'lambda/vpn-target-migration/ec2/planted.ts', "import 'aws-cdk-lib';", 'no-restricted-imports'],
    ['an adapter imports a construct', 'lambda/vpn-target-migration/ec2/planted.ts', "import '../../../src/target-gateway';", 'import/no-restricted-paths'],
    ['a handler imports the rehearsal', 'lambda/vpn-target-migration/handler.ts', "import '../../rehearsal/contracts';", 'import/no-restricted-paths'],
    ['the rehearsal imports a function', 'rehearsal/planted.ts', "import '../lambda/vpn-target-migration/handler';", 'import/no-restricted-paths'],
    ['the rehearsal imports a test', 'rehearsal/planted.ts', "import '../test/layers.test';", 'import/no-restricted-paths'],
    ['the rehearsal imports the command', 'rehearsal/planted.ts', "import '../cli/program';", 'import/no-restricted-paths'],
    ['a function imports the command', 'lambda/vpn-target-migration/handler.ts', "import '../../cli/program';", 'import/no-restricted-paths'],
    ['a construct imports the command', 'src/planted.ts', "import '../cli/program';", 'import/no-restricted-paths'],
    ['the assumptions import the command', 'assumptions/planted.ts', "import '../cli/program';", 'import/no-restricted-paths'],
    ['the assumptions import a construct', 'assumptions/check/planted.ts', "import '../../src/target-gateway';", 'import/no-restricted-paths'],
    ['the assumptions import a test framework', 'assumptions/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the command imports the assumptions', 'cli/planted.ts', "import '../assumptions/table';", 'import/no-restricted-paths'],
    ['the rehearsal imports the assumptions', 'rehearsal/planted.ts', "import '../assumptions/table';", 'import/no-restricted-paths'],
    ['the command imports a test', 'cli/planted.ts', "import '../test/layers.test';", 'import/no-restricted-paths'],
    ['the command imports a test framework', 'cli/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the rehearsal imports a test framework', 'rehearsal/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the rehearsal imports a generator of tests', 'rehearsal/deep/planted.ts', "import 'fast-check';", 'no-restricted-imports'],
  ])('%s', async (_story, file, code, rule) => {
    expect(await refusals(file, code)).toEqual([rule]);
  });
});

describe('what stays inside its walls passes', () => {
  test.each([
    ['src/domain/planted.ts', "import 'ipaddr.js'; import './declaration'; export const at = new Date(0);"],
    ['src/planted.ts', "import 'node:path'; import 'aws-cdk-lib'; import './domain/declaration';"],
    ['lambda/vpn-target-migration/workflow-planted.ts', "import './ports'; import '../../src/domain/declaration';"],
    ['lambda/vpn-target-migration/handler.ts', "import '@aws-sdk/client-ec2'; import './ec2/network'; import './workflow';"],
    ['rehearsal/planted.ts', "import 'aws-cdk-lib'; import '@aws-sdk/client-ec2'; import '../src/target-gateway';"],
    ['cli/planted.ts', "import '../lambda/vpn-target-migration/ec2/network'; import '../rehearsal/contracts'; import '../src/domain/plan'; import 'commander';"],
    ['assumptions/planted.ts', "import '../rehearsal/services/unknowns'; import '@aws-sdk/client-ec2'; import 'commander';"],
    ['test/planted.test.ts', "import '../lambda/vpn-target-migration/handler'; import '../rehearsal/contracts'; import 'fast-check';"],
  ])('%s: %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});

describe('what outgrows a screen is refused', () => {
  const statements = (count: number) => 'console.log();\n'.repeat(count);

  test.each(['src/planted.ts', 'lambda/vpn-target-migration/handler.ts', 'rehearsal/planted.ts'])('in %s', async (file) => {
    expect(await refusals(file, `export function long(): void {\n${statements(69)}}\n`)).toEqual(['max-lines-per-function']);
    expect(await refusals(file, `export function fits(): void {\n${statements(68)}}\n`)).toEqual([]);
    expect(await refusals(file, statements(451))).toEqual(['max-lines']);
  });
});

async function refusals(file: string, code: string): Promise<(string | null)[]> {
  const [{ messages }] = await lint.lintText(code, { filePath: path.join(ROOT, file) });
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages.filter(({ ruleId, severity }) => severity === 2 && WALLS.test(ruleId ?? '')).map(({ ruleId }) => ruleId);
}
