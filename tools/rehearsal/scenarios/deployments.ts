/** What a user does in more than one scenario: deploys the move, removes it again, and things that happen on the way. */
import { CfnTransitGatewayRoute } from 'aws-cdk-lib/aws-ec2';
import { MigrationChoices, STACK_NAME, StackChoices, Synthesized } from './application';
import { ON_PREMISES } from './estate';
import { functionIdsOf } from './permissions';
import { Cast } from './scenario';
import { OnUndo } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';
import { FaultEffect } from '../faults';

/** The move in a stack of its own. */
export async function deployMigration(cast: Cast, choices: MigrationChoices = {}, stack: StackChoices = {}): Promise<DeploymentResult> {
  return cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, choices, stack));
}

/** The move added to a stack that exists already and keeps its records when the update is rolled back. */
export async function addMigration(cast: Cast, choices: MigrationChoices = {}, stack: StackChoices = {}): Promise<DeploymentResult> {
  await cast.aws.cloudFormation.deploy(cast.applications.withoutMigration());
  return deployMigration(cast, choices, { ...stack, keepsRecords: true });
}

/** The move, and then its construct taken out of the stack again. */
export async function deployAndRemove(cast: Cast, choices: MigrationChoices = {}): Promise<DeploymentResult> {
  const deployed = await deployMigration(cast, { ...choices, onRemoval: OnUndo.MOVE_BACK }, { keepsRecords: true });
  return deployed.succeeded ? cast.aws.cloudFormation.deploy(cast.applications.withoutMigration()) : deployed;
}

/** What is deployed already, once more: whatever changed by it would be a mistake. */
export async function deployAgain({ aws }: Cast, stack: Synthesized): Promise<DeploymentResult> {
  const again = await aws.cloudFormation.deploy(stack);
  if (!again.changed) return again;
  return { ...again, succeeded: false, failures: [...again.failures, { logicalId: stack.stackName, reason: 'a second deployment of the same stack has changed it' }] };
}

/** As `cdk deploy`: what the app itself refuses never comes to CloudFormation. */
export async function deployUnlessRefused({ aws }: Cast, synthesize: () => Synthesized): Promise<DeploymentResult> {
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
export function routeMadeTwice({ estate }: Cast): StackChoices['beside'] {
  const { to } = estate;
  if (to.kind !== 'transit-gateway') throw new Error('only on a transit gateway does the move make routes that a template could declare too');
  return (stack, migration) => void new CfnTransitGatewayRoute(stack, 'MadeTwice', {
    transitGatewayRouteTableId: to.staticRouteTableIds[0],
    transitGatewayAttachmentId: migration.transitGatewayAttachmentId,
    destinationCidrBlock: ON_PREMISES[0],
  });
}

/** Does something so long after EC2 has taken the first ModifyVpnConnection; at once means before the caller has heard of it. */
export function afterModify(cast: Cast, milliseconds: number, act: () => void): void {
  afterCall(cast, 'ModifyVpnConnection', milliseconds, act);
}

/** The same after the first call of any operation. */
export function afterCall({ aws }: Cast, awaited: string, milliseconds: number, act: () => void): void {
  const stop = aws.ec2.onCall(({ operation, dryRun, error }) => {
    if (operation !== awaited || dryRun || error !== undefined) return;
    stop();
    if (milliseconds === 0) act();
    else aws.clock.setTimeout(act, milliseconds);
  });
}

/** Lambda ends the function that moves the connection in the middle of its work, as it does when memory runs out. */
export function killFunction({ aws, applications }: Cast, stackName: string): void {
  for (const logicalId of functionIdsOf(applications.templates.at(-1)!)) aws.cloudFormation.function(stackName, logicalId).kill();
}

export function refusal(code: string): FaultEffect {
  return { code, message: 'The rehearsal wants it so.', status: 400 };
}
