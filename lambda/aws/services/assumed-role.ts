/**
 * The role that a custom resource brings with it, assumed by its ARN. The role's trust policy names that of this function, which in one
 * account is right enough [STS API reference, AssumeRole, Permissions].
 */
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { CREDENTIALS_LEFT_MS } from '../../../src/contract/times';
import { Clock, RetryableFailure, TerminalFailure } from '../../runner/ports';
import { codeOf, failureOf } from '../ec2/failures';
import { isRefusedToRole } from '../error-codes';

/** As the SDK's clients take them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export class AssumedRole {
  private current?: Credentials;

  constructor(
    private readonly client: STSClient, private readonly arn: string, private readonly sessionName: string, private readonly clock: Pick<Clock, 'now' | 'sleep'>,
  ) {}

  /** For the clients that act in the role: a call of theirs fails as this does. */
  readonly credentials = async (): Promise<Credentials> => this.lasting(0) ?? this.assume();

  /**
   * Makes sure of credentials that last for an invocation.
   * @throws {RetryableFailure | TerminalFailure}
   */
  async assume(): Promise<Credentials> {
    const lasting = this.lasting(CREDENTIALS_LEFT_MS);
    if (lasting !== undefined) return lasting;
    const doing = `assuming role ${this.arn}`;
    try {
      const asked = new AssumeRoleCommand({ RoleArn: this.arn, RoleSessionName: this.sessionName });
      const {
        AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration,
      } = (await this.client.send(asked)).Credentials ?? {};
      if (!accessKeyId || !secretAccessKey || !sessionToken || expiration === undefined) {
        throw new RetryableFailure(`${doing}: STS answered without credentials`);
      }
      this.current = { accessKeyId, secretAccessKey, sessionToken, expiration };
      return this.current;
    } catch (error) {
      const failure = failureOf(doing, error);
      if (!isRefusedToRole(codeOf(error))) throw failure;
      throw new TerminalFailure(`${failure.message}. Its trust policy has to name the role of the function, as the template does, and`
        + ' nothing may deny it');
    }
  }

  private lasting(milliseconds: number): Credentials | undefined {
    const isLasting = this.current !== undefined && this.current.expiration.getTime() - this.clock.now() > milliseconds;
    return isLasting ? this.current : undefined;
  }
}

/** By which CloudTrail tells what is done in the role: 2 to 64 of some characters [STS API reference, AssumeRole, RoleSessionName]. */
export function sessionNameOf(kind: string, subject: string): string {
  return `${kind}-${subject}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
