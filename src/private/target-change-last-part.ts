/** The one custom resource that sees in CloudFormation's clean-up that every connection of the stack has its routes where it stands. */
import { CustomResource, Lazy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { MigrationProvider, SERVICE_TIMEOUT } from './migration-provider';
import { LAST_TYPE } from '../domain/target-change/properties';
import { WatchedConnection, watchedToProperties } from '../domain/target-change/standing';

export interface WatchedConnectionProps extends Omit<WatchedConnection, 'roleArn'> {
  /** In which the routes of the connection are put back. */
  readonly role: iam.IRole;
}

/** One for each provider, whatever the number of connections: CloudFormation deletes its outdated id when all else is done. */
export class LastPart extends Construct {
  public static of(provider: MigrationProvider): LastPart {
    return provider.node.tryFindChild('Last') as LastPart | undefined ?? new LastPart(provider);
  }

  private readonly watched: WatchedConnectionProps[] = [];
  private readonly resource: CustomResource;

  private constructor(provider: MigrationProvider) {
    super(provider, 'Last');
    this.resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      serviceTimeout: SERVICE_TIMEOUT,
      resourceType: LAST_TYPE,
      properties: { Connections: Lazy.any({ produce: () => this.connections() }) },
    });
  }

  /** @returns what is to come before whatever is changed of the connection: CloudFormation has a new id of it by then */
  public watch(connection: WatchedConnectionProps): IDependable {
    this.watched.push(connection);
    this.resource.node.addDependency(connection.role);
    return this.resource;
  }

  private connections(): object[] {
    const inOrder = [...this.watched].sort((one, other) => (one.role.node.path < other.role.node.path ? -1 : 1));
    return inOrder.map(({ role, ...each }) => watchedToProperties({ ...each, roleArn: role.roleArn }));
  }
}
