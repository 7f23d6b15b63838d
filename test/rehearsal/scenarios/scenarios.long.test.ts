/**
 * What `npm run rehearse` plays of moves and edits, scenario by scenario: the staged bundle, CDK's real provider runtime, the synthesized
 * IAM policy on every call. And that policy is exact: no action of it goes unused over the whole set, and none would go
 * unmissed.
 */
import { OnUndo, TargetChange } from '../../../src';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { ACCOUNT_ID, EmbeddedAws, REGION } from '../../../tools/rehearsal/embedded-aws';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { SCENARIOS as ALL } from '../../../tools/rehearsal/scenarios';
import { Applications } from '../../../tools/rehearsal/scenarios/application';
import { stackWithTarget } from '../../../tools/rehearsal/scenarios/edit-target';
import { ON_PREMISES, PLANTED_PRE_SHARED_KEY, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { MOVES_DEPLOYED } from '../../../tools/rehearsal/scenarios/moves';
import { grantedActions } from '../../../tools/rehearsal/scenarios/permissions';
import { runScenario } from '../../../tools/rehearsal/scenarios/run-scenario';
import { Scenario, ScenarioResult } from '../../../tools/rehearsal/scenarios/scenario';
import { Item, recording, violationsOf } from '../../recovery/records';

/** Ordinary connections, and many of them, tell nothing more of the rights of a move; `npm run rehearse` plays them, and takes as long. */
const SCENARIOS = ALL.filter(({ name }) => !/^(?:many|lifecycle)-/.test(name));

const results = new Map<string, ScenarioResult>();
const records = new Map<string, Item[]>();
const resultOf = (name: string) => results.get(name)!;

/**
 * What the role is granted by the templates of all moves, the way back at removal and the end of the old customer gateway included,
 * and by that of a connection whose target may be edited.
 */
const GRANTED = ((): readonly string[] => {
  const applications = new Applications();
  try {
    const edited = stackWithTarget(applications, {
      on: { kind: 'virtual-private-gateway', id: 'vgw-0a1b2c3d4e5f60718', propagatingRouteTableIds: [] },
      routing: 'static', deployment: 1, targetChange: TargetChange.withRoutes(),
    });
    return distinct([...grantedActions(edited.template), ...MOVES_DEPLOYED.flatMap(({ estate, routing }) => {
      const network = new Network({ clock: new VirtualClock(), accountId: ACCOUNT_ID, region: REGION });
      const { customerGateway: swap, ...ends } = seedEstate(network, { ...estate, routing });
      const customerGateway = swap && { from: swap.fromId, to: swap.toId, deleteOld: true };
      return grantedActions(applications.withMigration(ends, { onRemoval: OnUndo.MOVE_BACK, customerGateway }).template);
    })]);
  } finally {
    applications.remove();
  }
})();

beforeAll(async () => {
  for (const scenario of SCENARIOS) {
    records.set(scenario.name, []);
    results.set(scenario.name, await runScenario(recording(scenario, records.get(scenario.name)!)));
  }
}, 3_600_000); // a bound for what never ends, whatever else the machine does

describe('each scenario', () => {
  test.each(SCENARIOS.map(({ name, mustEnd }) => [name, mustEnd]))('%s ends %s', (name, mustEnd) => {
    const { outcome, passed, deviations, leaks, defects, iamEnforced } = resultOf(name);
    expect({ outcome, passed, deviations, leaks, defects, iamEnforced })
      .toEqual({ outcome: mustEnd, passed: true, deviations: [], leaks: [], defects: [], iamEnforced: true });
  });

  test('begins with traffic in both directions between every subnet and every network, and outside a held one loses none of it', () => {
    for (const { name, flows = 12 } of SCENARIOS) {
      const { outcome, lostRoutes, lostFlows, flowsBefore } = resultOf(name);
      expect(flowsBefore.filter((flow) => flow.passes)).toHaveLength(flows);
      if (outcome !== 'held') expect({ lostRoutes, lostFlows }).toEqual({ lostRoutes: [], lostFlows: [] });
    }
  });

  test('leaves records that are as docs/records.schema.json says', () => {
    for (const items of records.values()) expect(violationsOf(items)).toEqual([]);
    const ends = [...records.values()].flat().flatMap(({ item, document }) => (item === 'head' ? [(document as { status: string }).status] : []));
    expect(distinct(ends)).toEqual(['completed', 'held', 'open', 'restored']);
  });

  test('has a name of its own', () => {
    expect(results.size).toBe(SCENARIOS.length);
  });
});

describe('the moves', () => {
  test('every direction is rehearsed with both kinds of routing, and each is also undone', () => {
    const executed = (mustEnd: string) => SCENARIOS.filter((scenario) => scenario.mustEnd === mustEnd && scenario.deployment !== 'fails')
      .map(({ direction, routing, estate }) => `${estate.move === direction ? '' : `${estate.move}: `}${direction} ${routing}`);
    const all = ['customer-gateway', 'customer-gateway-and-target: vgw-to-tgw', 'tgw-to-tgw', 'tgw-to-vgw', 'vgw-to-tgw', 'vgw-to-vgw']
      .flatMap((direction) => [`${direction} bgp`, `${direction} static`]);
    expect([...new Set(executed('migrated'))].sort()).toEqual(all);
    expect([...new Set(executed('rolled-back'))].sort()).toEqual(all);
  });

  test('a change of the customer gateway is one call', () => {
    expect(resultOf('customer-gateway-static')).toMatchObject({ mutatingEc2Calls: 1, overheadSeconds: 0 });
  });

  test('with a change of the target it is the same call, and the same one interruption', () => {
    const [alone, both] = [resultOf('bgp'), resultOf('customer-gateway-and-target-bgp')];
    expect(both.ec2CallsByOperation.ModifyVpnConnection).toBe(alone.ec2CallsByOperation.ModifyVpnConnection);
    expect(both.interruptionSeconds).toBe(alone.interruptionSeconds);
  });

  test('BGP is interrupted for no longer than EC2 and the device take', () => {
    expect(resultOf('bgp').overheadSeconds).toBe(0);
  });

  test('the successful moves make exactly the necessary changes', () => {
    // Three static routes off, one modify, six VPC routes, three routes on the gateway, and out of the default table into the wanted one.
    expect(resultOf('static').mutatingEc2Calls).toBe(3 + 1 + 6 + 3 + 3);
    expect(resultOf('bgp').mutatingEc2Calls).toBe(1 + 6 + 2);
  });
});

describe('what goes wrong', () => {
  test('a refusal makes no call that changes anything', () => {
    expect(resultOf('refused')).toMatchObject({ mutatingEc2Calls: 0, interruptionSeconds: 0 });
  });

  test('a held move names exactly what is missing, and only what leaves the VPC is cut off', () => {
    const { reason, lostRoutes, lostFlows } = resultOf('restore-fails');
    expect(reason!.match(/^- create route 10\.\d\.0\.0\/16 in tgw-rtb-\w+ to tgw-attach-\w+$/gm)).toHaveLength(3);
    expect(lostRoutes).toEqual(ON_PREMISES);
    expect(lostFlows).toEqual(['172.31.0.0/20', '172.31.16.0/20'].flatMap((subnet) => ON_PREMISES.map((network) => `${subnet} → ${network}`)));
  });

  test.each(SCENARIOS.filter(({ mustEnd }) => mustEnd === 'rolled-back').map(({ name }) => name))(
    '%s: what is put back is what was there', (name) => {
      const { routesBefore, routesAfter } = resultOf(name);
      expect([...routesAfter].sort()).toEqual([...routesBefore].sort());
    },
  );

  test('after a failed Create the Delete names the id that the Create had answered', () => {
    expect(resultOf('failed-create-then-delete').requests).toEqual(['Create', expect.stringMatching(/^Delete vpn-[0-9a-f]{17}\/[0-9a-f]{12}\/[0-9a-f]{12}$/)]);
  });

  test('a cancelled update deletes by an id that nobody ever answered, and the move is found all the same', () => {
    expect(resultOf('overlapping-waiter').requests).toEqual(['Create', expect.stringMatching(/^Delete Network-Migration\w+-[A-Z2-7]{12}$/)]);
  });

  test('a rollback leads back where that is wanted, and by itself leaves the connection where it was moved to', () => {
    const { ec2CallsByOperation: back } = resultOf('stack-rollback');
    const { ec2CallsByOperation: kept, routesAfter } = resultOf('stack-rollback-keeps');
    // The preflight tries it once, and each way is one real call.
    expect([back.ModifyVpnConnection, kept.ModifyVpnConnection]).toEqual([1 + 2, 1 + 1]);
    expect(routesAfter).toEqual(resultOf('static').routesAfter);
  });
});

describe('the role of the move', () => {
  test('is refused nothing but what it was granted moments ago, or what nobody has named', () => {
    const refused = [...results.values()].filter(({ deniedActions }) => deniedActions.length > 0);
    expect(refused.map(({ name }) => name)).toEqual(['rights-known-late', 'edit-target-tables-not-named', 'edit-target-tables-not-named-follows']);
    expect(resultOf('rights-known-late').deniedActions).toEqual(['sts:AssumeRole']);
  });

  test('does not use by a dry run what changes anything', () => {
    const { usedActions, ec2CallsByOperation } = resultOf('refused');
    expect(ec2CallsByOperation.ModifyVpnConnection).toBe(1);
    expect(usedActions.filter((action) => action.startsWith('ec2:') && !/^ec2:(Describe|Get|Search)/.test(action))).toEqual([]);
  });

  test('has no action that goes unused over the whole set', () => {
    expect(over(({ usedActions }) => usedActions)).toEqual(over(({ grantedActions: granted }) => granted));
    // The table below is made before anything is played, from templates of its own.
    expect(GRANTED).toEqual(over(({ grantedActions: granted }) => granted));
  });

  test.each(MOVES_DEPLOYED.map(({ estate }) => estate.move).filter((move, index, all) => all.indexOf(move) === index))(
    'has for %s no action that would only be needed for another move, looking around apart', (move) => {
      // A connection whose target may be edited has one role for every target that it may have.
      const ofMove = SCENARIOS.filter(({ estate, begin }) => estate.move === move && begin === undefined).map(({ name }) => resultOf(name));
      // Around a gateway may be looked at whatever can stand there; any stack may be given rollback alarms.
      const changing = (actions: readonly string[]) => actions.filter((action) => !/^ec2:(Describe|Get)|^cloudwatch:DescribeAlarms$/.test(action));
      expect(changing(distinct(ofMove.flatMap(({ usedActions }) => usedActions))))
        .toEqual(changing(distinct(ofMove.flatMap(({ grantedActions: granted }) => granted))));
    },
  );

  test.each(GRANTED)('needs %s: without it a scenario fails that uses it', async (action) => {
    // The soonest seen is what the preflight tries: the move does not begin.
    const cost = ({ name }: Scenario) => (resultOf(name).triedActions.includes(action) ? 0 : 1e6) + resultOf(name).ec2Calls;
    const users = SCENARIOS.filter(({ name }) => resultOf(name).usedActions.includes(action)).sort((one, other) => cost(one) - cost(other));
    expect(users).not.toEqual([]);
    let deviations: readonly string[] = [];
    for (const scenario of users) {
      // Not even what is there before the story begins may come about without it.
      deviations = await runScenario(scenario, { withoutAction: action })
        .then((result) => result.deviations, (error: Error) => [error.message]);
      if (deviations.length > 0) break;
    }
    expect(deviations).not.toEqual([]);
  }, 120_000);
});

test('the planted key is where a careless function would read it', async () => {
  const aws = await EmbeddedAws.start();
  const { vpnConnectionId } = seedEstate(aws.network, { move: 'vgw-to-tgw', routing: 'static' });
  expect(JSON.stringify(aws.network.call('DescribeVpnConnections', { VpnConnectionIds: [vpnConnectionId] }))).toContain(PLANTED_PRE_SHARED_KEY);
  await aws.close();
});

function over(actions: (result: ScenarioResult) => readonly string[]): readonly string[] {
  return distinct([...results.values()].flatMap(actions));
}

function distinct(actions: readonly string[]): readonly string[] {
  return [...new Set(actions)].sort();
}
