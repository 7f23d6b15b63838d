/**
 * The role of one move, or of one connection whose target may be edited: it comes and goes with what it is for.
 *
 * So the role of the function itself, which is the same for all, does not grow; and in CloudFormation's clean-up, when a custom resource
 * is deleted that puts the network back, its rights are still there: they are part of no list that a deployment has updated before.
 */
import { Names } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { requireRoomInRole } from './policy-size';

export interface MoveRoleProps {
  /** That of the function which assumes it, and nobody else may. */
  readonly assumedBy: iam.IRole;
  readonly statements: iam.PolicyStatement[];
  /** Where it stands, if not in what it is for. */
  readonly within?: Construct;
  /** Rights that it shares with others. */
  readonly managedPolicies?: iam.IManagedPolicy[];
  /** How many VPC route tables the statements name. */
  readonly vpcRouteTables: number;
}

/** @throws an error when IAM would not take so many rights */
export function moveRole(scope: Construct, { assumedBy, statements, within, managedPolicies, vpcRouteTables }: MoveRoleProps): iam.Role {
  const document = new iam.PolicyDocument({ statements });
  requireRoomInRole(scope, statements, vpcRouteTables);
  const [parent, id] = within === undefined ? [scope, 'Role'] : [within, `RoleOf${Names.uniqueResourceName(scope, { maxLength: 100 })}`];
  return new iam.Role(parent, id, {
    description: 'What may be done for one VPN connection, and by one function only',
    // Named in the trust policy, it needs no right of its own to assume the role [STS API reference, AssumeRole, Permissions].
    assumedBy,
    ...managedPolicies === undefined ? {} : { managedPolicies },
    ...document.isEmpty ? {} : { inlinePolicies: { Move: document } },
  });
}
