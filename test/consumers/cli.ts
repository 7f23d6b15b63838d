/**
 * `npx projen test:consumers [LANGUAGE…]`: packs the library for each language, installs it in a project of that language, synthesizes the
 * README's first example there, and compares the template with TypeScript's. A language whose toolchain is not on this machine, or
 * whose registry does not give what it needs, is skipped, and said to be; one that fails is a failure.
 */
import { join } from 'node:path';
import { adopted } from './adopted';
import { Consumer, NotGiven, Packed, Versions } from './consumer';
import { LANGUAGES } from './languages';
import { comparable, firstDifference } from './template';
import { typescript, TypeScriptConsumer } from './typescript';
import { devDependencies, version } from '../../package.json';
import { obstacleTo, packFor, Target } from '../../tools/build/packing';

const ROOT = join(__dirname, '..', '..');
const PACKED: Packed = { dist: join(ROOT, 'dist'), version };
const LOWEST: Versions = { awsCdkLib: devDependencies['aws-cdk-lib'], constructs: devDependencies.constructs };
const NEWEST: Versions = { ...LOWEST, awsCdkLib: devDependencies['aws-cdk-lib-newest'].replace(/^npm:aws-cdk-lib@/, '') };

const counts = { passed: 0, failed: 0, skipped: 0 };

void main(process.argv.slice(2));

async function main(asked: readonly string[]): Promise<void> {
  const known = ['typescript', ...Object.keys(LANGUAGES)];
  const stranger = asked.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`there is no consumer in ${stranger}; there are ${known.join(', ')}`);
  let consumer: TypeScriptConsumer | undefined;
  try {
    packFor('js');
    consumer = await typescript(PACKED, LOWEST);
    const expected = comparable(await consumer.synthesize('example'));
    const code = { static: await adopted(consumer.project, 'static'), bgp: await adopted(consumer.project, 'bgp') };
    const declared = {
      static: comparable(await consumer.synthesize('adopted-static', code.static.typescript)),
      bgp: comparable(await consumer.synthesize('adopted-bgp', code.bgp.typescript)),
    };
    told('typescript', `README example and adopted connections with aws-cdk-lib ${LOWEST.awsCdkLib}, without network and other programs`);
    if (chosen(asked, 'typescript')) await checked('typescript', `README example with aws-cdk-lib ${NEWEST.awsCdkLib}`, synthesizesToo);
    for (const [name, { target, installs }] of Object.entries(LANGUAGES).filter(([each]) => chosen(asked, each))) {
      const obstacle = obstacleTo(target);
      if (obstacle !== undefined) {
        skipped(name, obstacle);
        continue;
      }
      await inLanguage(name, target, async () => installs(PACKED, LOWEST), async (other) => {
        await checked(name, 'README example', async () => same(expected, await other.synthesize('example')));
        if (name !== 'python') return;
        for (const routing of ['static', 'bgp'] as const) {
          await checked(name, `adopted connection, ${routing}`, async () => same(declared[routing], await other.synthesize(`adopted_${routing}`, code[routing].python)));
        }
      });
    }
  } catch (error) {
    failed('typescript', 'README example and adopted connections', error);
  } finally {
    consumer?.remove();
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

function chosen(asked: readonly string[], name: string): boolean {
  return asked.length === 0 || asked.includes(name);
}

async function inLanguage(
  name: string, target: Target, install: () => Promise<Consumer>, check: (consumer: Consumer) => Promise<void>,
): Promise<void> {
  let consumer: Consumer | undefined;
  try {
    packFor(target);
    consumer = await install();
    await check(consumer);
  } catch (error) {
    if (error instanceof NotGiven) skipped(name, error.message);
    else failed(name, 'packing and installing', error);
  } finally {
    consumer?.remove();
  }
}

async function synthesizesToo(): Promise<void> {
  const newest = await typescript(PACKED, NEWEST);
  try {
    await newest.synthesize('example');
  } finally {
    newest.remove();
  }
}

function same(expected: string, template: string): void {
  const found = comparable(template);
  if (found !== expected) throw new Error(`the template differs: ${firstDifference(expected, found)}`);
}

async function checked(name: string, what: string, check: () => Promise<void>): Promise<void> {
  try {
    await check();
    told(name, what);
  } catch (error) {
    failed(name, what, error);
  }
}

function told(name: string, what: string): void {
  counts.passed += 1;
  console.log(`${name}: ${what}: passed`);
}

function failed(name: string, what: string, error: unknown): void {
  counts.failed += 1;
  console.log(`${name}: ${what}: FAILED: ${error instanceof Error ? error.message : String(error)}`);
}

function skipped(name: string, reason: string): void {
  counts.skipped += 1;
  console.log(`${name}: skipped, ${reason}`);
}
