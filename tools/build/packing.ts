/** Packages the library for a language, and says what is missing on a machine where that cannot be. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** As jsii-pacmak names its targets. */
export const TARGETS = ['js', 'python', 'java', 'dotnet', 'go'] as const;
export type Target = typeof TARGETS[number];

/** Programs that have to answer, each with the arguments by which it does. */
const PROGRAMS: Readonly<Record<Target, readonly (readonly [string, ...string[]])[]>> = {
  js: [['npm', '--version']],
  python: [['python3', '-m', 'venv', '--help']],
  java: [['javac', '--version'], ['mvn', '--version']],
  dotnet: [['dotnet', '--version']],
  go: [['go', 'version']],
};

/** Why the library cannot be packaged for the language here, or nothing. */
export function obstacleTo(target: Target): string | undefined {
  const silent = PROGRAMS[target].find(([program, ...args]) => spawnSync(program, args, { stdio: 'ignore' }).status !== 0);
  return silent === undefined ? undefined : `${silent.join(' ')} does not work on this machine`;
}

/** @throws when jsii-pacmak fails, which has said why */
export function packFor(target: Target): void {
  const [pacmak, cwd] = [require.resolve('jsii-pacmak/bin/jsii-pacmak'), join(__dirname, '..', '..')];
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20' };
  // Go is published as sources, and whoever uses them compiles them: packing asks for no modules, which not every proxy has.
  const options = ['--no-npmignore', ...target === 'go' ? ['--code-only'] : []];
  const { status } = spawnSync(process.execPath, [pacmak, '--target', target, ...options], { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`jsii-pacmak --target ${target} ended with ${status}`);
}
