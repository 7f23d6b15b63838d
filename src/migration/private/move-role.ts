/**
 * The role of one move, or of one connection whose target may be edited: it comes and goes with what it is for.
 *
 * So the role of the function itself, which is the same for all, does not grow; and in CloudFormation's clean-up, when a custom resource
 * is deleted that puts the network back, its rights are still there: they are part of no list that a deployment has updated before.
 */
import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { requireRoomInRole } from '../../custom-resources/private/policy-size';

export interface MoveRoleProps {
  /** That of the function which assumes it, and nobody else may. */
  readonly assumedBy: iam.IRole;
  readonly statements: iam.PolicyStatement[];
  /** How many VPC route tables the statements name. */
  readonly vpcRouteTables: number;
}

export interface ConnectionRoleProps extends MoveRoleProps {
  /** Where it stands. */
  readonly within: Construct;
  /** Rights that all of them have. */
  readonly managedPolicy: iam.IManagedPolicy;
}

const DESCRIPTION = 'What may be done for one VPN connection, and by one function only';
const POLICY_NAME = 'Move';

/** @throws an error when IAM would not take so many rights */
export function moveRole(scope: Construct, { assumedBy, statements, vpcRouteTables }: MoveRoleProps): iam.Role {
  requireRoomInRole(scope, statements, vpcRouteTables);
  return new iam.Role(scope, 'Role', {
    description: DESCRIPTION,
    // Named in the trust policy, it needs no right of its own to assume the role [STS API reference, AssumeRole, Permissions].
    assumedBy,
    inlinePolicies: { [POLICY_NAME]: new iam.PolicyDocument({ statements }) },
  });
}

/**
 * The same for a connection, of which an app has many: the resource alone, with all that it will ever say. `iam.Role` would cost more to
 * synthesize than all else around the connection, for what is not to be done here: adding rights, merging and splitting policies.
 *
 * @returns its ARN
 * @throws an error when IAM would not take so many rights
 */
export function connectionRole(scope: Construct, props: ConnectionRoleProps): string {
  const { assumedBy, statements, within, managedPolicy, vpcRouteTables } = props;
  requireRoomInRole(scope, statements, vpcRouteTables);
  const id = `RoleOf${Names.uniqueResourceName(scope, { maxLength: 100 })}`;
  const inline = statements.length === 0 ? undefined : new iam.PolicyDocument({ statements });
  const assuming = assumedBy.node.defaultChild as iam.CfnRole | undefined;
  // Where roles are somebody else's to make (`Role.customizeRoles`), only the construct reports what they are to be.
  if (assuming === undefined) {
    const inlinePolicies = inline && { [POLICY_NAME]: inline };
    return new iam.Role(within, id, { description: DESCRIPTION, assumedBy, managedPolicies: [managedPolicy], inlinePolicies }).roleArn;
  }
  return new iam.CfnRole(within, id, {
    description: DESCRIPTION,
    assumeRolePolicyDocument: {
      Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { AWS: assuming.attrArn } }], Version: '2012-10-17',
    },
    managedPolicyArns: [managedPolicy.managedPolicyArn],
    policies: inline && [{ policyName: POLICY_NAME, policyDocument: inline.toJSON() }],
  }).attrArn;
}
