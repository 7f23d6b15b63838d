/** The one custom resource that sees in CloudFormation's clean-up that every connection of the stack has its routes where it stands. */
import { CfnResource, Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { partResource, withReferences } from './target-change-part';
import { LAST_TYPE } from '../../contract/target-properties';
import { WatchedConnection, watchedToProperties } from '../../contract/target-standing';
import { MigrationProvider } from '../../migration/private/migration-provider';

/** One for each provider, whatever the number of connections: CloudFormation deletes its outdated id when all else is done. */
export class LastPart extends Construct {
  public static of(provider: MigrationProvider): LastPart {
    return provider.node.tryFindChild('Last') as LastPart | undefined ?? new LastPart(provider);
  }

  private readonly watched = new Map<string, WatchedConnection>();
  private readonly resource: CfnResource;

  private constructor(provider: MigrationProvider) {
    super(provider, 'Last');
    this.resource = partResource(this, 'Resource', {
      provider, type: LAST_TYPE, properties: { Connections: Lazy.any({ produce: () => this.connections() }) },
    });
  }

  /** @returns what is to come before whatever is changed of the connection: CloudFormation has a new id of it by then */
  public watch(scope: Construct, connection: WatchedConnection): CfnResource {
    this.watched.set(scope.node.path, connection);
    return this.resource;
  }

  /** In whatever order the app makes them. */
  private connections(): object[] {
    return [...this.watched].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => withReferences(watchedToProperties(each)));
  }
}
