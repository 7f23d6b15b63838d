/** The file that says what was made: written before each creation and after it, so that whatever happens it can be found and deleted. */
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** In the order in which they are deleted. */
export const KINDS = [
  'vpn-connection', 'prefix-list', 'transit-gateway-route-table', 'transit-gateway', 'customer-gateway', 'vpn-gateway', 'vpc',
] as const;

export type Kind = (typeof KINDS)[number];

export interface Entry {
  readonly kind: Kind;
  readonly name: string;
  /** Absent: its creation was begun, and nobody knows whether it came about. */
  readonly id?: string;
}

interface Written {
  readonly run: string;
  readonly region: string;
  readonly made: readonly Entry[];
}

export class Ledger {
  /** @throws {Error} when the file is there: it may be all that is known of another run. */
  static begin(file: string, run: string, region: string): Ledger {
    if (existsSync(file)) throw new Error(`${file} is there already. Delete what it names with --clean-up ${file}, or name another with --file`);
    const ledger = new Ledger(file, { run, region, made: [] });
    ledger.write();
    return ledger;
  }

  /** @throws {Error} when it is no such file. */
  static read(file: string): Ledger {
    let written: Partial<Written>;
    try {
      written = JSON.parse(readFileSync(file, 'utf8')) as Partial<Written>;
    } catch {
      throw new Error(`${file} cannot be read as what a run wrote. Give --clean-up the file that the run named`);
    }
    const { run, region, made } = written;
    if (typeof run !== 'string' || typeof region !== 'string' || !Array.isArray(made)) {
      throw new Error(`${file} is not what a run wrote. Give --clean-up the file that the run named`);
    }
    return new Ledger(file, { run, region, made });
  }

  private constructor(readonly file: string, private written: Written) {}

  /** Every thing that is made carries it as a tag. */
  get run(): string {
    return this.written.run;
  }

  get region(): string {
    return this.written.region;
  }

  idsOf(kind: Kind): string[] {
    return this.written.made.flatMap((entry) => (entry.kind === kind && entry.id !== undefined ? [entry.id] : []));
  }

  /** Writes that something is about to be made; the answer writes which id it got. */
  making(kind: Kind, name: string): (id: string) => void {
    const begun: Entry = { kind, name };
    this.keep([...this.written.made, begun]);
    return (id) => this.keep(this.written.made.map((entry) => (entry === begun ? { ...begun, id } : entry)));
  }

  /** Nothing is left. */
  end(): void {
    rmSync(this.file, { force: true });
  }

  private keep(made: readonly Entry[]): void {
    this.written = { ...this.written, made };
    this.write();
  }

  private write(): void {
    // Another file that takes the place of the former: a machine that goes down leaves one of the two, whole.
    writeFileSync(`${this.file}.new`, `${JSON.stringify(this.written, undefined, 2)}\n`, { mode: 0o600 });
    renameSync(`${this.file}.new`, this.file);
  }
}
