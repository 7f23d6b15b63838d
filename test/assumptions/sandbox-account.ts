/** An account that is nobody's, on the embedded EC2, and a terminal at which the check runs in it without anybody's time passing. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { EC2 } from '@aws-sdk/client-ec2';
import { run, Surroundings } from '../../tools/assumptions/check/program';
import { Row } from '../../tools/assumptions/check/report';
import { SystemClock } from '../../tools/rehearsal/clock';
import { Call, clientOf } from '../../tools/rehearsal/embedded-ec2/client';
import { Ec2Endpoint } from '../../tools/rehearsal/embedded-ec2/endpoint';
import { Network } from '../../tools/rehearsal/embedded-ec2/network';
import { Unknowns } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { Faults } from '../../tools/rehearsal/faults';

export const REGION = 'eu-central-1';

/** Short, so that there are few looks at what is under way. */
const LATENCIES = {
  creationMs: 15_000, provisioningMs: 15_000, deletionMs: 15_000, ikeMs: 'never' as const, vpnGatewayAttachmentMs: 4_000, transitGatewaySettleMs: 4_000,
};

/** Time that passes when somebody sleeps. */
class IdleClock extends SystemClock {
  private time = Date.UTC(2026, 0, 1);

  override now(): number {
    return this.time;
  }

  override async sleep(milliseconds: number): Promise<void> {
    this.time += milliseconds;
  }
}

export type Input = Readonly<Record<string, unknown>>;
/** As EC2 answers it; what a test makes of it is its own affair. */
export type Answer = Record<string, ReturnType<typeof JSON.parse>>;

/** As the SDK's commands are. */
interface Asked {
  readonly schema: readonly [kind: number, namespace: string, operation: string];
  readonly input: Input;
}

/** Of another account. */
export const SHARED = 'tgw-0feedfeedfeedfeed';

export interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const folders: string[] = [];
const endpoints: Ec2Endpoint[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  await Promise.all(endpoints.splice(0).map(async (endpoint) => endpoint.close()));
});

export class SandboxAccount {
  readonly clock = new IdleClock();
  readonly network: Network;
  readonly faults = new Faults();
  readonly folder = mkdtempSync(path.join(tmpdir(), 'assumptions-'));
  readonly file = path.join(this.folder, 'made.json');
  /** Everything that was called. */
  readonly calls: Call[] = [];
  /** What the person types who is asked; nothing where nobody can be. */
  answers: string | undefined = 'yes';
  /** What was in the account before anything was run: it is nobody's to change. */
  private readonly bystanders: ReadonlyMap<string, string>;

  constructor(unknowns: Partial<Unknowns> = {}) {
    folders.push(this.folder);
    this.network = new Network({ clock: this.clock, accountId: '111122223333', region: REGION, latencies: LATENCIES, unknowns });
    const { vpcId } = this.network.seed.vpc({ cidr: '10.98.0.0/16' });
    const vpnGatewayId = this.network.seed.vpnGateway({ attachedTo: vpcId });
    const customerGatewayId = this.network.seed.customerGateway({ asn: 65_177, ipAddress: '203.0.113.77' });
    this.network.seed.vpnConnection({ on: vpnGatewayId, customerGatewayId, routing: 'static', staticRoutes: ['10.95.1.0/24'] });
    this.network.seed.transitGateway({ id: SHARED, ownerId: '444455556666' });
    this.bystanders = this.records();
  }

  /** Told of each call before it is made; may throw, or press Ctrl-C. */
  beforeCall: (operation: string, press: () => void) => void = () => undefined;
  /** Told of each call that has taken effect; may throw, and what it returns is the answer. */
  afterCall: (operation: string, input: Input, answer: Answer) => Answer = (_operation, _input, answer) => answer;
  /** Answers in EC2's stead; nothing for what EC2 itself is asked. */
  insteadOfCall: (operation: string, input: Input) => Answer | undefined = () => undefined;

  /** Without the wire, unless there is an endpoint. */
  async run(words: readonly string[], url?: string): Promise<Ran> {
    const written = { out: '', err: '' };
    let press: () => void = () => undefined;
    const surroundings: Surroundings = {
      out: (text) => { written.out += text; },
      err: (text) => { written.err += text; },
      ask: async () => this.answers,
      client: (region) => (url === undefined ? this.client(() => press()) : wireClient(region)),
      sleep: async (milliseconds) => this.clock.sleep(milliseconds),
      now: () => this.clock.now(),
      onInterrupt: (act) => {
        press = act;
        return () => { press = () => undefined; };
      },
    };
    if (url !== undefined) process.env.AWS_ENDPOINT_URL_EC2 = url;
    try {
      return { status: await run(words, surroundings), ...written };
    } finally {
      delete process.env.AWS_ENDPOINT_URL_EC2;
    }
  }

  /** Everything there is to be checked, to its end. */
  async check(words: readonly string[] = [], url?: string): Promise<Ran> {
    return this.run(['--region', REGION, '--yes', '--json', '--file', this.file, ...words], url);
  }

  async listen(): Promise<string> {
    const endpoint = new Ec2Endpoint({ clock: this.clock, network: this.network, faults: this.faults });
    endpoints.push(endpoint);
    return endpoint.listen();
  }

  /** What is in the account that was not, or is not as it was. */
  left(): string[] {
    this.network.settle();
    const now = this.records();
    const changed = [...this.bystanders].filter(([id, record]) => now.get(id) !== record).map(([id]) => `changed: ${id}`);
    return [...changed, ...[...now.keys()].filter((id) => !this.bystanders.has(id))];
  }

  private records(): Map<string, string> {
    const { state } = this.network.view;
    const tables = [
      state.vpcs, state.vpcRouteTables, state.vpnGateways, state.customerGateways, state.vpnConnections, state.transitGateways,
      state.transitGatewayRouteTables, state.transitGatewayPrefixListReferences, state.prefixLists,
    ];
    const present = tables.flatMap((table) => Object.values<{ readonly id: string; readonly state?: string }>(table))
      .filter((record) => record.state !== 'deleted' && record.state !== 'deleting');
    return new Map(present.map((record) => [record.id, JSON.stringify(record)]));
  }

  keys(): string[] {
    return Object.values(this.network.view.state.vpnConnections).flatMap(({ tunnels }) => tunnels.map(({ preSharedKey }) => preSharedKey));
  }

  /** What a run wrote to its folder. */
  files(): string[] {
    return readdirSync(this.folder).map((name) => readFileSync(path.join(this.folder, name), 'utf8'));
  }

  private client(press: () => void): EC2 {
    const rules = clientOf(this.network, (call) => this.calls.push(call));
    const send = async (command: Parameters<typeof rules.send>[0]) => {
      const { schema: [, , operation], input } = command as unknown as Asked;
      this.beforeCall(operation, press);
      const answer = this.insteadOfCall(operation, input) ?? await rules.send(command) as Answer;
      return this.afterCall(operation, input, answer);
    };
    return Object.assign(new EC2({ region: REGION }), { send }) as unknown as EC2;
  }
}

export function rowsIn(out: string): Map<string, Row> {
  return new Map((JSON.parse(out) as Row[]).map((row) => [row.name, row]));
}

/** As `main.ts` makes it: the SDK finds the endpoint in the environment. */
function wireClient(region: string): EC2 {
  return new EC2({ region, credentials: { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'none' } });
}
