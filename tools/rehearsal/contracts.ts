/**
 * The seams between the rehearsal's rooms: what the wire, the network, the clock and the driver expect of each other.
 */

/** Time as everything in a rehearsal sees it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** An error as EC2 answers it: `code` is the wire's `<Code>`, without a `Client.` or `Server.` prefix. */
export class Ec2Error extends Error {
  constructor(readonly code: string, message: string, readonly status: number = 400) {
    super(message);
    this.name = code;
  }
}

/** One call of one operation; `input` and output are shaped like the SDK's command input and output. */
export interface Ec2Operations {
  /** Operations that are implemented; any other is `InvalidAction`. */
  readonly operations: readonly string[];
  /** @throws {Ec2Error} */
  call(operation: string, input: Record<string, unknown>): Record<string, unknown>;
  /** Of a VPN connection, by its id: what IAM can make a permission depend on. Of anything else nothing. */
  tagsOf?(id: string): Readonly<Record<string, string>>;
}

/** Who calls, as the request's signature names it. */
export interface Principal {
  readonly accessKeyId: string;
  readonly name: string;
}

/** Decides whether a call is allowed; `undefined` is "allowed", a sentence is the reason it is not. */
export interface Authorizer {
  denial(
    accessKeyId: string, action: string, resourceArns: readonly string[], context: Readonly<Record<string, string>>,
  ): string | undefined;
}

/** One line of what happened on the wire. No parameter values: they could hold a secret. */
export interface CallRecord {
  readonly at: number;
  /** By the name that requests are signed for. */
  readonly service:
  'ec2' | 'dynamodb' | 'cloudformation' | 'directconnect' | 'events' | 'monitoring' | 's3' | 'servicequotas' | 'secretsmanager' | 'sts';
  readonly operation: string;
  readonly principal: string;
  readonly mutating: boolean;
  readonly dryRun: boolean;
  /** The error code, or nothing when it succeeded. */
  readonly error?: string;
}
