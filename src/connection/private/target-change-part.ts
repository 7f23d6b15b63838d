/**
 * The custom resources around a connection as the bare resources. An app has thousands of them, and every construct, reference and logical
 * id counts when it is synthesized: CDK resolves each of them several times.
 */
import { CfnResource, Token, Tokenization } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { MigrationProvider, SERVICE_TIMEOUT } from '../../migration/private/migration-provider';

export interface PartResourceProps {
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
export function withReferences(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([key, value]): [string, unknown] =>
    [key, typeof value === 'string' && Token.isUnresolved(value) ? Tokenization.reverse(value, { failConcat: false }) ?? value : value]));
}
