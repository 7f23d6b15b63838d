/** An inline policy whose statements come to be while the app is constructed. */
import { Aspects } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

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
