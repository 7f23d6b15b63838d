/**
 * The bucket that CloudFormation has answers of custom resources put into, at presigned addresses: S3, as far as a function needs it.
 * Whoever knows an address may put, once or several times.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html
 */
import { Ec2Error } from '../contracts';
import { AuthenticationRefusals, Caller, LoopbackEndpoint, ReceivedRequest, Refusal, Reply, ServiceCall } from '../loopback-endpoint';

export class ResponseBucket extends LoopbackEndpoint<ServiceCall> {
  protected readonly service = 's3';
  protected readonly authenticationRefusals: AuthenticationRefusals = {
    missingSignature: new Refusal('AccessDenied', 'Access Denied', 403),
    unknownAccessKey: new Refusal('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403),
    wrongScope: new Refusal('AuthorizationQueryParametersError', 'Error parsing the X-Amz-Credential parameter.', 400),
  };

  private receive: (path: string, body: string) => void = () => undefined;

  /** Tells whoever waits for answers of each that was put. */
  onPut(receive: (path: string, body: string) => void): void {
    this.receive = receive;
  }

  protected operationOf(): string {
    return 'PutObject';
  }

  protected parse({ message: { method, headers } }: ReceivedRequest): ServiceCall {
    if (method !== 'PUT') throw new Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
    if (headers['content-length'] === undefined) throw new Refusal('MissingContentLength', 'You must provide the Content-Length HTTP header.', 411);
    return { operation: 'PutObject', mutating: false, dryRun: false };
  }

  /** By the address, which is signed for a request that names no type of content. */
  protected override authenticate({ message: { url = '', headers } }: ReceivedRequest): Caller {
    if (!url.includes('Signature=')) throw this.authenticationRefusals.missingSignature;
    if (headers['content-type']) throw new Refusal('SignatureDoesNotMatch', 'The request signature we calculated does not match the signature you provided.', 403);
    return { accessKeyId: '(presigned)', name: '(presigned)', region: this.props.region ?? '' };
  }

  protected admit(): void {
    // Nobody has to be allowed who has the address.
  }

  protected perform(_call: ServiceCall, { message: { url = '' }, body }: ReceivedRequest): Reply {
    this.receive(url, body.toString());
    return { status: 200, headers: {}, body: '' };
  }

  protected refuse({ code, message, status }: Ec2Error): Reply {
    return { status, headers: {}, body: `<Error><Code>${code}</Code><Message>${message}</Message></Error>`, error: code };
  }
}
