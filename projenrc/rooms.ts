/** The rooms beside src, and how each is type-checked. */
import * as path from 'node:path';
import { awscdk, javascript } from 'projen';

/** Code beside src that is run from its sources or bundled, never compiled into lib: each room is type-checked by itself. */
export const ROOMS: Record<string, string[]> = {
  'tools/assumptions': ['node'],
  'lambda': ['node', 'aws-lambda'],
  'tools/rehearsal': ['node', 'aws-lambda'],
  'tools/cli': ['node', 'aws-lambda'],
  'integ': ['node'],
  'tools/bench': ['node'],
  'examples': ['node'],
  'tools/build': ['node'],
};

/** What is imported only when it is needed is found as everything else is; Node's own resolution would ask for the ending `.js`. */
export const LATE_IMPORTS = { module: 'commonjs', moduleResolution: javascript.TypeScriptModuleResolution.BUNDLER };

export function typecheckEveryRoom(project: awscdk.AwsCdkConstructLibrary): void {
  // Bundlers and test runners see one file at a time: a type that is passed on must be marked as one.
  const common = { noEmit: true, isolatedModules: true };
  const config = (fileName: string, include: string[], compilerOptions: javascript.TypeScriptCompilerOptions) =>
    new javascript.TypescriptConfig(project, { fileName, include, compilerOptions: { ...common, rootDir: path.posix.relative(path.posix.dirname(fileName), '.'), ...compilerOptions } })
      .addExtends(project.tsconfig!);
  const OTHERWISE: Readonly<Record<string, javascript.TypeScriptCompilerOptions>> = {
    'tools/cli': LATE_IMPORTS,
    // An example imports the package as its users do.
    'examples': { paths: { 'cdk-site-to-site-vpn': ['../src'] } },
  };
  for (const [room, types] of Object.entries(ROOMS)) {
    config(`${room}/tsconfig.json`, ['**/*.ts', '**/*.mts'], { types, ...OTHERWISE[room] });
  }
  // The others import each other: all of them in one program take little longer than the largest alone.
  const alike = Object.keys(ROOMS).filter((room) => !(room in OTHERWISE));
  config('tools/build/rooms.tsconfig.json', alike.flatMap((room) => [`../../${room}/**/*.ts`, `../../${room}/**/*.mts`]), { types: ['node', 'aws-lambda'] });

  project.addTask('typecheck', {
    description: 'Type-checks what jsii does not compile',
    exec: `tsx tools/build/typecheck.mts test tools/build/rooms.tsconfig.json ${Object.keys(OTHERWISE).join(' ')}`,
  });
}
