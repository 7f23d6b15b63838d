/**
 * `aws` on the PATH of a script under test: operations and parameters by the names that the AWS CLI derives from the service's
 * shapes, called through the real SDK on the embedded endpoints, `--query` and `--output text` on what they answer.
 *
 * The programs on the PATH only pass their words on to this process, where a second of the network's time passes for each of
 * them, and as many as are slept.
 */
import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as ec2 from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { search } from './query-language';

export interface Ran {
  readonly status: number;
  readonly output: string;
}

export interface CommandLineOptions {
  readonly endpoints: { readonly ec2?: string; readonly dynamodb?: string };
  readonly pass: (seconds: number) => void;
}

export const REGION = 'eu-central-1';

const SERVICES = { ec2, dynamodb };

type Service = keyof typeof SERVICES;

export class CommandLine {
  static async start(options: CommandLineOptions): Promise<CommandLine> {
    const line = new CommandLine(options);
    await new Promise<void>((resolve) => line.server.listen(0, '127.0.0.1', () => resolve()));
    line.install();
    return line;
  }

  /** Every command, as it was typed. */
  readonly commands: (readonly string[])[] = [];
  /** Commands that the AWS CLI would not have understood. */
  readonly mistakes: string[] = [];
  /** Programs run here, and what they leave behind stays here. */
  readonly directory = mkdtempSync(path.join(tmpdir(), 'recovery-'));

  private readonly server: Server;
  private running?: ChildProcess;
  private commandsMax = Infinity;
  private readonly clients: { readonly [service in Service]?: { send(command: never): Promise<object>; destroy(): void } };

  private constructor(private readonly surroundings: CommandLineOptions) {
    const { endpoints } = surroundings;
    const config = { region: REGION, maxAttempts: 1, credentials: { accessKeyId: 'AKIASTORY', secretAccessKey: 'none' } };
    this.clients = {
      ...endpoints.ec2 === undefined ? {} : { ec2: new ec2.EC2Client({ ...config, endpoint: endpoints.ec2 }) },
      ...endpoints.dynamodb === undefined ? {} : { dynamodb: new dynamodb.DynamoDBClient({ ...config, endpoint: endpoints.dynamodb }) },
    };
    this.server = createServer((request, response) => {
      void (async () => {
        const words = Buffer.concat(await request.toArray()).toString().split('\0').slice(0, -1);
        const { status, output } = await this.answer(words);
        response.end(`${status}\n${output}`);
      })();
    });
  }

