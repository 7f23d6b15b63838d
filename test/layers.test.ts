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
    ['the contract imports a construct', 'src/contract/planted.ts', "import '../connection/target-gateway';", 'import/no-restricted-paths'],
    ['the contract imports the CDK', 'src/contract/planted.ts', "import 'aws-cdk-lib';", 'no-restricted-imports'],
    ['the contract imports constructs', 'src/contract/planted.ts', "import 'constructs';", 'no-restricted-imports'],
    ['the contract imports Node', 'src/contract/planted.ts', "import 'node:fs';", 'no-restricted-imports'],
    ['the contract imports the engine', 'src/contract/planted.ts', "import '../../lambda/engine/plan';", 'import/no-restricted-paths'],
    ['the contract reads the clock', 'src/contract/planted.ts', 'export const now = Date.now();', 'no-restricted-properties'],
    ['the engine imports a construct', 'lambda/engine/planted.ts', "import '../../src/connection/target-gateway';", 'import/no-restricted-paths'],
    ['the engine imports the runner', 'lambda/engine/planted.ts', "import '../runner/ports';", 'import/no-restricted-paths'],
    ['the engine imports an adapter', 'lambda/engine/planted.ts', "import '../aws/one-form';", 'import/no-restricted-paths'],
    ['the engine imports the CDK', 'lambda/engine/planted.ts', "import 'aws-cdk-lib';", 'no-restricted-imports'],
    ['the engine imports the SDK', 'lambda/engine/planted.ts', "import '@aws-sdk/client-ec2';", 'no-restricted-imports'],
    ['the engine imports Node', 'lambda/engine/planted.ts', "import 'node:fs';", 'no-restricted-imports'],
    ['a folder of the engine imports Node', 'lambda/engine/deep/planted.ts', "import 'fs';", 'no-restricted-imports'],
    ['the engine imports at run time', 'lambda/engine/planted.ts', "export const late = import('node:fs');", 'no-restricted-syntax'],
    ['the engine reads the clock', 'lambda/engine/planted.ts', 'export const now = Date.now();', 'no-restricted-properties'],
    ['the engine makes the present', 'lambda/engine/planted.ts', 'export const now = new Date();', 'no-restricted-syntax'],
    ['the engine waits', 'lambda/engine/planted.ts', 'setTimeout(() => undefined, 1);', 'no-restricted-globals'],
    ['the engine reads the environment', 'lambda/engine/planted.ts', 'export const region = process.env.AWS_REGION;', 'no-restricted-globals'],
    ['the engine throws dice', 'lambda/engine/planted.ts', 'export const id = Math.random();', 'no-restricted-properties'],
    ['a construct imports a function', 'src/planted.ts', "import '../lambda/vpn-target-migration/handler';", 'import/no-restricted-paths'],
    ['a construct imports the engine', 'src/migration/planted.ts', "import '../../lambda/engine/plan';", 'import/no-restricted-paths'],
    ['a construct imports the rehearsal', 'src/planted.ts', "import '../tools/rehearsal/contracts';", 'import/no-restricted-paths'],
    ['a construct imports a test', 'src/planted.ts', "import '../test/layers.test';", 'import/no-restricted-paths'],
    ['the runner imports the SDK', 'lambda/runner/planted.ts', "import '@aws-sdk/client-ec2';", 'no-restricted-imports'],
    ['the runner imports Node', 'lambda/runner/planted.ts', "import 'node:timers';", 'no-restricted-imports'],
    ['the runner imports an adapter', 'lambda/runner/planted.ts', "import '../aws/one-form';", 'import/no-restricted-paths'],
    ['the runner imports the wire', 'lambda/runner/planted.ts', "import '../vpn-target-migration/target-event';", 'import/no-restricted-paths'],
    ['a port imports the SDK', 'lambda/runner/ports.ts', "import '@aws-sdk/client-dynamodb';", 'no-restricted-imports'],
    ['what another function decides imports the SDK', 'lambda/customer-gateway-configuration/planted.ts', "import '@aws-sdk/client-ec2';", 'no-restricted-imports'],
    ['an adapter imports the CDK', 'lambda/aws/ec2/planted.ts', "import 'aws-cdk-lib';", 'no-restricted-imports'],
    ['an adapter imports a construct', 'lambda/aws/ec2/planted.ts', "import '../../../src/connection/target-gateway';", 'import/no-restricted-paths'],
    ['a handler imports the rehearsal', 'lambda/vpn-target-migration/handler.ts', "import '../../tools/rehearsal/contracts';", 'import/no-restricted-paths'],
    ['the rehearsal imports a function', 'tools/rehearsal/planted.ts', "import '../../lambda/vpn-target-migration/handler';", 'import/no-restricted-paths'],
    ['the rehearsal imports the engine', 'tools/rehearsal/planted.ts', "import '../../lambda/engine/plan';", 'import/no-restricted-paths'],
    ['the rehearsal imports a test', 'tools/rehearsal/planted.ts', "import '../../test/layers.test';", 'import/no-restricted-paths'],
    ['the rehearsal imports the command', 'tools/rehearsal/planted.ts', "import '../cli/program';", 'import/no-restricted-paths'],
    ['a function imports the command', 'lambda/vpn-target-migration/handler.ts', "import '../../tools/cli/program';", 'import/no-restricted-paths'],
    ['a construct imports the command', 'src/planted.ts', "import '../tools/cli/program';", 'import/no-restricted-paths'],
    ['the assumptions import the command', 'tools/assumptions/planted.ts', "import '../cli/program';", 'import/no-restricted-paths'],
    ['the assumptions import a construct', 'tools/assumptions/check/planted.ts', "import '../../../src/connection/target-gateway';", 'import/no-restricted-paths'],
    ['the assumptions import a test framework', 'tools/assumptions/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the command imports the assumptions', 'tools/cli/planted.ts', "import '../assumptions/table';", 'import/no-restricted-paths'],
    ['the rehearsal imports the assumptions', 'tools/rehearsal/planted.ts', "import '../assumptions/table';", 'import/no-restricted-paths'],
    ['the command imports a test', 'tools/cli/planted.ts', "import '../../test/layers.test';", 'import/no-restricted-paths'],
    ['the command imports a test framework', 'tools/cli/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the command writes a file', 'tools/cli/verbs/planted.ts', "import { writeFile } from 'node:fs/promises'; void writeFile;", 'no-restricted-imports'],
    ['the command writes a file beside what it reads', 'tools/cli/planted.ts', "import { readFile, mkdir } from 'fs/promises'; void [readFile, mkdir];", 'no-restricted-imports'],
    ['the command has everything of files', 'tools/cli/planted.ts', "import * as fs from 'node:fs'; void fs;", 'no-restricted-imports'],
    ['the command has all of it as one', 'tools/cli/planted.ts', "import fs from 'fs'; void fs;", 'no-restricted-imports'],
    ['the command opens a file', 'tools/cli/estate/planted.ts', "import { openSync } from 'node:fs'; void openSync;", 'no-restricted-imports'],
    ['the command writes by a late import', 'tools/cli/planted.ts', "export const late = import('node:fs/promises');", 'no-restricted-syntax'],
    ['the command writes by an import of CommonJS', 'tools/cli/planted.ts', "import fs = require('node:fs'); void fs;", 'no-restricted-syntax'],
    ['the command requires what writes', 'tools/cli/planted.ts', "export const fs = require('fs');", 'no-restricted-syntax'],
    ['what writes files imports a test framework', 'tools/cli/terminal/written-files.ts', "import 'fast-check';", 'no-restricted-imports'],
    ['a function logs a text as it is', 'lambda/vpn-target-migration/handler.ts', 'export const log = (text: string) => console.log(text);', 'no-restricted-syntax'],
    ['the runner logs JSON of its own', 'lambda/runner/planted.ts', 'console.warn(JSON.stringify({}));', 'no-restricted-syntax'],
    ['a verb encodes by itself', 'tools/cli/verbs/planted.ts', "import { Encoded } from '../output/encoded'; export const text = new Encoded('terminal', 'x');", 'no-restricted-syntax'],
    ['a verb has an encoding of its own', 'tools/cli/verbs/planted.ts', "import { Encoded } from '../output/encoded'; export class Own extends Encoded {}", 'no-restricted-syntax'],
    ['a verb says that a text is encoded', 'tools/cli/plan/planted.ts', "import type { Shown } from '../output/terminal'; export const text = { text: 'x' } as unknown as Shown;", 'no-restricted-syntax'],
    ['a verb writes past the terminal', 'tools/cli/verbs/planted.ts', "process.stdout.write('x');", 'no-restricted-properties'],
    ['a verb takes the process\'s streams', 'tools/cli/estate/planted.ts', 'export const { stderr } = process;', 'no-restricted-properties'],
    ['a verb writes to the console', 'tools/cli/verbs/planted.ts', "console.log('x');", 'no-restricted-globals'],
    ['the rehearsal imports a test framework', 'tools/rehearsal/planted.ts', "import '@jest/globals';", 'no-restricted-imports'],
    ['the rehearsal imports a generator of tests', 'tools/rehearsal/deep/planted.ts', "import 'fast-check';", 'no-restricted-imports'],
  ])('%s', async (_story, file, code, rule) => {
    expect(await refusals(file, code)).toEqual([rule]);
  });
});

