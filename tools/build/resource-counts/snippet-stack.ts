/** A snippet of the README in the constructor of a stack, as the README says, in the class that its examples are compiled in. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { runInThisContext } from 'node:vm';
import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import * as library from '../../../src';

const FIXTURE = readFileSync(path.join(__dirname, '../../../rosetta/default.ts-fixture'), 'utf8');
const load = createRequire(__filename);

export function snippetStack(snippet: string): new (scope: Construct, id: string) => Stack {
  const code = FIXTURE.replace('/// here', () => snippet);
  const compiled = transpile(`${code}\nexport { Fixture };\n`, { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true });
  const exported = {} as { Fixture: new (scope: Construct, id: string) => Stack };
  const run = runInThisContext(`(exports, require) => {${compiled}\n}`) as (exports: object, require: (name: string) => unknown) => void;
  run(exported, (name) => (name === 'cdk-site-to-site-vpn' ? library : load(name) as unknown));
  return exported.Fixture;
}
