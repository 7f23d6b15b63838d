/** The verdict on a scenario: each way in which one can be other than it must be is noticed, and said. */
import { SCENARIOS } from '../../../tools/rehearsal/scenarios';
import { deployMigration } from '../../../tools/rehearsal/scenarios/deployments';
import { ON_PREMISES, PLANTED_PRE_SHARED_KEY, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';
import { Scenario, ScenarioContext } from '../../../tools/rehearsal/scenarios/scenario';

/** Nothing is touched in it, so whatever else happens is the doing of the test. */
const REFUSED = SCENARIOS.find(({ name }) => name === 'refused')!;

const deployThen = (mischief: (context: ScenarioContext) => void): Partial<Scenario> => ({
  run: async (context) => {
    const deployment = await deployMigration(context);
    mischief(context);
    return deployment;
  },
});

test.each<[string, Partial<Scenario>, (string | RegExp)[]]>([
  ['as it must be', {}, []],
  ['another end', { mustEnd: 'migrated' }, [
    'it ended refused, and must end migrated', 'the deployment failed (ROLLBACK_COMPLETE)',
    'it announced REFUSED, and must announce STARTED, MODIFIED, ARRANGED, MIGRATED',
  ]],
  ['other phases', { mustAnnounce: ['REFUSED', 'HELD'] }, ['it announced REFUSED, and must announce REFUSED, HELD']],
  ['a deployment that fails and was to succeed', { deployment: 'succeeds' }, ['the deployment failed (ROLLBACK_COMPLETE)']],
  ['another reason', { mustSay: 'the moon is full' }, ['the deployment did not say "the moon is full"']],
  ['another story', { mustNote: ['preflight', 'refused', 'backup'] }, ['the function\'s journal has no "backup" where the story needs it']],
  ['the story in another order', { mustNote: ['refused', 'preflight'] }, ['the function\'s journal has no "preflight" where the story needs it']],
  ['something else that only the scenario looks at', { unexpected: ({ estate }) => [`${estate.to.id} is purple`] }, [/^tgw-\w+ is purple$/]],
  ['other traffic in the beginning', { flows: 13 }, ['it began with 12 flows that got through, and must begin with 13']],
  ['a route that is lost', deployThen(({ aws, estate }) => {
    aws.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: estate.vpnConnectionId, DestinationCidrBlock: ON_PREMISES[0] });
  }), [
    `the routes to ${ON_PREMISES[0]} are lost`,
    ...['172.31.0.0/20 → 10.1.0.0/16', '172.31.16.0/20 → 10.1.0.0/16'].map((flow) => `the flow ${flow} is lost`),
    ...[/^not as before: rtb-\w+ 10.1.0.0\/16 → vgw-\w+ \(propagated\) is gone$/, /^not as before: vgw-\w+ 10.1.0.0\/16 → vpn-\w+ \(vpn-static\) is gone$/],
  ]],
  ['a route that is new', deployThen(({ aws, estate }) => {
    aws.network.call('CreateVpnConnectionRoute', { VpnConnectionId: estate.vpnConnectionId, DestinationCidrBlock: '10.9.0.0/16' });
  }), [/^not as before: rtb-\w+ 10.9.0.0\/16 .* is new$/, /^not as before: vgw-\w+ 10.9.0.0\/16 .* is new$/]],
  ['another device', {
    ...deployThen(({ aws, estate }) => {
      aws.network.call('ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, CustomerGatewayId: estate.customerGateway!.toId });
    }),
    estate: { ...REFUSED.estate, move: 'customer-gateway-and-target' },
    aws: { latencies: { provisioningMs: 1_000 } },
  }, [/^vpn-\w+ has customer gateway cgw-\w+, not cgw-\w+$/]],
  ['a key in the open', {
    mustSay: undefined,
    run: async (context) => {
      context.aws.faults.inject({ operation: 'DescribeVpcs', when: 'before', how: { code: 'OperationNotPermitted', message: PLANTED_PRE_SHARED_KEY } });
      return deployMigration(context);
    },
  }, [
    'a log line', 'a stack event', 'the deployment\'s result', 'a record', 'an event', 'this report',
  ].map((place) => `the planted pre-shared key, or a secret of a session, is in ${place}`)],
])('%s', async (_case, changes, expected) => {
  const { deviations, passed } = await runScenario({ ...REFUSED, ...changes });

  for (const each of expected) expect(deviations).toContainEqual(typeof each === 'string' ? each : expect.stringMatching(each));
  expect(deviations).toHaveLength(expected.length);
  expect(passed).toBe(expected.length === 0);
});

test('each of several connections must stand where the outcome says, and is told of', async () => {
  const ids: string[] = [];
  const { deviations } = await runScenario({
    ...REFUSED,
    seed: (network) => {
      const [estate, other] = [1, 2].map(() => seedEstate(network, { ...REFUSED.estate, routing: 'static' }));
      ids.push(other.vpnConnectionId);
      return { ...estate, others: [{ ...other, from: other.to }] };
    },
    flows: 24,
  });

  expect(deviations).toEqual([
    expect.stringMatching(`^${ids[0]} stands on vgw-\\w+, not on tgw-`), `${ids[0]} announced nothing, and must announce REFUSED`,
  ]);
});

test('a connection that somebody else has moved does not stand where the outcome says', async () => {
  const { outcome, deviations } = await runScenario({
    ...REFUSED,
    routing: 'bgp',
    ...deployThen(({ aws, estate }) => {
      aws.network.call('ModifyVpnConnection', { VpnConnectionId: estate.vpnConnectionId, TransitGatewayId: estate.to.id });
    }),
    aws: { latencies: { provisioningMs: 1_000 } },
  });

  expect(outcome).toBe('refused');
  expect(deviations).toContainEqual(expect.stringMatching(/^vpn-\w+ stands on tgw-\w+, not on vgw-\w+$/));
});

test('a role that cannot even read its records leaves a stack that cannot be deleted, and never comes to EC2', async () => {
  const { deviations } = await runScenario(REFUSED, { withoutAction: 'dynamodb:GetItem' });

  expect(deviations).toEqual([
    'the stack is left in ROLLBACK_FAILED',
    expect.stringMatching(/^the deployment did not say "vpc-route-unclaimed/),
    'it announced nothing, and must announce REFUSED',
    'EC2 was not called, or not only in roles of the templates',
  ]);
});