describe('what stays inside its walls passes', () => {
  test.each([
    ['src/contract/planted.ts', "import 'ipaddr.js'; import './declaration'; export const at = new Date(0);"],
    ['lambda/engine/planted.ts', "import 'ipaddr.js'; import '../../src/contract/declaration'; import './plan';"],
    ['src/planted.ts', "import 'node:path'; import 'aws-cdk-lib'; import './contract/declaration';"],
    ['lambda/runner/planted.ts', "import './ports'; import '../engine/plan'; import '../../src/contract/declaration';"],
    ['lambda/vpn-target-migration/handler.ts', "import '@aws-sdk/client-ec2'; import '../aws/ec2/network'; import '../runner/workflow';"],
    ['tools/rehearsal/planted.ts', "import 'aws-cdk-lib'; import '@aws-sdk/client-ec2'; import '../../src/connection/target-gateway';"],
    ['tools/cli/planted.ts', "import '../../lambda/aws/ec2/network'; import '../rehearsal/contracts'; import '../../lambda/engine/plan'; import 'commander';"],
    ['tools/cli/estate/planted.ts', "import { readFile, readdir } from 'node:fs/promises'; export const late = [readFile, readdir, import('./outputs')];"],
    ['tools/cli/terminal/written-files.ts', "import { mkdir, open } from 'node:fs/promises'; void [mkdir, open];"],
    ['tools/cli/output/planted.ts', "import { Encoded } from './encoded'; export const text = new Encoded('terminal', 'x');"],
    ['tools/cli/main.ts', "process.stdout.write('x');"],
    ['tools/assumptions/planted.ts', "import '../rehearsal/services/unknowns'; import '@aws-sdk/client-ec2'; import 'commander';"],
    ['test/planted.test.ts', "import '../lambda/vpn-target-migration/handler'; import '../tools/rehearsal/contracts'; import 'fast-check';"],
  ])('%s: %s', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });
});

describe('what outgrows a screen is refused', () => {
  const statements = (count: number) => 'console.log();\n'.repeat(count);

  test.each(['src/planted.ts', 'lambda/vpn-target-migration/handler.ts', 'tools/rehearsal/planted.ts'])('in %s', async (file) => {
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
