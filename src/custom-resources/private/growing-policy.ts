/** Inline policies whose statements come to be while the app is constructed. */
import { Aspects, CfnElement, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { sha256 } from '../../private/sha256';

export interface GrowingPolicyProps {
  readonly role: iam.IRole;
  readonly statements?: iam.PolicyStatement[];
}

export class GrowingPolicy extends iam.Policy {
  constructor(scope: Construct, id: string, { role, statements }: GrowingPolicyProps) {
    super(scope, id, { statements });
    // At last and by the role: one that the app does not make (`Role.customizeRoles`) reports what is in a policy when it is attached.
    Aspects.of(this).add({ visit: (node) => (node === this ? role.attachInlinePolicy(this) : undefined) });
  }
}

/**
 * One that has its logical id from its content.
 *
 * CloudFormation deletes what a template has no more in the end, when the policies of the new template are in force; so whoever needs a
 * right to remove something would have lost it with the template. With other content this is another policy: the new one is made before
 * whatever depends on it, and the old one is deleted after whatever depended on that, on the way forward and in a rollback.
 */
export class ContentNamedPolicy extends GrowingPolicy {
  /** To be called whenever what its statements are made of has changed. */
  public rename(): void {
    const element = this.node.defaultChild as CfnElement;
    const stack = Stack.of(this);
    const content = JSON.stringify(stack.resolve(this.document.toJSON()));
    element.overrideLogicalId(stack.getLogicalId(element) + sha256(content, 8).toUpperCase());
  }
}
