/** The role of Lambda functions, with its rights as part of it. */
import { Annotations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/**
 * It may write to one log group and nothing else; AWS's managed policy would allow every group. Its rights are part of the role: a policy
 * beside it would be a resource more, and could be there later than the function.
 */
export class FunctionRole extends iam.Role {
  public readonly rights: iam.PolicyDocument;

  constructor(scope: Construct, id: string, logGroup: logs.ILogGroup) {
    const rights = new iam.PolicyDocument({
      statements: [new iam.PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] })],
    });
    super(scope, id, { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'), inlinePolicies: { Rights: rights } });
    this.rights = rights;
    this.refuseReportOfRolesThatAreMade();
  }

  /** With a report aws-cdk-lib forgets in the template what a role is allowed after it was made, be it in this library or in its own. */
  private refuseReportOfRolesThatAreMade(): void {
    const customized = this.node.tryGetContext('@aws-cdk/iam:customizeRoles') as { readonly preventSynthesis?: boolean } | undefined;
    if (customized?.preventSynthesis !== false) return;
    Annotations.of(this).addError('`Role.customizeRoles` must not have `preventSynthesis: false` where this role is made: aws-cdk-lib would leave out of the'
      + ' template what the role, and others around it, are allowed; remove that option, which changes nothing in the report, and deploy with'
      + ' `usePrecreatedRoles`, or without `Role.customizeRoles`');
  }

  /** Says more of what it may do, until the app is synthesized. */
  public permit(...statements: iam.PolicyStatement[]): void {
    this.rights.addStatements(...statements);
    // Where roles are somebody else's to make (`Role.customizeRoles`), what comes later is reported only if the role itself is told.
    if (this.node.defaultChild === undefined) for (const statement of statements) this.addToPrincipalPolicy(statement);
  }
}
