/** The tree as one program of the TypeScript compiler, which tells what a name means. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import ts from 'typescript';

const ROOMS = ['src', 'lambda', 'tools', 'test', 'integ'];
const OWN = 'tools/build/rename/';

export interface Tree {
  readonly root: string;
  /** Of everything that is text and tracked, relative to the root. */
  readonly files: readonly string[];
  readonly service: ts.LanguageService;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly sources: ReadonlyMap<string, ts.SourceFile>;
  text(file: string): string;
  relative(absolute: string): string;
}

export function readTree(root: string): Tree {
  const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 }).split('\n')
    .filter((file) => file !== '' && !file.startsWith(OWN) && !/\.(png|svg|zip|tgz|jsii)$/.test(file));
  const scripts = files.filter((file) => /\.m?ts$/.test(file) && ROOMS.some((room) => file.startsWith(`${room}/`)) && !file.includes('.snapshot/'));
  const config = ts.readConfigFile(path.join(root, 'test/tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, path.join(root, 'test'));
  const texts = new Map<string, string>();
  const text = (file: string) => {
    if (!texts.has(file)) texts.set(file, readFileSync(path.join(root, file), 'utf8'));
    return texts.get(file)!;
  };
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => true,
    getCompilationSettings: () => options,
    getScriptFileNames: () => scripts.map((file) => path.join(root, file)),
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) => {
      const content = ts.sys.readFile(file);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  }, ts.createDocumentRegistry());
  const program = service.getProgram()!;
  const sources = new Map(scripts.map((file) => [file, program.getSourceFile(path.join(root, file))!]));
  return { root, files, service, program, checker: program.getTypeChecker(), sources, text, relative: (absolute) => path.relative(root, absolute) };
}
