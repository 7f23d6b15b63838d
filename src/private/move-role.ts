/**
 * The role of one move, or of one connection whose target may be edited: it comes and goes with what it is for.
 *
 * So the role of the function itself, which is the same for all, does not grow; and in CloudFormation's clean-up, when a custom resource
 * is deleted that puts the network back, its rights are still there: they are part of no list that a deployment has updated before.
 */
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { requireRoomInRole } from './policy-size';

export interface MoveRoleProps {
  /** That of the function which assumes it, and nobody else may. */
  readonly assumedBy: iam.IRole;
  readonly statements: iam.PolicyStatement[];
  /** How many VPC route tables the statements name. */
  readonly vpcRouteTables: number;
}

/** @throws an error when IAM would not take so many rights */
export function moveRole(scope: Construct, { assumedBy, statements, vpcRouteTables }: MoveRoleProps): iam.Role {
  const document = new iam.PolicyDocument({ statements });
  requireRoomInRole(scope, document, vpcRouteTables);
  return new iam.Role(scope, 'Role', {
    description: 'What may be done for one VPN connection, and by one function only',
    // Named in the trust policy, it needs no right of its own to assume the role [STS API reference, AssumeRole, Permissions].
    assumedBy,
    inlinePolicies: { Move: document },
  });
}
