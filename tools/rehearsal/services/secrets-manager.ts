/**
 * The embedded Secrets Manager on the wire: values are put and read. Secrets themselves are made and deleted by CloudFormation, which
 * goes past the wire as it does with EC2.
 */
import { JsonCall, JsonInput, JsonServiceEndpoint, JsonServiceProps } from './json-service';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import { secretsManagerPermissions } from '../iam/service-resources';
import { Refusal } from '../loopback-endpoint';
import { SecretStore } from '../secret-store';

export interface SecretsManagerEndpointProps extends JsonServiceProps {
  readonly secrets: SecretStore;
}

/** [PutSecretValue: ClientRequestToken] */
const TOKEN_LENGTH = { min: 32, max: 64 } as const;

export class SecretsManagerEndpoint extends JsonServiceEndpoint {
  protected readonly service = 'secretsmanager';
  protected readonly target = 'secretsmanager';
  protected readonly operations = {
    PutSecretValue: (input: JsonInput) => this.put(input),
    GetSecretValue: (input: JsonInput) => this.get(input),
  };

  constructor(private readonly secretsManager: SecretsManagerEndpointProps) {
    super(secretsManager);
  }

  protected permissionsFor({ operation, input }: JsonCall, location: Location): PermissionRequest[] {
    return secretsManagerPermissions(operation, input, this.secretsManager.secrets.find(String(input.SecretId)), location);
  }

  private put({ SecretId, ClientRequestToken: token, SecretString: value }: JsonInput): object {
    // The SDK makes one up; whoever asks without it has to send one [PutSecretValue].
    if (typeof token !== 'string' || token.length < TOKEN_LENGTH.min || token.length > TOKEN_LENGTH.max) {
      throw new Refusal('InvalidParameterException', 'You must provide a ClientRequestToken value of 32 to 64 characters.');
    }
    if (typeof value !== 'string' || value === '') {
      throw new Refusal('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
    }
    const { arn, name } = this.secretsManager.secrets.put(String(SecretId), { id: token, value });
    return { ARN: arn, Name: name, VersionId: token, VersionStages: ['AWSCURRENT'] };
  }

  private get({ SecretId, VersionStage: stage = 'AWSCURRENT' }: JsonInput): object {
    const { arn, name, versions } = this.secretsManager.secrets.existing(String(SecretId));
    const version = stage === 'AWSCURRENT' ? versions.at(-1) : versions.at(-2);
    if (version === undefined || !['AWSCURRENT', 'AWSPREVIOUS'].includes(String(stage))) {
      throw new Refusal('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for staging label: ${String(stage)}`);
    }
    return { ARN: arn, Name: name, VersionId: version.id, SecretString: version.value, VersionStages: [stage] };
  }
}
