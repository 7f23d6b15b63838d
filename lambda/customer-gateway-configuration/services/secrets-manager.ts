/**
 * Secrets Manager, of which one operation is needed: to put a value. It is asked in the service's own JSON protocol, signed by the SDK's
 * signer, and once for each attempt: the waiter behind the function asks again.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
 */
import { fromEnv } from '@aws-sdk/credential-provider-env';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { REQUEST_BOUNDS } from '../../request-bounds';
import { CallFailure, FailureKind, Secrets } from '../ports';

const SERVICE = 'secretsmanager';

/** Another value under the same token: this very request has put one before, as nobody else has its token. */
const PUT_BEFORE = 'ResourceExistsException';

export interface SecretsManagerProps {
  readonly region: string;
  /** Of the service in that region. */
  readonly endpoint: string;
}

export class SecretsManager implements Secrets {
  private readonly handler = new NodeHttpHandler(REQUEST_BOUNDS);
  private readonly signer: SignatureV4;

  constructor(private readonly props: SecretsManagerProps) {
    this.signer = new SignatureV4({ service: SERVICE, region: props.region, credentials: fromEnv(), sha256: Hash.bind(null, 'sha256') });
  }

  async put(secretArn: string, token: string, value: string): Promise<void> {
    const doing = `putting it into ${secretArn} (secretsmanager:PutSecretValue)`;
    const { status, code } = await this.send('PutSecretValue', { SecretId: secretArn, ClientRequestToken: token, SecretString: value }, doing);
    if (status === 200 || code === PUT_BEFORE) return;
    throw new CallFailure(doing, code, kindOf(status, code));
  }

  /** The code of a refusal, and nothing else of the answer. */
  private async send(operation: string, input: object, doing: string): Promise<{ readonly status: number; readonly code: string }> {
    try {
      const { response } = await this.handler.handle(await this.signed(operation, JSON.stringify(input)));
      const body = await textOf(response.body as AsyncIterable<Uint8Array>);
      return { status: response.statusCode, code: response.statusCode === 200 ? '' : codeOf(body) };
    } catch (error) {
      // No answer, so that it may have been put all the same: with the same token it is put once.
      throw new CallFailure(doing, error instanceof Error ? error.name : '', 'passing');
    }
  }

  private async signed(operation: string, body: string): Promise<HttpRequest> {
    const { protocol, hostname, port, host } = new URL(this.props.endpoint);
    return await this.signer.sign(new HttpRequest({
      protocol,
      hostname,
      ...port === '' ? {} : { port: Number(port) },
      method: 'POST',
      path: '/',
      headers: {
        host,
        'content-type': 'application/x-amz-json-1.1',
        'content-length': String(Buffer.byteLength(body)),
        'x-amz-target': `${SERVICE}.${operation}`,
      },
      body,
    })) as HttpRequest;
  }
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** `com.amazonaws.secretsmanager#ResourceNotFoundException`, or the last part alone. */
function codeOf(body: string): string {
  try {
    const { __type: type } = JSON.parse(body) as { readonly __type?: unknown };
    return String(type ?? '').split('#').at(-1)!;
  } catch {
    return '';
  }
}

function kindOf(status: number, code: string): FailureKind {
  if (status >= 500 || /^(Throttling|ThrottlingException|RequestLimitExceeded|InternalServiceError|InternalServiceErrorException)$/.test(code)) return 'passing';
  return code === 'AccessDeniedException' ? 'denied' : 'final';
}
