/** A consumer's project: a folder somewhere else, and the programs that are run in it. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const LAST_LINES = 30;

export class Project {
  readonly directory: string;

  /** @param copied a folder of this one, whose files the project begins with */
  constructor(name: string, copied?: string) {
    this.directory = mkdtempSync(join(tmpdir(), `consumer-${name}-`));
    if (copied !== undefined) cpSync(join(__dirname, copied), this.directory, { recursive: true });
  }

  write(file: string, content: string): void {
    mkdirSync(dirname(join(this.directory, file)), { recursive: true });
    writeFileSync(join(this.directory, file), content);
  }

  has(file: string): boolean {
    return existsSync(join(this.directory, file));
  }

  /**
   * @returns what the program wrote to its standard output
   * @throws with the end of all it wrote, if it failed
   */
  async run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: this.directory, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
      const written = { stdout: '', all: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        written.stdout += chunk.toString();
        written.all += chunk.toString();
      });
      child.stderr.on('data', (chunk: Buffer) => void (written.all += chunk.toString()));
      child.on('error', reject);
      child.on('close', (status) => {
        if (status === 0) resolve(written.stdout);
        else reject(new Error(`${program} ${args.join(' ')} ended with ${status}\n${written.all.split('\n').slice(-LAST_LINES).join('\n')}`));
      });
    });
  }

  /** The only template of a cloud assembly. */
  template(assembly: string): string {
    const templates = readdirSync(join(this.directory, assembly)).filter((file) => file.endsWith('.template.json'));
    if (templates.length !== 1) throw new Error(`${assembly} holds ${templates.length} templates, not one`);
    return readFileSync(join(this.directory, assembly, templates[0]), 'utf8');
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
