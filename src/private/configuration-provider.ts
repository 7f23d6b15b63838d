/** The function behind the device configurations of a stack. */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { prebuiltFunction } from './prebuilt-function';

/** One per stack. By itself its role may write logs; each configuration brings what it needs. */
export class ConfigurationProvider extends Construct {
  public static of(scope: Construct): ConfigurationProvider {
    const id = 'CustomerGatewayConfigurationProvider';
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(id) as ConfigurationProvider | undefined ?? new ConfigurationProvider(stack, id);
  }

  public readonly serviceToken: string;
  public readonly role: iam.IRole;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const shared = { asset: 'customer-gateway-configuration', timeout: Duration.minutes(1), logGroup };
    const onEventHandler = prebuiltFunction(this, 'OnEvent', {
      ...shared,
      handler: 'index.onEvent',
      description: 'Names the configuration of a customer gateway device',
    });
    const isCompleteHandler: lambda.Function = prebuiltFunction(this, 'IsComplete', {
      ...shared,
      handler: 'index.isComplete',
      description: 'Reads the configuration of a customer gateway device into a secret',
    });
    this.role = isCompleteHandler.role!;
    this.serviceToken = new cr.Provider(this, 'Provider', {
      onEventHandler,
      isCompleteHandler,
      logGroup,
      queryInterval: Duration.seconds(10),
      // EC2 has been seen to take half an hour for a connection [H, TF]; the function itself says before that why it is waiting.
      totalTimeout: Duration.minutes(40),
    }).serviceToken;
  }
}
