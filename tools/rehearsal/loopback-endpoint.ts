/**
 * What the rehearsal's endpoints have in common: an HTTP server on loopback, who calls, what goes wrong on purpose, what
 * is written down, and the order of it all.
 *
 * One request: parse, authenticate, admit (throttle, authorize, dry run), fault before, effect, fault after, record, latency.
 * Signatures are read for the access key, the region and the service, and not verified.
 */
import { once } from 'node:events';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo, Socket } from 'node:net';
import { Release, RehearsalClock } from './clock';
import { CallRecord, Ec2Error, Principal } from './contracts';
import { Faults, FaultEffect } from './faults';
import { Location } from './iam/ec2-resources';
import { AccessControl } from './iam/policy-authorizer';

export interface LoopbackEndpointProps {
  readonly clock: RehearsalClock;
  /** Enforces permissions; without it everybody may do everything. */
  readonly authorizer?: AccessControl;
  readonly faults?: Faults;
  /** How long each answer takes, in milliseconds; 0 unless given. */
  readonly apiLatencyMs?: number;
  /** The account in ARNs. */
  readonly accountId?: string;
  /** The only region that requests may be signed for; any unless given. */
  readonly region?: string;
  readonly partition?: string;
}

/** A call that was refused, as the service's protocol will say it. */
export class Refusal extends Ec2Error {}

export interface ReceivedRequest {
  readonly message: IncomingMessage;
  readonly body: Buffer;
  readonly requestId: string;
}

export interface ServiceCall {
  readonly operation: string;
  readonly mutating: boolean;
  readonly dryRun: boolean;
}

/** Who calls, and the region that the request was signed for. */
export interface Caller extends Principal {
  readonly region: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** The error code, when the service itself did not do what it was asked. */
  readonly error?: string;
}

/** The refusals of a request that does not say, or says wrongly, who sent it: each service has words of its own. */
export interface AuthenticationRefusals {
  readonly missingSignature: Refusal;
  readonly unknownAccessKey: Refusal;
  readonly wrongScope: Refusal;
}

const DEFAULT_ACCOUNT = '111122223333';

export abstract class LoopbackEndpoint<C extends ServiceCall> {
  /** Everything that was called, in the order in which the outcome was known. */
  readonly calls: CallRecord[] = [];
  /** Mistakes of the emulation itself, which callers saw as internal errors. */
  readonly defects: Error[] = [];

  protected readonly accountId: string;
  protected readonly partition: string;
  protected abstract readonly service: CallRecord['service'];
  protected abstract readonly authenticationRefusals: AuthenticationRefusals;

  private readonly server: Server;
  private readonly listeners = new Set<(call: CallRecord) => void>();
  private requests = 0;

  constructor(protected readonly props: LoopbackEndpointProps) {
    this.accountId = props.accountId ?? DEFAULT_ACCOUNT;
    this.partition = props.partition ?? 'aws';
    // Idle connections stay: real time must not decide whether a client's next request finds one.
    this.server = createServer({ keepAliveTimeout: 0 }, (message, response) => void this.serve(message, response));
  }

  /** Where it listens, once it does. */
  get url(): string | undefined {
    const address = this.server.address() as AddressInfo | null;
    return address === null ? undefined : `http://127.0.0.1:${address.port}`;
  }

  /** Starts to listen on a free port of the loopback address, unless it does already; the answer is the endpoint's URL. */
  async listen(): Promise<string> {
    if (!this.server.listening) {
      this.server.listen(0, '127.0.0.1');
      await once(this.server, 'listening');
    }
    return this.url!;
  }

