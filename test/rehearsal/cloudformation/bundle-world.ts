/** The driver and the embedded services that a bundle talks to, over HTTP, every policy enforced, in virtual time. */
import { ACCOUNT, REGION } from './provider-app';
import { VirtualClock } from '../../../rehearsal/clock';
import { CloudFormation } from '../../../rehearsal/cloudformation/driver';
import { DynamoDbTables } from '../../../rehearsal/cloudformation/dynamodb-tables';
import { CloudFormationEndpoint } from '../../../rehearsal/embedded-cloudformation-api';
import { DirectConnectEndpoint } from '../../../rehearsal/embedded-direct-connect';
import { DynamoDbEndpoint } from '../../../rehearsal/embedded-dynamodb';
import { Ec2Endpoint } from '../../../rehearsal/embedded-ec2/endpoint';
import { Network } from '../../../rehearsal/embedded-ec2/network';
import { ServiceQuotasEndpoint } from '../../../rehearsal/embedded-service-quotas';
import { Faults } from '../../../rehearsal/faults';
import { PolicyAuthorizer } from '../../../rehearsal/iam/policy-authorizer';

export interface World {
  readonly clock: VirtualClock;
  readonly network: Network;
  readonly cloudFormation: CloudFormation;
  readonly ec2: Ec2Endpoint;
  readonly faults: Faults;
  readonly authorizer: PolicyAuthorizer;
  readonly close: () => Promise<unknown>;
}

export async function world(): Promise<World> {
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
  const all = [ec2, dynamoDb, stacks, directConnect, serviceQuotas];
  const [ec2Url, dynamoDbUrl, stacksUrl, directConnectUrl, serviceQuotasUrl] = await Promise.all(all.map(async (each) => each.listen()));
  const cloudFormation: CloudFormation = new CloudFormation({
    clock,
    ec2: network,
    roles: authorizer,
    authorizer,
    tables: new DynamoDbTables({ clock, endpoint: dynamoDbUrl, region: REGION, accessKeyId: 'AKIADEPLOYER' }),
    endpoints: {
      AWS_ENDPOINT_URL_EC2: ec2Url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl,
      AWS_ENDPOINT_URL_CLOUDFORMATION: stacksUrl,
      AWS_ENDPOINT_URL_DIRECT_CONNECT: directConnectUrl,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: serviceQuotasUrl,
    },
    accountId: ACCOUNT,
    region: REGION,
    partition: 'aws',
  });
  return { clock, network, cloudFormation, ec2, faults, authorizer, close: async () => Promise.all(all.map(async (each) => each.close())) };
}
