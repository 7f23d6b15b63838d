/** Whether a rehearsal ended as a move must. */
import { InjectedFailures } from './injected-failures';
import { DeploymentRun } from '../../rehearsal/scenarios/deployment-run';
import { invalidatingReasons, lossesOf } from '../../rehearsal/scenarios/verdict';

/**
 * What is not as it must be, in words. A move that was made to fail may fail, but it must end with everything in a place:
 * moved, or back as it was.
 */
export function reasonsNotPassed({ context, deployment, measurement }: DeploymentRun, { failAt }: InjectedFailures): string[] {
  const { outcome, lostRoutes, lostFlows } = measurement;
  return [
    ...ending(outcome, failAt !== undefined),
    ...outcome === 'migrated' && !deployment.succeeded && failAt === undefined ? [`the deployment failed (${deployment.status})`] : [],
    ...deployment.status.endsWith('_FAILED') ? [`the stack is left in ${deployment.status}`] : [],
    ...lossesOf(context, measurement),
    // A held move names what it has lost, and it is lost all the same.
    ...outcome === 'held' ? [
      ...lostRoutes.map((cidr) => `the routes to ${cidr} are lost`), ...lostFlows.map((flow) => `the flow ${flow} is lost`),
    ] : [],
    ...invalidatingReasons(measurement),
  ];
}

function ending(outcome: string, madeToFail: boolean): string[] {
  switch (outcome) {
    case 'migrated': return [];
    case 'rolled-back': return madeToFail ? [] : ['the move failed, and everything was put back'];
    case 'held': return ['the move failed and is held: what works is kept, the rest is missing, and somebody has to act'];
    case 'refused': return ['the move was refused before anything was changed'];
    default: return ['nothing was to be moved'];
  }
}
