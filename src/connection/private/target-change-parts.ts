/**
 * The custom resources around a connection as the bare resources. An app has thousands of them, and every construct, reference and logical
 * id counts when it is synthesized: CDK resolves each of them several times.
 */
import { CfnResource, Lazy, Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { WatchedConnection, watchedToProperties } from '../../contract/target-later-parts';
import { LAST_TYPE } from '../../contract/target-properties';
import { MigrationProvider, SERVICE_TIMEOUT } from '../../migration/private/migration-provider';
import { once } from '../../private/once';

interface PartResourceProps {
  readonly provider: MigrationProvider;
  readonly type: string;
  readonly properties: object;
}

/** Deleted with the template that has it no more, as CloudFormation does of itself. */
export function partResource(scope: Construct, id: string, { provider, type, properties }: PartResourceProps): CfnResource {
  return new CfnResource(scope, id, {
    type,
    properties: withReferences({ ServiceToken: provider.serviceToken, ServiceTimeout: String(SERVICE_TIMEOUT.toSeconds()), ...properties }),
  });
}

/** What is nothing but a token is resolved as what it stands for, and not searched for in a text each time. */
function withReferences(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([key, value]): [string, unknown] =>
    [key, typeof value === 'string' && Token.isUnresolved(value) ? Tokenization.reverse(value, { failConcat: false }) ?? value : value]));
}

/**
 * The one that sees in CloudFormation's clean-up that every connection of the stack has its routes where it stands: one for each provider,
 * whatever the number of connections. CloudFormation deletes its outdated id when all else is done.
 */
export class LastPart extends Construct {
  public static of(provider: MigrationProvider): LastPart {
    return once(provider, 'Last', (_, id) => new LastPart(provider, id));
  }

  private readonly watched = new Map<string, WatchedConnection>();
  private readonly resource: CfnResource;

  private constructor(provider: MigrationProvider, id: string) {
    super(provider, id);
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