  /**
   * Runs a text with bash, as a person would who has these programs and AWS_REGION.
   * @param commandsMax the person's machine goes down after so many commands
   */
  async run(script: string, commandsMax = Infinity): Promise<Ran> {
    this.commandsMax = this.commands.length + commandsMax;
    const file = path.join(this.directory, 'script.sh');
    writeFileSync(file, script);
    const env = { PATH: `${path.join(this.directory)}:${process.env.PATH}`, AWS_REGION: REGION };
    // A group of its own: what the script has begun goes down with it.
    const running = spawn('bash', [file], { cwd: this.directory, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.running = running;
    let output = '';
    for (const stream of [running.stdout, running.stderr]) stream.setEncoding('utf8').on('data', (text: string) => { output += text; });
    const [status] = await once(running, 'close') as [number | null];
    return { status: status ?? -1, output };
  }

  async close(): Promise<void> {
    for (const client of Object.values(this.clients)) client.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.directory, { recursive: true, force: true });
  }

  private install(): void {
    const { port } = this.server.address() as AddressInfo;
    for (const program of ['aws', 'sleep']) {
      writeFileSync(path.join(this.directory, program), [
        '#!/bin/bash',
        `printf '%s\\0' ${program} "$@" | curl -sS --data-binary @- http://127.0.0.1:${port}/ | {`,
        '  read -r status',
        '  if [ "$status" = 0 ]; then cat; else cat >&2; fi',
        '  exit "$status"',
        '}',
        'exit "${PIPESTATUS[2]}"',
      ].join('\n'), { mode: 0o755 });
    }
  }

  private async answer([program, ...words]: string[]): Promise<Ran> {
    if (program === 'sleep') {
      this.surroundings.pass(Number(words[0]));
      return { status: 0, output: '' };
    }
    if (this.commands.length >= this.commandsMax) {
      if (this.running?.pid !== undefined) process.kill(-this.running.pid, 'SIGKILL');
      return { status: 1, output: '' };
    }
    this.commands.push(words);
    this.surroundings.pass(1);
    try {
      return { status: 0, output: await this.call(words) };
    } catch (error) {
      return { status: 254, output: `An error occurred: ${(error as Error).name}: ${(error as Error).message}\n` };
    }
  }

  private async call([service, operation, ...words]: string[]): Promise<string> {
    const { command, input, query, output } = this.understood(service as Service, operation, words);
    const client = this.clients[service as Service];
    if (client === undefined) throw new Error(`there is no endpoint of ${service} here`);
    const { $metadata, ...answer } = await client.send(new command(input) as never) as { $metadata: unknown };
    const found = query === undefined ? answer : search(query, answer);
    return output === 'text' ? textOf(found) : `${JSON.stringify(found, undefined, 4)}\n`;
  }

  private understood(service: Service, operation: string, words: readonly string[]): ReturnType<typeof commandOf> {
    try {
      return commandOf(service, operation, words);
    } catch (error) {
      this.mistakes.push((error as Error).message);
      throw error;
    }
  }
}

/** The command that the words stand for. @throws {Error} for an operation or a parameter that the service does not have. */
export function commandOf(service: Service, operation: string, typed: readonly string[]) {
  const schema = operationsOf(service).get(operation);
  if (schema === undefined) throw new Error(`aws ${service} has no operation ${operation}`);
  const members = new Map([...schema.input.structIterator()].map(([name, member]) => [kebab(name), { name, member }]));
  const input: Record<string, unknown> = {};
  const global: Record<string, string> = {};
  const words = typed.flatMap((word) => (word.startsWith('--') ? /^([^=]*)=?(.*)$/s.exec(word)!.slice(1, word.includes('=') ? 3 : 2) : [word]));
  for (let index = 0; index < words.length;) {
    const parameter = words[index].replace(/^--/, '');
    const next = words.findIndex((word, at) => at > index && word.startsWith('--'));
    const values = words.slice(index + 1, next === -1 ? undefined : next);
    index += values.length + 1;
    const known = members.get(parameter);
    if (known !== undefined && words[index - values.length - 1].startsWith('--')) input[known.name] = valueOf(known.member, values, parameter);
    else if (['region', 'query', 'output'].includes(parameter) && values.length === 1) global[parameter] = values[0];
    else throw new Error(`aws ${service} ${operation} has no parameter --${parameter}`);
  }
  if (service === 'ec2' && global.region !== REGION) throw new Error(`aws ${service} ${operation} was not sent to ${REGION}`);
  const missing = [...members].slice(0, requiredCount(schema.input)).find(([, { name }]) => input[name] === undefined);
  if (missing !== undefined) throw new Error(`aws ${service} ${operation} lacks --${missing[0]}`);
  const command = Reflect.get(SERVICES[service], `${schema.name}Command`) as new (input: object) => object;
  return { command, input, query: global.query, output: global.output };
}

/** As botocore's `xform_name` does it: `DestinationIpv6CidrBlock` is `destination-ipv6-cidr-block`. */
function kebab(name: string): string {
  return name.replace(/(.)([A-Z][a-z]+)/g, '$1-$2').replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

interface OperationSchema {
  readonly name: string;
  readonly input: NormalizedSchema;
}

/** First element of an operation's schema, which goes on with namespace, name, traits, input, output. */
const OPERATION = 9;

function operationsOf(service: Service): Map<string, OperationSchema> {
  const schemas = Object.values(SERVICES[service] ?? {}).filter((each: unknown) => Array.isArray(each) && each[0] === OPERATION);
  return new Map(schemas.map((schema) => {
    const [, , name, , input] = schema as unknown as [number, string, string, unknown, Parameters<typeof NormalizedSchema.of>[0]];
    return [kebab(name), { name, input: NormalizedSchema.of(input) }];
  }));
}

function requiredCount(schema: NormalizedSchema): number {
  const tuple = schema.getSchema();
  return Array.isArray(tuple) && typeof tuple[6] === 'number' ? tuple[6] : 0;
}

function valueOf(schema: NormalizedSchema, values: readonly string[], parameter: string): unknown {
  if (schema.isListSchema()) return values.map((value) => elementOf(schema.getValueSchema(), value));
  if (schema.isBooleanSchema() && values.length === 0) return true;
  if (values.length !== 1) throw new Error(`--${parameter} takes one value, not ${values.length}`);
  if (schema.isStringSchema()) return values[0];
  return JSON.parse(values[0]);
}

/** A structure in the CLI's shorthand, `Name=state,Values=pending,available`. */
function elementOf(schema: NormalizedSchema, text: string): unknown {
  if (schema.isStringSchema()) return text;
  const structure: Record<string, unknown> = {};
  const members = schema.getMemberSchemas();
  for (const [, name, list] of text.matchAll(/(?:^|,)(\w+)=((?:(?!,\w+=).)*)/g)) {
    if (members[name] === undefined) throw new Error(`${text}: there is no member ${name}`);
    structure[name] = members[name].isListSchema() ? list.split(',') : list;
  }
  return structure;
}

/** As the AWS CLI prints text: a row for each list, tabs between its fields, None for what is not there. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return `${scalar(value)}\n`;
  if (value.length === 0) return '';
  if (value.every((each) => !Array.isArray(each))) return `${value.map(scalar).join('\t')}\n`;
  return value.map(textOf).join('');
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'object') throw new Error('a structure is not printed as text here');
  return String(value);
}
