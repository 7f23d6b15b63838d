/**
 * What `npm run rehearse` plays, scenario by scenario: the staged bundle, CDK's real provider runtime, the synthesized
 * IAM policy on every call.
 */
import { EmbeddedAws } from '../../../rehearsal/embedded-aws';
import { SCENARIOS } from '../../../rehearsal/scenarios';
import { ON_PREMISES, PLANTED_PRE_SHARED_KEY, seedEstate } from '../../../rehearsal/scenarios/estate';
import { play } from '../../../rehearsal/scenarios/play';
import { ScenarioResult } from '../../../rehearsal/scenarios/scenario';

const results = new Map<string, ScenarioResult>();
const resultOf = (name: string) => results.get(name)!;

beforeAll(async () => {
  for (const scenario of SCENARIOS) results.set(scenario.name, await play(scenario));
}, 300_000);

test.each(SCENARIOS.map(({ name, mustEnd }) => [name, mustEnd]))('%s ends %s', (name, mustEnd) => {
  const { outcome, passed, leaks, defects, iamEnforced } = resultOf(name);
  expect({ outcome, passed, leaks, defects, iamEnforced })
    .toEqual({ outcome: mustEnd, passed: true, leaks: [], defects: [], iamEnforced: true });
});

test('outside a held one no route and no flow is lost', () => {
  for (const { outcome, lostRoutes, lostFlows, flowsBefore } of results.values()) {
    expect(flowsBefore.filter((flow) => flow.passes)).toHaveLength(12);
    if (outcome !== 'held') expect({ lostRoutes, lostFlows }).toEqual({ lostRoutes: [], lostFlows: [] });
  }
});

test('a refusal makes no call that changes anything', () => {
  expect(resultOf('refused')).toMatchObject({ mutatingEc2Calls: 0, interruptionSeconds: 0 });
  expect(resultOf('refused').reason).toContain('vpc-route-unclaimed: route 10.200.0.0/16');
});

test('a held move names exactly what is missing, and only what leaves the VPC is cut off', () => {
  const { reason, lostRoutes, lostFlows } = resultOf('restore-fails');
  expect(reason!.match(/^- create route 10\.\d\.0\.0\/16 in tgw-rtb-\w+ to tgw-attach-\w+$/gm)).toHaveLength(3);
  expect(lostRoutes).toEqual(ON_PREMISES);
  expect(lostFlows.every((flow) => flow.startsWith('172.31.'))).toBe(true);
});

test('what is put back is what was there', () => {
  const { routesBefore, routesAfter } = resultOf('modify-fails');
  expect(routesAfter).toEqual(routesBefore);
});

test('every direction is rehearsed with both kinds of routing', () => {
  const played = SCENARIOS.filter((scenario) => scenario.mustEnd === 'migrated').map(({ direction, routing }) => `${direction} ${routing}`);
  expect([...new Set(played)].sort()).toEqual(['customer-gateway', 'tgw-to-tgw', 'tgw-to-vgw', 'vgw-to-tgw', 'vgw-to-vgw']
    .flatMap((direction) => [`${direction} bgp`, `${direction} static`]));
});

test('a change of the customer gateway is one call', () => {
  expect(resultOf('customer-gateway-static')).toMatchObject({ mutatingEc2Calls: 1, overheadSeconds: 0 });
});

test('BGP is interrupted for no longer than EC2 and the device take', () => {
  expect(resultOf('bgp').overheadSeconds).toBe(0);
});

test('the successful moves make exactly the necessary changes', () => {
  // Three static routes off, one modify, six VPC routes, three routes on the gateway, and out of the default table into the wanted one.
  expect(resultOf('static').mutatingEc2Calls).toBe(3 + 1 + 6 + 3 + 3);
  expect(resultOf('bgp').mutatingEc2Calls).toBe(1 + 6 + 2);
});

test('the planted key is where a careless function would read it', async () => {
  const aws = await EmbeddedAws.start();
  const { vpnConnectionId } = seedEstate(aws.network, { move: 'vgw-to-tgw', routing: 'static' });
  expect(JSON.stringify(aws.network.call('DescribeVpnConnections', { VpnConnectionIds: [vpnConnectionId] }))).toContain(PLANTED_PRE_SHARED_KEY);
  await aws.close();
});
