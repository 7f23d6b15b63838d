/** What a user does in more than one scenario: deploys the move, removes it again, and things that happen on the way. */
import { CfnTransitGatewayRoute } from 'aws-cdk-lib/aws-ec2';
import { MigrationChoices, STACK_NAME, StackChoices, Synthesized } from './application';
import { ON_PREMISES } from './estate';
import { functionIdsOf } from './permissions';
import { ScenarioContext } from './scenario';
import { OnUndo } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';
import { FaultEffect } from '../faults';

/** The move in a stack of its own. */
export async function deployMigration(
  context: ScenarioContext, choices: MigrationChoices = {}, stack: StackChoices = {},
): Promise<DeploymentResult> {
  return context.aws.cloudFormation.deploy(context.applications.withMigration(context.estate, choices, stack));
}

/** The move added to a stack that exists already and keeps its records when the update is rolled back. */
export async function addMigration(
  context: ScenarioContext, choices: MigrationChoices = {}, stack: StackChoices = {},
): Promise<DeploymentResult> {
  await context.aws.cloudFormation.deploy(context.applications.withoutMigration());
  return deployMigration(context, choices, { ...stack, keepsRecords: true });
}

/** The move, and then its construct taken out of the stack again. */
export async function deployAndRemove(context: ScenarioContext, choices: MigrationChoices = {}): Promise<DeploymentResult> {
  const deployed = await deployMigration(context, { ...choices, onRemoval: OnUndo.MOVE_BACK }, { keepsRecords: true });
  return deployed.succeeded ? context.aws.cloudFormation.deploy(context.applications.withoutMigration()) : deployed;
}

/** What is deployed already, once more: whatever changed by it would be a mistake. */
export async function deployAgain({ aws }: ScenarioContext, stack: Synthesized): Promise<DeploymentResult> {
  const again = await aws.cloudFormation.deploy(stack);
  if (!again.changed) return again;
  return { ...again, succeeded: false, failures: [...again.failures, { logicalId: stack.stackName, reason: 'a second deployment of the same stack has changed it' }] };
}

/** As `cdk deploy`: what the app itself refuses never comes to CloudFormation. */
export async function deployUnlessRefused({ aws }: ScenarioContext, synthesize: () => Synthesized): Promise<DeploymentResult> {
  let stack: Synthesized;
  try {
    stack = synthesize();
  } catch (error) {
    const { stackId, stackStatus: status } = aws.cloudFormation.describe(STACK_NAME)!;
    const failures = [{ logicalId: STACK_NAME, reason: (error as Error).message }];
    return { stackName: STACK_NAME, stackId, status, succeeded: false, changed: false, failures, outputs: {} };
  }
  return aws.cloudFormation.deploy(stack);
}

/** Another resource of the stack, made after the move, that fails: somebody declares a route that the move has made by then. */
export function routeMadeTwice({ estate }: ScenarioContext): StackChoices['beside'] {
  const { to } = estate;
  if (to.kind !== 'transit-gateway') throw new Error('only on a transit gateway does the move make routes that a template could declare too');
  return (stack, migration) => void new CfnTransitGatewayRoute(stack, 'MadeTwice', {
    transitGatewayRouteTableId: to.staticRouteTableIds[0],
    transitGatewayAttachmentId: migration.transitGatewayAttachmentId,
    destinationCidrBlock: ON_PREMISES[0],
  });
}

/** Does something so long after EC2 has taken the first ModifyVpnConnection; at once means before the caller has heard of it. */
export function afterModify(context: ScenarioContext, milliseconds: number, act: () => void): void {
  afterCall(context, 'ModifyVpnConnection', milliseconds, act);
}

/** The same after the first call of any operation. */
export function afterCall({ aws }: ScenarioContext, awaited: string, milliseconds: number, act: () => void): void {
  const stop = aws.ec2.onCall(({ operation, dryRun, error }) => {
    if (operation !== awaited || dryRun || error !== undefined) return;
    stop();
    if (milliseconds === 0) act();
    else aws.clock.setTimeout(act, milliseconds);
  });
}

/** Lambda ends the function that moves the connection in the middle of its work, as it does when memory runs out. */
export function killFunction({ aws, applications }: ScenarioContext, stackName: string): void {
  for (const logicalId of functionIdsOf(applications.templates.at(-1)!)) aws.cloudFormation.function(stackName, logicalId).kill();
}

export function refusal(code: string): FaultEffect {
  return { code, message: 'The rehearsal wants it so.', status: 400 };
}
