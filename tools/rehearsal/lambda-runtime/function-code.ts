/**
 * The code of one Lambda function: a staged asset (a directory, or a single file) or inline source.
 *
 * Files are compiled once and run anew with every cold start, because a crash rehearsal cold-starts thousands of times.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { compileFunction, constants } from 'node:vm';

/** What a module of the function gets as its free names, in this order. */
export const MODULE_PARAMETERS = [
  'exports', 'require', 'module', '__filename', '__dirname',
  'globalThis', 'global', 'process', 'console', 'performance', 'Date', 'Math',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate',
] as const;

export type CompiledModule = (...values: unknown[]) => void;

/** Where a function's code lies on Lambda; stack traces name it, so that they are the same on every machine. */
const TASK_ROOT = '/var/task';

export class FunctionCode {
  static fromAsset(path: string): FunctionCode {
    // Module resolution answers real paths, so that is what they are compared with.
    const real = realpathSync(path);
    return new FunctionCode(statSync(real).isDirectory() ? real : dirname(real));
  }

  static fromInline(source: string): FunctionCode {
    return new FunctionCode(TASK_ROOT, new Map([[join(TASK_ROOT, 'index.js'), source]]));
  }

  private readonly compiled = new Map<string, CompiledModule>();
  private readonly json = new Map<string, string>();

  private constructor(readonly directory: string, private readonly inline: ReadonlyMap<string, string> = new Map()) {}

  /**
   * The file that a module name leads to from another file of the same function.
   * Nothing outside the asset is found: on Lambda it would not be there either.
   */
  resolve(specifier: string, fromFile: string): string | undefined {
    const inline = [...this.inline.keys()].find((file) => file === join(dirname(fromFile), withExtension(specifier)));
    if (inline !== undefined) return inline;
    if (this.inline.size > 0) return undefined;
    const file = resolveOnDisk(specifier, fromFile);
    return file !== undefined && this.contains(file) ? file : undefined;
  }

  /** The file that holds the handler `directory/file.export`, without its export. */
  resolveHandler(moduleName: string): string | undefined {
    return this.resolve(`./${moduleName}`, join(this.directory, 'bootstrap'));
  }

  compile(file: string): CompiledModule {
    const known = this.compiled.get(file);
    if (known !== undefined) return known;
    const compiled = compileFunction(this.source(file), [...MODULE_PARAMETERS], {
      filename: join(TASK_ROOT, relative(this.directory, file)),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    }) as CompiledModule;
    this.compiled.set(file, compiled);
    return compiled;
  }

  /** The text of a `.json` module. */
  jsonText(file: string): string {
    const known = this.json.get(file) ?? this.source(file);
    this.json.set(file, known);
    return known;
  }

  private source(file: string): string {
    // A script may start with a line for the shell, which a function body may not.
    return (this.inline.get(file) ?? readFileSync(file, 'utf8')).replace(/^#!.*/, '');
  }

  private contains(file: string): boolean {
    return !relative(this.directory, file).startsWith('..');
  }
}

function withExtension(specifier: string): string {
  return specifier.endsWith('.js') ? specifier : `${specifier}.js`;
}

function resolveOnDisk(specifier: string, fromFile: string): string | undefined {
  try {
    return createRequire(fromFile).resolve(specifier);
  } catch {
    // "Not found" is an answer here; the caller words the error as Lambda does.
    return undefined;
  }
}
