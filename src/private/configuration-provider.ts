/** The function behind the device configurations of a stack. */
import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { polledFunctions } from './polled-functions';

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
    const { serviceToken, isComplete } = polledFunctions(this, {
      asset: 'customer-gateway-configuration',
      descriptions: {
        onEvent: 'Names the configuration of a customer gateway device', isComplete: 'Reads the configuration of a customer gateway device into a secret',
      },
      queryInterval: Duration.seconds(10),
      // EC2 has been seen to take half an hour for a connection [H, TF]; the function itself says before that why it is waiting.
      totalTimeout: Duration.minutes(40),
    });
    this.serviceToken = serviceToken;
    this.role = isComplete.role!;
  }
}
