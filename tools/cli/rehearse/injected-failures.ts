/** What somebody wants to see go wrong: each is played by the rehearsal, nothing of the move knows of it. */
import type { EmbeddedAwsOptions } from '../../rehearsal/embedded-aws';
import type { ScenarioContext } from '../../rehearsal/scenarios/scenario';

export const FAILURES = {
  modify: 'EC2 refuses ModifyVpnConnection',
  provision: 'the function is killed a minute after EC2 has taken ModifyVpnConnection',
  arrange: 'EC2 refuses every route, association and propagation once the connection has been modified',
  stack: 'the deployment fails when the move is complete',
} as const;

export type Failure = keyof typeof FAILURES;

/** What is to go wrong; nothing unless it is asked for. */
export interface InjectedFailures {
  readonly failAt?: Failure;
  readonly throttle?: true;
  readonly deviceStaysDown?: true;
}

/** What is left to the function where something else in the account polls and changes, too. */
const SCARCE = { nonMutating: { capacity: 2, refillPerSecond: 0.5 }, mutating: { capacity: 1, refillPerSecond: 0.2 } };

const ARRANGING = [
  'AssociateTransitGatewayRouteTable', 'EnableTransitGatewayRouteTablePropagation', 'CreateTransitGatewayRoute', 'CreateRoute', 'ReplaceRoute',
  'CreateVpnConnectionRoute', 'EnableVgwRoutePropagation',
];

const KILLED_AFTER_MS = 60_000;

/** In words, for whoever reads the result. */
export function describeInjectedFailures({ failAt, throttle, deviceStaysDown }: InjectedFailures): string[] {
  return [
    ...failAt === undefined ? [] : [FAILURES[failAt]],
    ...throttle ? ['of each operation EC2 takes a look every 2 s and a change every 5 s, and refuses the others with RequestLimitExceeded'] : [],
    ...deviceStaysDown ? ['the device does not start IKE after the move: both tunnels stay down'] : [],
  ];
}

export function optionsWithFailures({ failAt, throttle, deviceStaysDown }: InjectedFailures): EmbeddedAwsOptions {
  return {
    ...throttle ? { throttleFigures: SCARCE } : {},
    ...deviceStaysDown ? { latencies: { ikeMs: 'never' } } : {},
    ...failAt === 'stack' ? {
      failAt: ({ type, action, moment, stackStatus }) => (type === 'Custom::VpnTargetMigration' && action === 'create' && moment === 'after'
        && stackStatus === 'CREATE_IN_PROGRESS' ? 'The rehearsal wants it so.' : undefined),
    } : {},
  };
}

/** Prepares what goes wrong in the course of the move. */
export async function prepare({ failAt }: InjectedFailures, context: ScenarioContext): Promise<void> {
  if (failAt === undefined || failAt === 'stack') return;
  const { afterModify, killFunction, refusal } = await import('../../rehearsal/scenarios/deployments');
  const { STACK_NAME } = await import('../../rehearsal/scenarios/application');
  const refuse = (operation: string) => context.aws.faults.inject({ operation, when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
  if (failAt === 'modify') refuse('ModifyVpnConnection');
  else if (failAt === 'provision') afterModify(context, KILLED_AFTER_MS, () => killFunction(context, STACK_NAME));
  else afterModify(context, 0, () => ARRANGING.forEach(refuse));
}
