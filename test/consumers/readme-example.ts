/** The README's first example as a whole application: the class around it is the one by which all its examples are compiled. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

export function readmeExample(): string {
  const example = /```ts\n([\s\S]+?)```/.exec(readFileSync(join(ROOT, 'README.md'), 'utf8'))?.[1];
  if (example === undefined) throw new Error('README.md has no example in TypeScript');
  const fixture = readFileSync(join(ROOT, 'rosetta', 'default.ts-fixture'), 'utf8');
  return [
    fixture.replace('/// here', () => example),
    'const app = new App({ analyticsReporting: false });',
    'new Fixture(app, \'Example\');',
    'app.synth();',
    '',
  ].join('\n');
}
