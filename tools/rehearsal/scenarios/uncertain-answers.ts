/** Scenarios about answers that say less than they seem to: stale ones, codes that nobody has heard of, and refusals of new rights. */
import { deployMigration } from './deployments';
import { Scenario } from './scenario';

const TYPICAL = { direction: 'vgw-to-tgw', routing: 'static', estate: { move: 'vgw-to-tgw', defaultRouteTable: true } } as const;

export const UNCERTAIN_ANSWERS: readonly Scenario[] = [
  {
    ...TYPICAL,
    name: 'stale-after-hand-over',
    about: 'a fault for an answer to the modify, which took effect, and the SDK\'s second attempt is refused; provisioning outlasts the invocation,'
      + ' and at its end a describe shows the connection on the old gateway once more: the move goes on',
    mustEnd: 'migrated',
    mustNote: ['step-failed', 'hand-over', 'closed'],
    aws: { latencies: { provisioningMs: 15 * 60_000 }, unknowns: { describeAtEndOfModify: 'old-gateway-before-it' } },
    run: async (context) => {
      context.aws.faults.inject({ operation: 'ModifyVpnConnection', when: 'after', how: { code: 'InternalError', message: 'An internal error has occurred', status: 500 } });
      return deployMigration(context);
    },
  },
  {
    ...TYPICAL,
    name: 'unknown-dry-run-code',
    about: 'a dry run of the modify objects to the static routes in a code that nobody has heard of: it proves nothing, and the move takes its way',
    mustEnd: 'migrated',
    aws: { dryRunLooksAtState: true, unknowns: { modifyToTransitGatewayWithStaticRoutes: 'UnheardOfCode' } },
    run: async (context) => deployMigration(context),
  },
  {
    ...TYPICAL,
    name: 'rights-known-late',
    about: 'for a minute no service knows the rights that the deployment has granted, the one to assume the role of the move among them:'
      + ' what is refused is asked again, and the move goes its way',
    mustEnd: 'migrated',
    aws: { serviceUnknowns: { rightsGrantedMomentsAgo: 'refused-for-a-minute' } },
    run: async (context) => deployMigration(context),
    // The function's own rights are part of its role, and older by then.
    unexpected: ({ aws }) => (aws.calls.some(({ operation, error }) => operation === 'AssumeRole' && /AccessDenied/.test(error ?? '')) ? []
      : ['nobody refused AssumeRole']),
  },
];
