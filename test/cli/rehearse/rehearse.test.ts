/** `rehearse` as somebody types it: on a folder of saved outputs, with the bundled function and the real CloudFormation driver. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { document, rehearsed, saved, TYPICAL } from './rehearsed';
import { fromProperties } from '../../../src/contract/properties';
import { Properties } from '../../../src/contract/property-codec';
import { declareMove } from '../../../tools/cli/declaring/declare';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { addMove } from '../../../tools/cli/rehearse/application';
import { FAILURES } from '../../../tools/cli/rehearse/injected-failures';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Applications } from '../../../tools/rehearsal/scenarios/application';
import { MOVES, PLANTED_PRE_SHARED_KEY, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { command } from '../terminal';

test('a move is told while it is played, and what it did at the end', async () => {
  const estate = await saved(TYPICAL);
  const { ids } = estate;
  const { exitCode, out, err } = await rehearsed(estate);
  expect(exitCode).toBe(0);
  expect(err.split('\n')[0])
    .toBe(`${ids.vpnConnectionId}: from virtual private gateway ${ids.from.id} to transit gateway ${ids.to.id}`);
  for (const line of ['0:10.0  look at everything, change nothing', 'write the backup and read it back', 'close the record: completed', 'Network CREATE_COMPLETE']) {
    expect(err).toContain(line);
  }
  for (const line of [
    'flows after   12 of 12 get through', 'interruption  10.1.0.0/16 ', 'announced     STARTED, MODIFIED, ARRANGED, MIGRATED',
    'IAM enforced on each', 'lost          0 routes, 0 flows', 'as it must be: ended migrated',
    '12 flows change path, 0 lost; 12 stop while the connection is on its way', 'That EC2 takes 300 s to provision the connection is assumed',
  ]) expect(out).toContain(line);
});

test('as JSON it is one document, in which phases, outages, routes and flows are values', async () => {
  const result = await document(TYPICAL);
  expect(result).toMatchObject({ exitCode: 0, passed: true, deviations: [], region: 'eu-central-1', accountId: '111122223333', adversities: [] });
  expect(result.phases.map(({ phase }) => phase)).toEqual(['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED']);
  expect(result.outages.map(({ cidr }) => cidr)).toEqual(['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16']);
  for (const { from, until } of result.outages) {
    expect(until! - from).toBeGreaterThanOrEqual(300);
    expect(until! - from).toBeLessThan(330);
  }
  expect(result.routes.filter(({ place }) => place === 'vpc').map(({ is, after }) => [is, after?.target]))
    .toEqual(Array.from({ length: 6 }, () => ['changed', result.declaration.to.id]));
  expect(new Set(result.flows.map(({ is }) => is))).toEqual(new Set(['changed']));
  const { topology: { before, after }, declaration: { from, to } } = result;
  expect([before.gateway?.id, after.gateway?.id]).toEqual([from.id, to.id]);
});

describe.each(['static', 'bgp'] as const)('with %s routing', (routing) => {
  test.each(MOVES)('what is deployed for %s declares what was declared', async (move) => {
    const network = new Network({ clock: new StoryClock() });
    const { vpnConnectionId, to, from, customerGateway } = seedEstate(network, { move, routing });
    const estate = await readAws(clientOf(network), network.region, () => undefined);
    const { declaration } = declareMove(estate, estate.vpnConnections.find((each) => each.VpnConnectionId === vpnConnectionId)!, {
      ...from.id === to.id ? {} : { to: to.id }, ...customerGateway === undefined ? {} : { customerGateway: customerGateway.toId }, accept: ['path-broken:10.1.0.0/16'],
    });
    const applications = new Applications();
    try {
      const { template } = applications.synthesize((stack) => void addMove(stack, declaration));
      const migration = Object.values(template.Resources).find(({ Type }) => Type === 'Custom::VpnTargetMigration');
      expect(fromProperties(migration!.Properties as Properties)).toEqual(declaration);
    } finally {
      applications.remove();
    }
  });
});

test('a move that was made to fail and leaves everything as it was is one that passes', async () => {
  const result = await document(TYPICAL, '--fail-at', 'modify');
  expect(result).toMatchObject({ exitCode: 0, deviations: [], measured: { outcome: 'rolled-back' }, adversities: [FAILURES.modify] });
});

test('another phase is refused with those that there are', async () => {
  const { exitCode, err } = await command(['rehearse', 'vpn-0123456789abcdef0', '--fail-at', 'lunch']);
  expect({ exitCode, err }).toEqual({ exitCode: 2, err: expect.stringContaining('Allowed choices are modify, provision, arrange, stack.') });
});

test('what stands against the move refuses it, and is said', async () => {
  const result = await document({ ...TYPICAL, strayRoute: '10.200.0.0/16' });
  expect(result).toMatchObject({
    exitCode: 1, measured: { outcome: 'refused', mutatingEc2Calls: 0 }, deviations: ['the move was refused before anything was changed'],
  });
  expect(result.findings.filter(({ is }) => is === 'against').map(({ id }) => id)).toEqual(['vpc-route-unclaimed']);
});

test('a key in a saved output is in nothing that is printed', async () => {
  const estate = await saved(TYPICAL);
  const { folder } = estate;
  const file = join(folder, 'eu-central-1', 'vpn-connections.json');
  const written = JSON.parse(readFileSync(file, 'utf8')) as { VpnConnections: Record<string, unknown>[] };
  for (const each of written.VpnConnections) {
    each.CustomerGatewayConfiguration = `<ike><pre_shared_key>${PLANTED_PRE_SHARED_KEY}</pre_shared_key></ike>`;
    const options = each.Options as { TunnelOptions: Record<string, unknown>[] };
    for (const tunnel of options.TunnelOptions) tunnel.PreSharedKey = PLANTED_PRE_SHARED_KEY;
  }
  writeFileSync(file, JSON.stringify(written));
  const page = join(folder, 'rehearsal.html');
  for (const args of [['--debug'], ['--debug', '--json'], ['--debug', '--fail-at', 'modify', '--report', page]]) {
    const { out, err } = await rehearsed(estate, ...args);
    expect(out).toContain('STARTED');
    expect(`${out}${err}`).not.toContain(PLANTED_PRE_SHARED_KEY);
  }
  expect(readFileSync(page, 'utf8')).toContain('The move failed, as it was made to');
  expect(readFileSync(page, 'utf8')).not.toContain(PLANTED_PRE_SHARED_KEY);
});

test('the help names the phases and what the exit status tells', async () => {
  const { exitCode, out } = await command(['rehearse', '--help']);
  expect(exitCode).toBe(0);
  for (const text of ['--fail-at <phase>', 'EC2 refuses ModifyVpnConnection', 'Exit status 1: a route or a flow is lost', 'assumed, not measured at AWS']) expect(out).toContain(text);
});
