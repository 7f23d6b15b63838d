/**
 * What the embedded services that speak AWS JSON have in common: the operation stands in a header, an object goes in, an
 * object comes out. Timestamps are seconds since the epoch, as these protocols write them.
 */
import { Ec2Error } from '../contracts';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import {
  AuthenticationRefusals,
  Caller,
  LoopbackEndpoint,
  LoopbackEndpointProps,
  ReceivedRequest,
  Refusal,
  Reply,
  ServiceCall,
} from '../loopback-endpoint';
import { serviceUnknowns, ServiceUnknowns } from './unknowns';

export type JsonInput = Readonly<Record<string, unknown>>;

export interface JsonCall extends ServiceCall {
  readonly input: JsonInput;
}

/** Each operation that is known, and what answers it. */
export type JsonOperations = Readonly<Record<string, (input: JsonInput, call: JsonCall) => object>>;

export interface JsonServiceProps extends LoopbackEndpointProps {
  readonly unknowns?: Partial<ServiceUnknowns>;
}

const DEFAULT_REGION = 'eu-central-1';

export abstract class JsonServiceEndpoint extends LoopbackEndpoint<JsonCall> {
  protected readonly authenticationRefusals: AuthenticationRefusals = {
    missingSignature: new Refusal('MissingAuthenticationTokenException', 'Request is missing Authentication Token', 403),
    unknownAccessKey: new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.', 403),
    wrongScope: new Refusal('InvalidSignatureException', 'Credential should be scoped to a valid region and to the right service.', 403),
  };
  protected readonly unknowns: ServiceUnknowns;
  /** What stands before the operation's name in the header. */
  protected abstract readonly target: string;
  protected abstract readonly operations: JsonOperations;
  protected readonly contentType: string = 'application/x-amz-json-1.1';
  /** The code of the refusal when IAM does not allow the call. */
  protected readonly deniedCode: string = 'AccessDeniedException';

  constructor(props: JsonServiceProps) {
    super(props);
    this.unknowns = serviceUnknowns(props.unknowns);
  }

  /** What IAM is asked; all of it must be allowed. */
  protected abstract permissionsFor(call: JsonCall, location: Location): readonly PermissionRequest[];

  /** Where the service stands, as the ARNs in its answers say. */
  protected get location(): Location {
    return { partition: this.partition, region: this.props.region ?? DEFAULT_REGION, accountId: this.accountId };
  }

  protected operationOf({ message }: ReceivedRequest): string | undefined {
    const [target, operation] = String(message.headers['x-amz-target']).split('.');
    return target === this.target ? operation : undefined;
  }

  protected parse(request: ReceivedRequest): JsonCall {
    const operation = this.operationOf(request);
    if (operation === undefined || !Object.hasOwn(this.operations, operation)) {
      throw new Refusal('UnknownOperationException', `The embedded ${this.service} does not know the operation ${operation ?? '(none)'}.`);
    }
    return { operation, input: jsonOf(request.body), mutating: !/^(Describe|Get|List)/.test(operation), dryRun: false };
  }

  protected admit(call: JsonCall, caller: Caller): void {
    for (const { action, resourceArn, context } of this.permissionsFor(call, this.locationOf(caller))) {
      this.authorize(caller, action, resourceArn, context, (reason) => new Refusal(this.deniedCode, reason));
    }
  }

  protected perform(call: JsonCall, { requestId }: ReceivedRequest): Reply {
    return this.reply(200, this.operations[call.operation](call.input, call), requestId);
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    return this.reply(status, { __type: code, message }, requestId);
  }

  private reply(status: number, body: object, requestId: string): Reply {
    return { status, headers: { 'content-type': this.contentType, 'x-amzn-requestid': requestId }, body: JSON.stringify(body) };
  }
}

export interface JsonPage<T> {
  readonly items: readonly T[];
  readonly nextToken?: string;
}

/** The page that begins where the token says; the token is opaque to callers. */
export function pageOf<T>(items: readonly T[], size: number, token: unknown, invalidToken: Refusal): JsonPage<T> {
  const start = token === undefined ? '0' : /^from (\d+)$/.exec(Buffer.from(String(token), 'base64url').toString())?.[1];
  if (start === undefined) throw invalidToken;
  const end = Number(start) + size;
  const rest = end < items.length ? { nextToken: Buffer.from(`from ${end}`).toString('base64url') } : {};
  return { items: items.slice(Number(start), end), ...rest };
}

/** As AWS JSON writes a time. */
export function secondsOf(milliseconds: number): number {
  return milliseconds / 1_000;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function jsonOf(body: Buffer): JsonInput {
  try {
    const value: unknown = JSON.parse(body.toString() || '{}');
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, as anything else is that is no object.
  }
  throw new Refusal('SerializationException', 'The body is no JSON object.');
}
