/** The scenarios that `npm run rehearse` plays. */
import { STACK_NAME } from './application';
import { Cast, Scenario } from './scenario';
import { DeploymentResult } from '../cloudformation/driver';
import { FaultEffect } from '../faults';

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'static',
    about: 'a connection with three static routes moves; the gateway has a default route table that it is taken out of',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    estate: { defaultRouteTable: true },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, cast.routing)),
  },
  {
    name: 'bgp',
    about: 'a connection that speaks BGP moves; its prefixes are known from the route table they propagate to',
    direction: 'vgw-to-tgw',
    routing: 'bgp',
    mustEnd: 'migrated',
    estate: { defaultRouteTable: false },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, cast.routing)),
  },
  {
    name: 'modify-fails',
    about: 'EC2 refuses ModifyVpnConnection after the static routes were deleted: they are put back',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'rolled-back',
    estate: { defaultRouteTable: true },
    play: async (cast) => {
      cast.aws.faults.inject({ operation: 'ModifyVpnConnection', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
      return cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, cast.routing));
    },
  },
  {
    name: 'restore-fails',
    about: 'the routes cannot be created on the transit gateway: what works is kept, and the rest is named',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'held',
    estate: { defaultRouteTable: true },
    play: async (cast) => (await deployIntoHold(cast)).result,
  },
  {
    name: 'restore-fails-then-continues',
    about: 'the same, and once the cause is mended a second deployment continues from the record',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    estate: { defaultRouteTable: true },
    play: async (cast) => {
      const { result, mend } = await deployIntoHold(cast);
      if (result.succeeded) throw new Error(`the first deployment of ${STACK_NAME} should have been held`);
      mend();
      return cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, cast.routing, {}, true));
    },
  },
  {
    name: 'refused',
    about: 'a VPC route to the old gateway is neither moved nor left: nothing is touched',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'refused',
    estate: { defaultRouteTable: true, strayRoute: '10.200.0.0/16' },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, cast.routing)),
  },
];

/** A stack that exists already gets the migration in an update, so that its records outlive the failed deployment. */
async function deployIntoHold(cast: Cast): Promise<{ readonly result: DeploymentResult; readonly mend: () => void }> {
  const { aws, applications, estate, routing } = cast;
  await aws.cloudFormation.deploy(applications.withoutMigration());
  const mend = aws.faults.inject({ operation: 'CreateTransitGatewayRoute', when: 'before', how: refusal('RouteLimitExceeded'), times: Infinity });
  return { result: await aws.cloudFormation.deploy(applications.withMigration(estate, routing, {}, true)), mend };
}

function refusal(code: string): FaultEffect {
  return { code, message: 'The rehearsal wants it so.', status: 400 };
}
