/** `rehearse` with everything that it can make go wrong, of a change of the device alone, and in another account. */
import { document, TYPICAL } from './rehearsed';
import { Failure, FAILURES } from '../../../tools/cli/rehearse/injected-failures';
import { Rehearsed } from '../../../tools/cli/rehearse/rehearsed';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { savedOf } from '../plan/saved';
import { command } from '../terminal';

describe('what was made to go wrong', () => {
  test.each([
    ['modify', 'rolled-back', 0, [],
      /: moving VPN connection vpn-\w+ to transit gateway tgw-\w+: OperationNotPermitted: The rehearsal wants it so\. Everything was put back as it was/],
    ['provision', 'rolled-back', 0, [], /Runtime exited with error: signal: killed/],
    ['arrange', 'held', 1, ['the move failed and is held: what works is kept, the rest is missing, and somebody has to act'],
      /: associating tgw-attach-\w+ with tgw-rtb-\w+: OperationNotPermitted: The rehearsal wants it so\. The move is held .* Missing:\n- associate /],
    ['stack', 'migrated', 0, [], /^The rehearsal wants it so\.$/],
  ])('--fail-at %s ends %s', async (failAt, outcome, exitCode, deviations, reason) => {
    const result = await document(TYPICAL, '--fail-at', failAt);
    expect(result.measured.outcome).toBe(outcome);
    expect(result.measured.reason).toMatch(reason);
    expect(result.exitCode).toBe(exitCode);
    expect(result.deviations.filter((each) => !each.includes('lost'))).toEqual(deviations);
    expect(result.deviations.some((each) => each.includes('lost'))).toBe(outcome === 'held');
    expect(result.adversities).toEqual([FAILURES[failAt as Failure]]);
  });

  test('scarce requests make it longer and lose nothing', async () => {
    const [plain, scarce] = [await document(TYPICAL), await document(TYPICAL, '--throttle')];
    expect(scarce).toMatchObject({ exitCode: 0, passed: true });
    expect(scarce.seconds).toBeGreaterThan(plain.seconds);
  });

  test('a device that stays down leaves nothing that passes', async () => {
    const result = await document(TYPICAL, '--device-stays-down');
    expect(result).toMatchObject({ exitCode: 1, passed: false, measured: { outcome: 'migrated' } });
    expect(new Set(result.flows.map(({ is }) => is))).toEqual(new Set(['lost']));
    expect(result.outages.map(({ until }) => until)).toEqual([undefined, undefined, undefined]);
  });
});

test('a change of the device alone touches no route', async () => {
  const result = await document({ move: 'customer-gateway', routing: 'bgp' });
  expect(result).toMatchObject({ exitCode: 0, passed: true, measured: { mutatingEc2Calls: 1 } });
  expect(new Set(result.routes.map(({ is }) => is))).toEqual(new Set(['unchanged']));
});

test('another account and region are those that the application is deployed to', async () => {
  const network = new Network({ clock: new StoryClock(), accountId: '444455556666', region: 'us-west-2' });
  const ids = seedEstate(network, TYPICAL);
  const ran = await command(['rehearse', ids.vpnConnectionId, '--to', ids.to.id, '--from', await savedOf(network), '--json']);
  const result = JSON.parse(ran.out) as Rehearsed;
  expect(result).toMatchObject({ passed: true, region: 'us-west-2', accountId: '444455556666' });
});