  /** Stops to listen and cuts every connection; nothing of the endpoint keeps the process alive afterwards. */
  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  /** Tells of every call from now on; the answer ends that. */
  onCall(listener: (call: CallRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The operation's name as far as it can be told without reading the rest; for the record of a request that cannot be read. */
  protected abstract operationOf(request: ReceivedRequest): string | undefined;
  /** @throws {Refusal} */
  protected abstract parse(request: ReceivedRequest): C;
  /** Lets the call through or throws the {@link Refusal}: throttling, permissions, dry run. */
  protected abstract admit(call: C, caller: Caller): void;
  /** @throws {Refusal} */
  protected abstract perform(call: C, request: ReceivedRequest): Promise<Reply> | Reply;
  protected abstract refuse(refusal: Ec2Error, request: ReceivedRequest): Reply;

  /** What the ARNs begin with that a call of theirs is authorized for. */
  protected locationOf({ region }: Caller): Location {
    return { partition: this.partition, region, accountId: this.accountId };
  }

  /** @throws {Refusal} when the authorizer does not allow it */
  protected authorize(caller: Caller, action: string, resourceArn: string, context: Readonly<Record<string, string>>,
    refusal: (reason: string) => Refusal): void {
    const reason = this.props.authorizer?.denial(caller.accessKeyId, action, [resourceArn], context);
    if (reason !== undefined) throw refusal(reason);
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const visit = new Visit(this.props.clock, message.socket);
    try {
      const body = await bodyOf(message);
      const reply = body === undefined ? undefined : await this.answer({ message, body, requestId: this.nextRequestId() }, visit);
      await visit.delay(this.props.apiLatencyMs ?? 0);
      if (reply !== undefined) this.send(reply, response);
      else message.socket.destroy();
    } finally {
      visit.end();
    }
  }

  /** Nothing when the connection is to be dropped. */
  private async answer(request: ReceivedRequest, visit: Visit): Promise<Reply | undefined> {
    let record: CallRecord = {
      at: this.props.clock.now(),
      service: this.service,
      operation: this.operationOf(request) ?? '(none)',
      principal: '(unknown)',
      mutating: false,
      dryRun: false,
    };
    try {
      const call = this.parse(request);
      record = { ...record, mutating: call.mutating, dryRun: call.dryRun };
      const caller = this.authenticate(request);
      record = { ...record, principal: caller.name };
      this.admit(call, caller);
      await this.goWrong(call.operation, 'before', visit);
      const reply = await this.perform(call, request);
      await this.goWrong(call.operation, 'after', visit);
      this.record(reply.error === undefined ? record : { ...record, error: reply.error });
      return reply;
    } catch (error) {
      const refusal = this.refusalOf(error);
      this.record({ ...record, error: refusal.code });
      return refusal instanceof DroppedConnection ? undefined : this.refuse(refusal, request);
    }
  }

  /** @throws {Refusal} */
  protected authenticate({ message }: ReceivedRequest): Caller {
    const { authorizer, region: onlyRegion } = this.props;
    const credential = /Credential=([^/,\s]+)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\/aws4_request/.exec(message.headers.authorization ?? '');
    if (credential === null) throw this.authenticationRefusals.missingSignature;
    const [, accessKeyId, region, service] = credential;
    if (service !== this.service || (onlyRegion !== undefined && region !== onlyRegion)) throw this.authenticationRefusals.wrongScope;
    const name = authorizer === undefined ? accessKeyId : authorizer.nameOf(accessKeyId);
    if (name === undefined) throw this.authenticationRefusals.unknownAccessKey;
    return { accessKeyId, name, region };
  }

  private async goWrong(operation: string, when: 'before' | 'after', visit: Visit): Promise<void> {
    const effect: FaultEffect | undefined = this.props.faults?.take(operation, when);
    if (effect === undefined) return;
    if (effect === 'drop-connection') throw new DroppedConnection();
    if ('latencyMs' in effect) await visit.delay(effect.latencyMs);
    else throw new Refusal(effect.code, effect.message, effect.status);
  }

  private refusalOf(error: unknown): Ec2Error {
    if (error instanceof Ec2Error) return error;
    const defect = error instanceof Error ? error : new Error(String(error));
    this.defects.push(defect);
    return new Refusal('InternalError', defect.message, 500);
  }

  /** Dated by the one clock: a client whose clock disagrees takes it for skew, and repeats what it should not. */
  private send(reply: Reply, response: ServerResponse): void {
    const date = new Date(this.props.clock.now()).toUTCString();
    response.writeHead(reply.status, { ...reply.headers, date, 'content-length': Buffer.byteLength(reply.body) });
    response.end(reply.body);
  }

  private record(call: CallRecord): void {
    this.calls.push(call);
    for (const listener of this.listeners) listener(call);
  }

  /** Shaped as AWS's, and the same in every run. */
  private nextRequestId(): string {
    this.requests += 1;
    return `00000000-0000-4000-8000-${String(this.requests).padStart(12, '0')}`;
  }
}

/** One request at the server: while it is worked on, the clock stands still; while it is delayed, the time passes. */
class Visit {
  private release: Release;

  constructor(private readonly clock: RehearsalClock, private readonly socket: Socket) {
    this.release = clock.hold();
  }

  async delay(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    this.end();
    await this.clock.latency(milliseconds, this.socket);
    this.release = this.clock.hold();
  }

  end(): void {
    this.release();
  }
}

class DroppedConnection extends Refusal {
  constructor() {
    super('ConnectionDropped', 'the connection was dropped on purpose');
  }
}

/** Nothing when the client has gone away before it had sent all. */
async function bodyOf(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of message) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch {
    return undefined;
  }
}
