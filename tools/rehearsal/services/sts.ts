/**
 * The embedded STS by the Query protocol: AssumeRole, to whom the role's trust policy names, and credentials by which every other
 * endpoint knows the role until they expire.
 */
import { Ec2Error } from '../contracts';
import { lettersOf } from '../lambda-runtime/identifiers';
import {
  AuthenticationRefusals, Caller, LoopbackEndpoint, LoopbackEndpointProps, ReceivedRequest, Refusal, Reply, ServiceCall,
} from '../loopback-endpoint';
import { XmlContent, xmlDocument } from '../xml';

export interface StsEndpointProps extends LoopbackEndpointProps {
  readonly sessions: Sessions;
  /** The access key under which a role's policies are kept. @throws {Error} when there is no such role */
  readonly accessKeyIdOf: (roleArn: string) => string;
}

/** Whoever has to know in which role a session acts. */
export interface Sessions {
  openSession(accessKeyId: string, roleAccessKeyId: string, isOver: () => boolean): void;
}

/** What the secrets of a session begin with, which nothing may ever tell. */
export const SESSION_SECRET = 'sessionSecret';

interface StsCall extends ServiceCall {
  readonly roleArn: string;
  readonly sessionName: string;
  readonly seconds: number;
}

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** [STS API reference, AssumeRole: DurationSeconds; a session that is opened in another role's lasts an hour at most] */
const SECONDS_MIN = 900;
const SECONDS_MAX = 3600;

export class StsEndpoint extends LoopbackEndpoint<StsCall> {
  protected readonly service = 'sts';
  protected readonly authenticationRefusals: AuthenticationRefusals = {
    missingSignature: new Refusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403),
    unknownAccessKey: new Refusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
    wrongScope: new Refusal('SignatureDoesNotMatch', 'Credential should be scoped to a valid region.', 403),
  };

  private opened = 0;

  constructor(private readonly sts: StsEndpointProps) {
    super(sts);
  }

  protected operationOf(request: ReceivedRequest): string | undefined {
    return parametersOf(request).get('Action') ?? undefined;
  }

  protected parse(request: ReceivedRequest): StsCall {
    const operation = this.operationOf(request) ?? '';
    if (operation !== 'AssumeRole') throw new Refusal('InvalidAction', `Only AssumeRole is known here, not ${operation}.`);
    const { Action, Version, RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds = '3600', ...unknown } = Object.fromEntries(parametersOf(request));
    const [first] = Object.keys(unknown);
    if (first !== undefined) throw new Error(`${Action} of ${Version}: the parameter ${first} is not known here`);
    const seconds = Number(DurationSeconds);
    const isValid = /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(roleArn) && /^[\w+=,.@-]{2,64}$/.test(sessionName)
      && seconds >= SECONDS_MIN && seconds <= SECONDS_MAX;
    if (!isValid) throw new Refusal('ValidationError', '1 validation error detected');
    return { operation, mutating: false, dryRun: false, roleArn, sessionName, seconds };
  }

  /** Of a role that does not exist nothing else is said. */
  protected admit({ operation, roleArn }: StsCall, caller: Caller): void {
    this.authorize(caller, `sts:${operation}`, roleArn, { 'aws:RequestedRegion': caller.region }, (reason) => new Refusal('AccessDenied', reason, 403));
  }

  protected perform({ roleArn, sessionName, seconds }: StsCall, { requestId }: ReceivedRequest): Reply {
    this.opened += 1;
    const accessKeyId = `ASIA${lettersOf(16, 'session', roleArn, this.opened)}`;
    const expiresAt = this.props.clock.now() + seconds * 1000;
    this.sts.sessions.openSession(accessKeyId, this.sts.accessKeyIdOf(roleArn), () => this.props.clock.now() >= expiresAt);
    const assumed = `${roleArn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/').replace(/\/.*\//, '/')}/${sessionName}`;
    const result: XmlContent = {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: `${SESSION_SECRET}${lettersOf(27, 'secret', accessKeyId)}`,
        SessionToken: `${SESSION_SECRET}${lettersOf(32, 'token', accessKeyId)}`,
        Expiration: new Date(expiresAt).toISOString(),
      },
      AssumedRoleUser: { AssumedRoleId: `AROA${lettersOf(17, roleArn)}:${sessionName}`, Arn: assumed },
    };
    return xmlReply(200, requestId, xmlDocument('AssumeRoleResponse', {
      AssumeRoleResult: result, ResponseMetadata: { RequestId: requestId },
    }, NAMESPACE));
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
    return xmlReply(status, requestId, xmlDocument('ErrorResponse', { Error: error, RequestId: requestId }, NAMESPACE));
  }
}

function parametersOf({ body }: ReceivedRequest): URLSearchParams {
  return new URLSearchParams(body.toString());
}

function xmlReply(status: number, requestId: string, body: string): Reply {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}
