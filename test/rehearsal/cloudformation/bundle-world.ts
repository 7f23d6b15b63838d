/** The driver and the embedded services that a bundle talks to, over HTTP, every policy enforced, in virtual time. */
import { ACCOUNT, REGION } from './provider-app';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { CloudFormation, CloudFormationProps } from '../../../tools/rehearsal/cloudformation/driver';
import { DynamoDbTables } from '../../../tools/rehearsal/cloudformation/dynamodb-tables';
import { Ec2Endpoint } from '../../../tools/rehearsal/embedded-ec2/endpoint';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Faults } from '../../../tools/rehearsal/faults';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { SecretStore } from '../../../tools/rehearsal/secret-store';
import { CloudFormationEndpoint } from '../../../tools/rehearsal/services/cloudformation-api';
import { DirectConnectEndpoint } from '../../../tools/rehearsal/services/direct-connect';
import { DynamoDbEndpoint } from '../../../tools/rehearsal/services/dynamodb';
import { ResponseBucket } from '../../../tools/rehearsal/services/response-bucket';
import { SecretsManagerEndpoint } from '../../../tools/rehearsal/services/secrets-manager';
import { ServiceQuotasEndpoint } from '../../../tools/rehearsal/services/service-quotas';
import { StsEndpoint } from '../../../tools/rehearsal/services/sts';

export interface World {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly secrets: SecretStore;
  readonly cloudFormation: CloudFormation;
  readonly ec2: Ec2Endpoint;
  readonly faults: Faults;
  readonly authorizer: PolicyAuthorizer;
  readonly responses: ResponseBucket;
  readonly close: () => Promise<unknown>;
}

/** @param more what the driver is to do otherwise */
export async function world(more: Partial<CloudFormationProps> = {}): Promise<World> {
  const clock = new VirtualClock();
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIADEPLOYER', 'deployer');
  const network = new Network({ clock, accountId: ACCOUNT, region: REGION });
  const shared = { clock, authorizer, accountId: ACCOUNT, region: REGION, apiLatencyMs: 120 };
  const faults = new Faults();
  const ec2 = new Ec2Endpoint({ ...shared, network, faults });
  const dynamoDb = new DynamoDbEndpoint(shared);
  const stacks = new CloudFormationEndpoint({ ...shared, describeStack: (name) => cloudFormation.describe(name) });
  const directConnect = new DirectConnectEndpoint({ ...shared, network });
  const serviceQuotas = new ServiceQuotasEndpoint({ ...shared, network });
  const secrets = new SecretStore({ accountId: ACCOUNT, region: REGION, partition: 'aws' });
  const secretsManager = new SecretsManagerEndpoint({ ...shared, secrets, faults });
  const sts = new StsEndpoint({ ...shared, sessions: authorizer, accessKeyIdOf: (roleArn) => cloudFormation.accessKeyIdOf(roleArn) });
  const responses = new ResponseBucket({ clock, faults, region: REGION });
  const all = [ec2, dynamoDb, stacks, directConnect, serviceQuotas, secretsManager, sts, responses];
  const [ec2Url, dynamoDbUrl, stacksUrl, directConnectUrl, serviceQuotasUrl, secretsManagerUrl, stsUrl] = await Promise.all(
    all.map(async (each) => each.listen()));
  const cloudFormation: CloudFormation = new CloudFormation({
    clock,
    ec2: network,
    roles: authorizer,
    authorizer,
    secrets,
    responses,
    tables: new DynamoDbTables({ clock, endpoint: dynamoDbUrl, region: REGION, accessKeyId: 'AKIADEPLOYER', keys: dynamoDb.keys }),
    endpoints: {
      AWS_ENDPOINT_URL_EC2: ec2Url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_CLOUDFORMATION: stacksUrl,
      AWS_ENDPOINT_URL_DIRECT_CONNECT: directConnectUrl,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: serviceQuotasUrl,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsManagerUrl,
      AWS_ENDPOINT_URL_STS: stsUrl,
    },
    accountId: ACCOUNT,
    region: REGION,
    partition: 'aws',
    ...more,
  });
  const close = async () => Promise.all(all.map(async (each) => each.close()));
  return { clock, network, secrets, cloudFormation, ec2, faults, authorizer, responses, close };
}
