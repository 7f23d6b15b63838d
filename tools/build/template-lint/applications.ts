/** What is linted: every example, every snippet of the README and every integration application, synthesized in one process. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as path from 'node:path';
import { runInThisContext } from 'node:vm';
import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import { ModuleKind, ScriptTarget, transpile } from 'typescript';
import { HOME, movedTo, Place } from './places';
import * as library from '../../../src';
import { EXAMPLES, givenOf, snippetsOf } from '../resource-counts/figures';
import { snippetStack } from '../resource-counts/snippet-stack';

const ROOT = path.join(__dirname, '..', '..', '..');

export interface LintedTemplate {
  /** As a reader finds it: `examples/branch-fleet`, `README: Pre-shared keys`. */
  readonly application: string;
  readonly region: string;
  readonly file: string;
  readonly stack: Stack;
  /** By their logical ids. */
  readonly resources: ReadonlyMap<string, CfnResource>;
  /** What an integration test brings to assert something after the deployment: nobody's but CDK's. */
  readonly isAssertion: boolean;
}

interface Application {
  readonly name: string;
  readonly make: (place: Place) => App;
  readonly context?: object;
  /** Where its templates are committed. */
  readonly snapshot?: string;
}

const EVERYWHERE: readonly Application[] = [
  ...EXAMPLES.map((name) => ({ name: `examples/${name}`, make: exampleApp(name) })),
  { name: 'examples/edit-target -c target=transit', make: exampleApp('edit-target'), context: { target: 'transit' } },
  ...snippetApps(),
];

/** The integration applications leave their Region open: each has one form for every place, which is the committed one. */
export function templatesAt(place: Place, directory: string): LintedTemplate[] {
  return [...EVERYWHERE, ...place === HOME ? integApps() : []]
    .flatMap((application, index) => synthesized(application, place, path.join(directory, place.region, String(index))));
}

function synthesized({ name, make, context, snapshot }: Application, place: Place, outdir: string): LintedTemplate[] {
  const app = madeAsByCli(() => make(place), outdir, context);
  const { stacksRecursively } = app.synth();
  const stacks = app.node.findAll().filter((each): each is Stack => Stack.isStack(each));
  return stacks.map((stack) => {
    const { templateFullPath } = stacksRecursively.find(({ id }) => id === stack.artifactId)!;
    return {
      application: name,
      region: place.region,
      file: snapshot === undefined ? templateFullPath : path.join(snapshot, path.basename(templateFullPath)),
      stack,
      resources: resourcesOf(stack),
      isAssertion: stack.node.path.includes('/DefaultTest/'),
    };
  }).filter(({ resources }) => resources.size > 0); // a snippet that only names what is there already
}

/** What the CLI does: says by the environment where the assembly goes, and with which context. Nobody looks at the assets here. */
function madeAsByCli(make: () => App, outdir: string, context: object = {}): App {
  mkdirSync(outdir, { recursive: true });
  const { CDK_OUTDIR, CDK_CONTEXT_JSON } = process.env;
  const waiting = process.listeners('beforeExit');
  try {
    process.env.CDK_OUTDIR = outdir;
    process.env.CDK_CONTEXT_JSON = JSON.stringify({
      'aws:cdk:disable-asset-staging': true, 'aws:cdk:enable-path-metadata': true, 'aws:cdk:enable-asset-metadata': true, ...context,
    });
    return make();
  } finally {
    for (const [name, value] of Object.entries({ CDK_OUTDIR, CDK_CONTEXT_JSON })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    // An application waits for the end of the process to be synthesized.
    for (const each of process.listeners('beforeExit').filter((listener) => !waiting.includes(listener))) process.off('beforeExit', each);
  }
}

function resourcesOf(stack: Stack): ReadonlyMap<string, CfnResource> {
  const resources = stack.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && each.stack === stack);
  return new Map(resources.map((each) => [stack.resolve(each.logicalId) as string, each]));
}

function exampleApp(name: string): Application['make'] {
  return (place) => appOf(path.join(ROOT, 'examples', name, 'app.ts'), place);
}

function integApps(): Application[] {
  return readdirSync(path.join(ROOT, 'integ')).filter((file) => /^integ\..*\.ts$/.test(file)).map((file) => {
    const source = path.join(ROOT, 'integ', file);
    return { name: `integ/${file}`, make: (place) => appOf(source, place), snapshot: `${source}.snapshot` };
  });
}

function snippetApps(): Application[] {
  return snippetsOf(readFileSync(path.join(ROOT, 'README.md'), 'utf8')).map((snippet) => ({
    name: `README: ${snippet.under}`,
    make: (place) => {
      const app = new App();
      const Snippet = snippetStack(movedTo(place, `${givenOf(snippet)}\n${snippet.code}`));
      new Snippet(new Stage(app, 'Stage', { env: { account: '111122223333', region: place.region } }), 'Snippet');
      return app;
    },
  }));
}

/** Runs the file's code as it would be for another Region; what it calls `app` is the application. */
function appOf(file: string, place: Place): App {
  const load = createRequire(file);
  const code = `${movedTo(place, readFileSync(file, 'utf8'))}\nexport { app };\n`;
  const compiled = transpile(code, { module: ModuleKind.CommonJS, target: ScriptTarget.ES2022, esModuleInterop: true });
  const exported = {} as { app: App };
  const run = runInThisContext(`(exports, require) => {${compiled}\n}`) as (exports: object, require: (name: string) => unknown) => void;
  run(exported, (name) => (['cdk-site-to-site-vpn', '../src'].includes(name) ? library : load(name) as unknown));
  return exported.app;
}
