/** The scenarios that `npm run rehearse` plays. */
import { STACK_NAME } from './application';
import { Cast, Scenario } from './scenario';
import { SURROUNDINGS } from './surroundings';
import { DeploymentResult } from '../cloudformation/driver';
import { FaultEffect } from '../faults';

const ABOUT = {
  'vgw-to-vgw': 'a virtual private gateway takes the place of another one at the same VPC',
  'tgw-to-tgw': 'a connection moves to another transit gateway; its routes are made again in the mapped tables',
  'tgw-to-vgw': 'a connection moves to a virtual private gateway; one VPC table gets static routes, one learns by propagation',
  'customer-gateway': 'only the device changes: another customer gateway, and no route is touched',
} as const;

/** Every other move, for both kinds of routing. */
const OTHER_MOVES: readonly Scenario[] = (['vgw-to-vgw', 'tgw-to-tgw', 'tgw-to-vgw', 'customer-gateway'] as const)
  .flatMap((direction) => (['static', 'bgp'] as const).map((routing): Scenario => ({
    name: `${direction}-${routing}`,
    about: ABOUT[direction],
    direction,
    routing,
    mustEnd: 'migrated',
    estate: { move: direction },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate)),
  })));

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'static',
    about: 'a connection with three static routes moves; the gateway has a default route table that it is taken out of',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate)),
  },
  {
    name: 'bgp',
    about: 'a connection that speaks BGP moves; its prefixes are known from the route table they propagate to',
    direction: 'vgw-to-tgw',
    routing: 'bgp',
    mustEnd: 'migrated',
    estate: { move: 'vgw-to-tgw' },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate)),
  },
  {
    name: 'modify-fails',
    about: 'EC2 refuses ModifyVpnConnection after the static routes were deleted: they are put back',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'rolled-back',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    play: async (cast) => {
      cast.aws.faults.inject({ operation: 'ModifyVpnConnection', when: 'before', how: refusal('OperationNotPermitted'), times: Infinity });
      return cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate));
    },
  },
  {
    name: 'restore-fails',
    about: 'the routes cannot be created on the transit gateway: what works is kept, and the rest is named',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'held',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    play: async (cast) => (await deployIntoHold(cast)).result,
  },
  {
    name: 'restore-fails-then-continues',
    about: 'the same, and once the cause is mended a second deployment continues from the record',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    play: async (cast) => {
      const { result, mend } = await deployIntoHold(cast);
      if (result.succeeded) throw new Error(`the first deployment of ${STACK_NAME} should have been held`);
      mend();
      return cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate, {}, true));
    },
  },
  {
    name: 'refused',
    about: 'a VPC route to the old gateway is neither moved nor left: nothing is touched',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'refused',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true, strayRoute: '10.200.0.0/16' },
    play: async (cast) => cast.aws.cloudFormation.deploy(cast.applications.withMigration(cast.estate)),
  },
  ...OTHER_MOVES,
  ...SURROUNDINGS,
];

/** A stack that exists already gets the migration in an update, so that its records outlive the failed deployment. */
async function deployIntoHold(cast: Cast): Promise<{ readonly result: DeploymentResult; readonly mend: () => void }> {
  const { aws, applications, estate } = cast;
  await aws.cloudFormation.deploy(applications.withoutMigration());
  const mend = aws.faults.inject({ operation: 'CreateTransitGatewayRoute', when: 'before', how: refusal('RouteLimitExceeded'), times: Infinity });
  return { result: await aws.cloudFormation.deploy(applications.withMigration(estate, {}, true)), mend };
}

function refusal(code: string): FaultEffect {
  return { code, message: 'The rehearsal wants it so.', status: 400 };
}
