/** The function behind the device configurations of a stack, and its rights. It reads keys, so it has a role of its own. */
import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { ConfigurationRights, Permitted } from './configuration-policy';
import { CustomResourceFunction } from '../../custom-resources/private/custom-resource-function';
import { GrowingPolicy } from '../../custom-resources/private/growing-policy';
import { charactersOf, INLINE_CHARACTERS_MAX, MANAGED_CHARACTERS_MAX, MANAGED_POLICIES_MAX } from '../../custom-resources/private/policy-size';
import { once } from '../../private/once';

interface Part {
  readonly policy: iam.Policy | iam.ManagedPolicy;
  readonly rights: ConfigurationRights;
}

/** One per stack. By itself its role may write logs; each configuration brings what it needs. A Delete needs nothing. */
export class ConfigurationProvider extends CustomResourceFunction {
  public static of(scope: Construct): ConfigurationProvider {
    return once(Stack.of(scope), 'CustomerGatewayConfigurationProvider', (stack, id) => new ConfigurationProvider(stack, id));
  }

  /** The first is inline, the others are managed policies. */
  private readonly parts: Part[] = [];
  private readonly apart: iam.Policy[] = [];

  private constructor(scope: Construct, id: string) {
    super(scope, id, { asset: 'customer-gateway-configuration', description: 'Reads the configuration of customer gateway devices into secrets' });
  }

  /**
   * What is the same for several is one statement.
   *
   * @returns what has to be there before the configuration is read
   * @throws an error when the role has no room for more
   */
  public permit(permitted: Permitted): IDependable {
    let part = this.parts.at(-1);
    if (part === undefined || part.rights.charactersWith(permitted) > MANAGED_CHARACTERS_MAX) {
      part = this.nextPart();
      this.parts.push(part);
    }
    part.rights.add(permitted);
    return part.policy;
  }

  /**
   * In a policy of its own: one that names what is inside a connection, as others do, would make a circle where one connection waits for
   * another with all that is inside.
   */
  public permitApart(scope: Construct, permitted: Permitted): IDependable {
    const policy = new GrowingPolicy(scope, 'Policy', { role: this.role });
    new ConfigurationRights(Stack.of(this), policy.document).add(permitted);
    this.apart.push(policy);
    return policy;
  }

  private nextPart(): Part {
    const stack = Stack.of(this);
    const number = this.parts.length + 1;
    if (number > 1 + MANAGED_POLICIES_MAX) {
      throw new Error(`the device configurations of stack ${stack.stackName} must fit into the policies of one role,`
        + ` which may have ${MANAGED_POLICIES_MAX} managed ones; make this one, and further ones, in another stack`);
    }
    const { role } = this;
    const policy = number === 1 ? new GrowingPolicy(this, 'Rights', { role }) : new iam.ManagedPolicy(this, `Rights${number}`, { roles: [role] });
    return { policy, rights: new ConfigurationRights(stack, policy.document) };
  }

  protected faultsOfSize(): string[] {
    const stack = Stack.of(this);
    const policies = [...this.parts.slice(0, 1).map(({ policy }) => policy), ...this.apart];
    const inline = [this.role.rights, ...policies.map(({ document }) => document)];
    const characters = inline.reduce((sum, document) => sum + charactersOf(stack, document), 0);
    if (characters <= INLINE_CHARACTERS_MAX) return [];
    return [`${this.apart.length} device configurations of stack ${stack.stackName} are made inside connections, and the policies of one role may have`
      + ` ${INLINE_CHARACTERS_MAX} characters, got ${characters}; make configurations beside their connections, or in another stack`];
  }
}
