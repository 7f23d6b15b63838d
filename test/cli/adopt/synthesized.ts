/** Generated code as a deployment would see it: compiled, run against the library's sources, and its template. */
import { createRequire } from 'node:module';
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib';
import * as ts from 'typescript';
import * as library from '../../../src';

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, never>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** The template of the only stack, with the partition written out. */
export function templateOf(code: string, context: Readonly<Record<string, string>> = {}): Template {
  const apps: cdk.App[] = [];
  class App extends cdk.App {
    constructor() {
      super({ context: { ...context, 'aws:cdk:disable-stack-trace': true } });
      apps.push(this);
    }
  }
  const real = createRequire(__filename);
  const modules: Readonly<Record<string, unknown>> = { 'aws-cdk-lib': { ...cdk, App }, 'cdk-site-to-site-vpn': library };
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 } });
  new Function('require', 'exports', outputText)((name: string) => modules[name] ?? real(name), {});
  const [{ template }] = apps[0].synth().stacks as unknown as { template: Template }[];
  return JSON.parse(JSON.stringify(template).replaceAll('{"Ref":"AWS::Partition"}', '"aws"')) as Template;
}

/** What the compiler has to say of all of them together, as somebody's project would have it. */
export function complaintsOf(codes: readonly string[]): string[] {
  const root = path.join(__dirname, '..', '..', '..');
  const named = new Map(codes.map((code, index) => [path.join(root, 'test', 'cli', 'adopt', `generated-${index}.ts`), code]));
  const options: ts.CompilerOptions = {
    strict: true, noEmit: true, skipLibCheck: true, noUnusedLocals: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler, types: ['node'], stripInternal: true,
    paths: { 'cdk-site-to-site-vpn': [path.join(root, 'src', 'index.ts')] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => named.has(file) || fileExists.call(host, file);
  host.readFile = (file) => named.get(file) ?? readFile.call(host, file);
  host.getSourceFile = (file, target, ...rest) => {
    const code = named.get(file);
    return code === undefined ? getSourceFile.call(host, file, target, ...rest) : ts.createSourceFile(file, code, target);
  };
  const program = ts.createProgram([...named.keys()], options, host);
  return [...named.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
  });
}

export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Joined texts as CloudFormation joins them. */
export function joined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(joined);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Join': join } = value as { 'Fn::Join'?: [string, unknown[]] };
  if (join !== undefined && join[1].every((each) => typeof each === 'string')) return join[1].join(join[0]);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, joined(member)]));
}
