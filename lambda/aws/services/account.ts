/** Everything of the account that a move looks at or changes, by clients that are signed for one role. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { EC2Client } from '@aws-sdk/client-ec2';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { Credentials } from './assumed-role';
import { CloudFormationStack } from './cloudformation-stack';
import { CloudWatchHealth } from './cloudwatch-health';
import { DirectConnectReader } from './direct-connect';
import { OwnStackReader } from './own-stack';
import { PermissionRetry } from './permission-retry';
import { ServiceQuotasReader } from './service-quotas';
import { withAccountServices } from '../../runner/account-services';
import { Ports } from '../../runner/ports';
import { Ec2Network } from '../ec2/network';
import { REQUEST_BOUNDS } from '../request-bounds';

export class Account {
  private readonly ec2: EC2Client;
  private readonly stack: CloudFormationStack;
  private readonly health: CloudWatchHealth;
  private readonly ownStack: OwnStackReader;
  private readonly directConnect: DirectConnectReader;
  private readonly serviceQuotas: ServiceQuotasReader;

  constructor(patience: PermissionRetry, credentials: () => Promise<Credentials>) {
    const configuration = { requestHandler: REQUEST_BOUNDS, credentials };
    this.ec2 = patience.in(new EC2Client(configuration));
    const cloudFormation = patience.in(new CloudFormationClient(configuration));
    const cloudWatch = patience.in(new CloudWatchClient(configuration));
    this.stack = new CloudFormationStack(cloudFormation);
    this.health = new CloudWatchHealth(cloudWatch);
    this.ownStack = new OwnStackReader(cloudFormation, cloudWatch);
    this.directConnect = new DirectConnectReader(patience.in(new DirectConnectClient(configuration)));
    this.serviceQuotas = new ServiceQuotasReader(patience.in(new ServiceQuotasClient(configuration)));
  }

  ports(accountId: string, stackId: string): Pick<Ports, 'network' | 'stack' | 'registry' | 'health'> {
    const { stack, health } = this;
    const network = withAccountServices({
      directConnect: async (ids) => this.directConnect.on(ids),
      quotas: async (names) => this.serviceQuotas.quotas(names),
      stack: async (connection) => this.ownStack.stack(stackId, connection),
    }, new Ec2Network(this.ec2, accountId));
    return { network, stack, registry: stack, health };
  }
}
