/// <reference path="./dynalite.d.ts" />
/**
 * The embedded DynamoDB: dynalite, which enforces condition expressions, behind an endpoint that knows who calls, enforces
 * permissions, writes down and lets things go wrong.
 */
import { once } from 'node:events';
import { Agent, IncomingMessage, request as httpRequest, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { Ec2Error } from '../contracts';
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

interface DynamoDbCall extends ServiceCall {
  readonly input: Readonly<Record<string, unknown>>;
}

/** DynamoDB names its reading operations by these verbs. */
const READING = /^(BatchGet|Describe|Get|List|Query|Scan)/;

export class DynamoDbEndpoint extends LoopbackEndpoint<DynamoDbCall> {
  protected readonly service = 'dynamodb';
  protected readonly authenticationRefusals: AuthenticationRefusals = {
    missingSignature: new Refusal('MissingAuthenticationTokenException', 'Request is missing Authentication Token'),
    unknownAccessKey: new Refusal('UnrecognizedClientException', 'The security token included in the request is invalid.'),
    wrongScope: new Refusal('InvalidSignatureException', 'Credential should be scoped to a valid region and to the service dynamodb.'),
  };

  /** The bodies of all requests that wrote, so that one can see what was kept. */
  readonly written: string[] = [];

  /** Which key of the customer's encrypts a table, by its name. */
  readonly keys = new Map<string, string>();

  private readonly store: Server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  private readonly connections = new Agent({ keepAlive: true });

  constructor(props: LoopbackEndpointProps) {
    super(props);
    this.store.keepAliveTimeout = 0;
  }

  async listen(): Promise<string> {
    this.store.listen(0, '127.0.0.1');
    await once(this.store, 'listening');
    return super.listen();
  }

  async close(): Promise<void> {
    await super.close();
    this.connections.destroy();
    await new Promise<void>((resolve, reject) => {
      this.store.close((error) => (error instanceof Error ? reject(error) : resolve()));
    });
  }

  protected operationOf({ message }: ReceivedRequest): string | undefined {
    return /^DynamoDB_20120810\.(\w+)$/.exec(String(message.headers['x-amz-target']))?.[1];
  }

  protected parse(request: ReceivedRequest): DynamoDbCall {
    const operation = this.operationOf(request);
    if (operation === undefined) throw new Refusal('UnknownOperationException', 'The request names no operation of DynamoDB.');
    return { operation, input: jsonOf(request.body), mutating: !READING.test(operation), dryRun: false };
  }

  protected admit({ operation, input }: DynamoDbCall, caller: Caller): void {
    if (this.props.authorizer === undefined) return;
    const action = `dynamodb:${operation}`;
    for (const resource of resourcesOf(operation, input)) {
      const arn = resource === '*' || resource.startsWith('arn:') ? resource
        : `arn:${this.partition}:dynamodb:${caller.region}:${this.accountId}:table/${resource}`;
      const context = { 'aws:RequestedRegion': caller.region };
      this.authorize(caller, action, arn, context, (reason) => new Refusal('AccessDeniedException', reason));
      const keyArn = this.keys.get(resource);
      if (keyArn !== undefined) this.admitToKey(caller, keyArn);
    }
  }

  /**
   * DynamoDB decrypts the key of the table in the caller's name [DynamoDB guide, "Encryption at rest: how it works" and "Authorizing use
   * of your customer managed key"].
   */
  private admitToKey(caller: Caller, keyArn: string): void {
    const context = { 'aws:RequestedRegion': caller.region, 'kms:ViaService': `dynamodb.${caller.region}.amazonaws.com` };
    this.authorize(caller, 'kms:Decrypt', keyArn, context, (reason) => new Refusal('AccessDeniedException', reason));
  }

  /** The store answers by itself, errors included. */
  protected async perform({ mutating }: DynamoDbCall, { message, body }: ReceivedRequest): Promise<Reply> {
    if (mutating) this.written.push(body.toString());
    const { port } = this.store.address() as AddressInfo;
    const { 'host': _host, 'connection': _connection, 'content-length': _length, ...headers } = message.headers;
    const { method, url: path } = message;
    const forwarded = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: this.connections });
    forwarded.end(body);
    const [response] = await once(forwarded, 'response') as [IncomingMessage];
    const answer = Buffer.concat(await response.toArray());
    const status = response.statusCode ?? 500;
    const reply = { status, headers: textHeaders(response), body: answer };
    return status < 400 ? reply : { ...reply, error: String(jsonOf(answer).__type).replace(/^.*#/, '') };
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    return {
      status,
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId },
      body: JSON.stringify({ __type: `com.amazon.coral.service#${code}`, message }),
    };
  }
}

/**
 * The names of the tables (and indexes) that IAM evaluates, as they end an ARN, or whole ARNs, or `*` [Service Authorization
 * Reference of DynamoDB].
 */
function resourcesOf(operation: string, { TableName, IndexName, RequestItems, ResourceArn }: DynamoDbCall['input']): string[] {
  if (operation === 'ListTables') return ['*'];
  if (typeof RequestItems === 'object' && RequestItems !== null) return Object.keys(RequestItems);
  const resource = TableName ?? ResourceArn;
  if (typeof resource !== 'string') throw new Refusal('ValidationException', `The call of ${operation} names no table.`);
  return [typeof IndexName === 'string' ? `${resource}/index/${IndexName}` : resource];
}

function jsonOf(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('SerializationException', 'The body is no JSON.');
  }
}

/** What belongs to the store's connection and not to its answer is left out. */
function textHeaders({ headers }: IncomingMessage): Record<string, string> {
  const ofConnection = ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'date'];
  const kept = Object.entries(headers).filter(([name]) => !ofConnection.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}
