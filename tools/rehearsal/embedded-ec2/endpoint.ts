/** The embedded EC2 as the SDK sees it: the Query protocol over HTTP in front of the network's rules. */
import { Ec2Error, Ec2Operations } from '../contracts';
import { permissionRequests } from '../iam/ec2-resources';
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
import { Distorting } from './distortions';
import { decodeRequest, encodeError, encodeResponse } from './query-codec';
import { Throttle } from './throttle';

/** HTTP statuses of refusals that are not 400, as they have been seen, not documented [L]. */
export const OBSERVED_STATUSES = { AuthFailure: 401, UnauthorizedOperation: 403, DryRunOperation: 412, RequestLimitExceeded: 503 };

export interface Ec2EndpointProps extends LoopbackEndpointProps {
  readonly network: Ec2Operations;
  /** Limits the rate of requests; none unless given. */
  readonly throttle?: Throttle;
  /**
   * Looks whether a dry call would also have succeeded, and throws EC2's error when not. AWS says that a dry run checks the
   * permission; whether it looks at anything else is unknown [U]. Unless given, it does not.
   */
  readonly checkDryRun?: (operation: string, input: Readonly<Record<string, unknown>>) => void;
  /** Gives answers as another EC2 could; as they are unless given. */
  readonly distorting?: Distorting;
  /** Other HTTP statuses than the observed ones. */
  readonly statuses?: Partial<typeof OBSERVED_STATUSES>;
}

interface Ec2Call extends ServiceCall {
  readonly input: Record<string, unknown>;
}

export class Ec2Endpoint extends LoopbackEndpoint<Ec2Call> {
  protected readonly service = 'ec2';
  protected readonly authenticationRefusals: AuthenticationRefusals;

  private readonly statuses: typeof OBSERVED_STATUSES;

  constructor(private readonly ec2: Ec2EndpointProps) {
    super(ec2);
    this.statuses = { ...OBSERVED_STATUSES, ...ec2.statuses };
    this.authenticationRefusals = {
      missingSignature: this.refusal('AuthFailure', 'AWS was not able to validate the provided access credentials'),
      unknownAccessKey: this.refusal('AuthFailure', 'AWS was not able to validate the provided access credentials'),
      wrongScope: this.refusal('AuthFailure', 'Credential should be scoped to a valid region and to the service ec2.'),
    };
  }

  protected operationOf(request: ReceivedRequest): string | undefined {
    return new URLSearchParams(request.body.toString()).get('Action') ?? undefined;
  }

  protected parse(request: ReceivedRequest): Ec2Call {
    const { operation, input } = decodeRequest(request.body.toString());
    if (!this.ec2.network.operations.includes(operation)) {
      throw new Refusal('InvalidAction', `The action ${operation} is not one of those that the embedded EC2 knows.`);
    }
    // Operations without a dry run, such as those on a connection's static routes [W], have refused the parameter by now.
    return { operation, input, mutating: isMutating(operation), dryRun: input.DryRun === true };
  }

  protected admit({ operation, input, mutating, dryRun }: Ec2Call, caller: Caller): void {
    const { throttle, authorizer, checkDryRun } = this.ec2;
    if (throttle?.admits(operation, mutating) === false) throw this.refusal('RequestLimitExceeded', 'Request limit exceeded.');
    if (authorizer !== undefined) {
      const tagsOf = (id: string) => this.ec2.network.tagsOf?.(id) ?? {};
      for (const { action, resourceArn, context } of permissionRequests(operation, input, this.locationOf(caller), tagsOf)) {
        this.authorize(caller, action, resourceArn, context, (reason) =>
          this.refusal('UnauthorizedOperation', `You are not authorized to perform this operation. ${reason}`));
      }
    }
    if (!dryRun) return;
    checkDryRun?.(operation, input);
    throw this.refusal('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  }

  protected perform({ operation, input }: Ec2Call, { requestId }: ReceivedRequest): Reply {
    const { network, distorting } = this.ec2;
    const call = (asked: Record<string, unknown>) => network.call(operation, asked);
    const answer = distorting === undefined ? call(input) : distorting.answer(operation, input, call);
    return xmlReply(200, encodeResponse(operation, answer, requestId), requestId);
  }

  protected refuse({ code, message, status }: Ec2Error, { requestId }: ReceivedRequest): Reply {
    return xmlReply(status, encodeError(code, message, requestId), requestId);
  }

  private refusal(code: keyof typeof OBSERVED_STATUSES, message: string): Refusal {
    return new Refusal(code, message, this.statuses[code]);
  }
}

/** EC2 names its reading operations by these verbs. */
export function isMutating(operation: string): boolean {
  return !/^(Describe|Get|List|Search)/.test(operation);
}

/** The SDK takes the request id from the header, the AWS CLI from the body [W]. */
function xmlReply(status: number, body: string, requestId: string): Reply {
  return { status, headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId }, body };
}
