/** `plan` as somebody types it: on a folder of saved outputs, offline. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { savedOf } from './saved';
import { PlanReport } from '../../../tools/cli/plan/report';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { EstateOptions, PLANTED_PRE_SHARED_KEY, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { officeEstate, OFFICE_CIDRS, StoryClock } from '../../rehearsal/embedded-ec2/estates';
import { command, Ran } from '../terminal';

interface Planned extends Ran {
  readonly ids: ReturnType<typeof seedEstate>;
}

async function planned(options: EstateOptions, ...args: readonly string[]): Promise<Planned> {
  const network = new Network({ clock: new StoryClock() });
  const ids = seedEstate(network, options);
  const ran = await command(['plan', ids.vpnConnectionId, '--to', ids.to.id, '--from', await savedOf(network), ...args]);
  return { ...ran, ids };
}

async function reportOn(network: Network, id: string, ...args: readonly string[]): Promise<PlanReport & { readonly exitCode: number }> {
  const { exitCode, out, err } = await command(['plan', id, '--from', await savedOf(network), '--json', ...args]);
  if (out === '') throw new Error(err);
  return { ...JSON.parse(out) as PlanReport, exitCode };
}

test('a move that nothing stands against: what follows, the plan and its digest, phases, flows, and the way back', async () => {
  const { exitCode, out, err, ids } = await planned({ move: 'vgw-to-tgw', routing: 'static' });
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out.split('\n')[0])
    .toBe(`VPN connection ${ids.vpnConnectionId} (eu-central-1, 111122223333): from virtual private gateway ${ids.from.id} to transit gateway ${ids.to.id}`);
  for (const text of [
    'Stands against it: nothing', 'The plan, sha256:', 'static route 10.1.0.0/16 of the connection goes', '    3 s  MODIFIED',
    '12 flows change path, 0 lost; 12 stop while the connection is on its way', 'everything is as it was',
    '6 min to 8.1 min as a rule, 3 s of it the move\'s own; allow 30 min', 'AWS names no figure', 'DryRun was not tried',
    'one more transit gateway attachment by the hour', 'fits:   VpnTargetMigration',
    `ec2:ModifyVpnConnection on arn:aws:ec2:eu-central-1:111122223333:vpn-connection/${ids.vpnConnectionId}`,
  ]) expect(out).toContain(text);
});

test('what stands against it ends with 1, says how it is answered here, and simulates no more', async () => {
  const { exitCode, out } = await planned({ move: 'vgw-to-tgw', routing: 'static', strayRoute: '10.200.0.0/16' });
  expect(exitCode).toBe(1);
  expect(out).toContain('Stands against it: 1\n  vpc-route-unclaimed: route 10.200.0.0/16 in ');
  expect(out).toContain('here: --moved or --left');
  expect(out).toContain('It would not begin, so nothing more is simulated.');
  const answered = await planned({ move: 'vgw-to-tgw', routing: 'static', strayRoute: '10.200.0.0/16' }, '--moved', '10.200.0.0/16');
  expect(answered.exitCode).toBe(0);
});

test('what can be accepted stands against it too, but is played as if it were', async () => {
  const { exitCode, out, ids } = await planned({ move: 'vgw-to-tgw', routing: 'bgp' });
  expect(exitCode).toBe(1);
  expect(out).toContain(`here: --accept ecmp-becomes-active:${ids.to.id}`);
  expect(out).toContain(`What follows takes ecmp-becomes-active:${ids.to.id} as accepted.`);
  expect(out).toContain('12 flows change path, 0 lost');
  const accepted = await planned({ move: 'vgw-to-tgw', routing: 'bgp' }, '--accept', `ecmp-becomes-active:${ids.to.id}`, 'asn-changes:tgw-0/1');
  expect(accepted.exitCode).toBe(0);
  expect(accepted.out).toContain('accepted, and not found: asn-changes:tgw-0/1');
});

test('of hundreds of findings of one kind a few are told, and all are in the JSON', async () => {
  const { network, transitGatewayId, officeTableId } = officeEstate();
  const hub = network.seed.transitGateway();
  const onHub = network.seed.vpnConnection({ on: hub.transitGatewayId, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16'] });
  const others = Array.from({ length: 30 }, (_, index) => `172.20.${index}.0/24`);
  network.seed.vpnConnection({ on: hub.transitGatewayId, routing: 'bgp', advertisedPrefixes: others });
  const args = ['--to', transitGatewayId, '--association', officeTableId, '--propagate-to', officeTableId];
  const { findings } = await reportOn(network, onHub, ...args);
  expect(findings.against.filter(({ id }) => id.startsWith('reach-lost:'))).toHaveLength(30);
  const { out } = await command(['plan', onHub, '--from', await savedOf(network), ...args]);
  expect(out.match(/^ {2}reach-lost:/gm)).toHaveLength(10);
  expect(out).toContain('and 20 more of reach-lost (--json)');
  expect(out).toMatch(/What follows takes (\S+, ){4}\S+ and \d+ more as accepted\./);
});

test('flows that no longer pass the appliance behind the old gateway are counted and named', async () => {
  const { network, vpcId, vpnGatewayId, vpnConnectionId, transitGatewayId } = officeEstate();
  network.seed.routeTable({
    vpcId, edgeGateways: [vpnGatewayId], routes: [{ destination: '10.100.1.0/24', target: 'eni-0123456789abcdef0' }],
  });
  const { course, findings } = await reportOn(network, vpnConnectionId, '--to', transitGatewayId);
  expect(findings.against.map(({ id }) => id)).toEqual([expect.stringMatching(/^ingress-inspection-bypassed:/)]);
  expect(course?.flows).toMatchObject({ changed: 12, lost: 0, bypassing: 3, bypassed: ['eni-0123456789abcdef0'] });
});

test('another number on AWS\'s side stops BGP until the device has it, and is foretold both ways', async () => {
  const { network, vpnConnectionId, vpnGatewayId } = officeEstate({ routing: 'bgp' });
  const to = network.seed.vpnGateway({ asn: 64_999 });
  const lost = await reportOn(network, vpnConnectionId, '--to', to);
  expect(lost.exitCode).toBe(1);
  expect(lost.device).toMatchObject({ asn: { before: 64_512, after: 64_999 } });
  expect(lost.device.lines).toContain(
    'BGP: AWS\'s side is AS 64999 instead of 64512; the session stays down until the device is configured for it');
  expect(lost.course).toMatchObject({ assumed: [`asn-changes:${to}/64999`], flows: { lost: 12 } });
  expect(lost.course?.phases.map(({ phase }) => phase)).toEqual(['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED_UNVERIFIED']);
  const followed = await reportOn(network, vpnConnectionId, '--to', to, '--accept', `asn-changes:${to}/64999`);
  expect(followed).toMatchObject({ exitCode: 0, course: { assumed: [], flows: { lost: 0 }, wayBack: [] } });
  expect(followed.derived.join('\n')).toContain(`${to} takes the place of ${vpnGatewayId}`);
});

test('what EC2 does not tell of a shared gateway is asked back, and told by --on-premises', async () => {
  const { network, vpnConnectionId, vpnGatewayId, transitGatewayId } = officeEstate({ routing: 'bgp' });
  network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp', advertisedPrefixes: ['10.4.0.0/16'] });
  const unknown = await reportOn(network, vpnConnectionId, '--to', transitGatewayId);
  expect(unknown.findings.against.map(({ id }) => id)).toContain('on-premises-prefixes-unknown');
  expect(unknown.reservations.join()).toContain('EC2 does not say who brings');
  const reported = await reportOn(network, vpnConnectionId, '--to', transitGatewayId, '--on-premises', ...OFFICE_CIDRS);
  expect(reported.findings.against.filter((finding) => finding.acceptable !== true)).toEqual([]);
  expect(reported).toMatchObject({ onPremises: OFFICE_CIDRS, reservations: [], course: { flows: { lost: 0 } } });
});

describe('which way fits', () => {
  const OWNED = { 'aws:cloudformation:stack-id': 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Network/1a2b' };
  const fitting = ({ ways }: PlanReport) => Object.fromEntries(ways.map(({ name, fits }) => [name, fits]));

  async function owned(createOnlyProperties?: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
    const { network, vpnGatewayId, transitGatewayId } = officeEstate();
    const id = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', staticRoutes: ['10.6.0.0/16'], tags: OWNED });
    if (createOnlyProperties === undefined) return fitting(await reportOn(network, id, '--to', transitGatewayId));
    const file = join(await savedOf(network), 'schema.json');
    const schema = { typeName: 'AWS::EC2::VPNConnection', createOnlyProperties };
    writeFileSync(file, JSON.stringify({ TypeName: schema.typeName, Schema: JSON.stringify(schema) }));
    return fitting(await reportOn(network, id, '--to', transitGatewayId, '--schema', file));
  }

  test('for a connection in no stack: the construct, and importing it afterwards', async () => {
    const { network, vpnConnectionId, transitGatewayId } = officeEstate();
    expect(fitting(await reportOn(network, vpnConnectionId, '--to', transitGatewayId)))
      .toEqual({ 'edit the property': false, 'VpnTargetMigration': true, 'a parallel connection': true, 'cdk import': true });
  });

  test('for one in a stack it hangs on the edition of the schema in the region', async () => {
    expect(await owned()).toMatchObject({ 'edit the property': 'unknown', 'cdk orphan': true });
    expect(await owned(['/properties/Type'])).toMatchObject({ 'edit the property': true, 'cdk orphan': false });
    expect(await owned(['/properties/Type', '/properties/VpnGatewayId'])).toMatchObject({ 'edit the property': false, 'cdk orphan': true });
  });

  test('for one that the gateway cannot carry only another connection is left', async () => {
    const { network, transitGatewayId, officeTableId, vpnGatewayId } = officeEstate();
    const id = network.seed.vpnConnection(
      { on: transitGatewayId, routing: 'bgp', advertisedPrefixes: ['10.6.0.0/16'], options: { EnableAcceleration: true } },
      { association: officeTableId },
    );
    const report = await reportOn(network, id, '--to', vpnGatewayId);
    expect(fitting(report)).toMatchObject({ 'edit the property': false, 'VpnTargetMigration': false, 'a parallel connection': true });
    expect(report.course).toBeUndefined();
  });

  test.each([
    ['not JSON', '{', 'is not JSON'],
    ['another type\'s', '{"typeName":"AWS::EC2::VPC"}', 'typeName is not AWS::EC2::VPNConnection'],
    ['without the list', '{"typeName":"AWS::EC2::VPNConnection"}', 'createOnlyProperties is not a list'],
  ])('a schema that is %s is refused by name', async (_, text, said) => {
    const { network, vpnConnectionId, transitGatewayId } = officeEstate();
    const directory = await savedOf(network);
    writeFileSync(join(directory, 'schema.json'), text);
    const schema = join(directory, 'schema.json');
    const { exitCode, err } = await command(['plan', vpnConnectionId, '--to', transitGatewayId, '--from', directory, '--schema', schema]);
    expect(exitCode).toBe(3);
    expect(err).toContain(`${schema}`);
    expect(err).toContain(said);
  });
});

test('rights come from the calls that were made there and back, and an attachment that is not there yet is any', async () => {
  const { network, vpnConnectionId, transitGatewayId, officeTableId } = officeEstate();
  const { permissions } = await reportOn(network, vpnConnectionId, '--to', transitGatewayId);
  const arn = (resource: string) => `arn:aws:ec2:eu-central-1:111122223333:${resource}`;
  expect(permissions?.change).toEqual(expect.arrayContaining([
    { action: 'ec2:DeleteVpnConnectionRoute', resources: [arn(`vpn-connection/${vpnConnectionId}`)] },
    { action: 'ec2:CreateVpnConnectionRoute', resources: [arn(`vpn-connection/${vpnConnectionId}`)] }, // the way back
    {
      action: 'ec2:AssociateTransitGatewayRouteTable',
      resources: [arn('transit-gateway-attachment/*'), arn(`transit-gateway-route-table/${officeTableId}`)],
    },
  ]));
  expect(permissions?.read).toContain('ec2:SearchTransitGatewayRoutes');
});

test('Markdown has the topology before and after', async () => {
  const { out, ids } = await planned({ move: 'vgw-to-tgw', routing: 'static' }, '--markdown');
  const pictures = [...out.matchAll(/```mermaid\n([^`]*)```/g)].map(([, picture]) => picture);
  expect(pictures).toHaveLength(2);
  const [before, after] = pictures.map((picture) => linksIn(picture));
  expect(before).toContain(`${ids.vpnConnectionId} --- ${ids.from.id}`);
  expect(after).toEqual(expect.arrayContaining([
    expect.stringMatching(`^${ids.vpnConnectionId} -- "association" --> tgw-rtb-`), expect.stringMatching(`^tgw-rtb-\\w+ --- ${ids.to.id}$`),
    expect.stringMatching(`^rtb-.* --> ${ids.to.id}$`),
  ]));
});

test.each([
  [['vpn-00000000'], 3, 'there is no VPN connection "vpn-00000000" in eu-central-1. See that the region is the right one, by --region: `inventory` lists what there is.'],
  [['vpn-00000000', '--json', '--markdown'], 2, 'cannot be used with'],
  [[], 2, 'missing required argument'],
])('%j ends with %i', async (args, exitCode, said) => {
  const network = new Network({ clock: new StoryClock() });
  seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  const ran = await command(['plan', ...args, '--from', await savedOf(network)]);
  expect(ran).toMatchObject({ exitCode, out: '' });
  expect(ran.err).toContain(said);
});

test('help has examples', async () => {
  const { exitCode, out } = await command(['plan', '--help']);
  expect(exitCode).toBe(0);
  expect(out).toContain('$ cdk-site-to-site-vpn plan vpn-0123456789abcdef0 --to tgw-0123456789abcdef0');
});

/** As the AWS CLI writes it, keys and all: in the options of the tunnels and in the device's configuration. */
function plantKeys(directory: string): void {
  const file = join(directory, 'eu-central-1', 'vpn-connections.json');
  const saved = JSON.parse(readFileSync(file, 'utf8')) as { VpnConnections: Record<string, any>[] };
  for (const connection of saved.VpnConnections) {
    connection.CustomerGatewayConfiguration = `<pre_shared_key>${PLANTED_PRE_SHARED_KEY}</pre_shared_key>`;
    for (const tunnel of connection.Options.TunnelOptions) tunnel.PreSharedKey = PLANTED_PRE_SHARED_KEY;
  }
  writeFileSync(file, JSON.stringify(saved));
}

test.each([
  [[]], [['--json']], [['--markdown']], [['--debug']], [['--debug', '--json']], [['--association', 'tgw-rtb-0']], [['--schema', 'vpn-connections.json']],
])('a pre-shared key is nowhere to be seen, %j', async (args) => {
  const network = new Network({ clock: new StoryClock() });
  const { vpnConnectionId, to } = seedEstate(network, { move: 'vgw-to-tgw', routing: 'static' });
  const directory = await savedOf(network);
  expect(readdirSync(join(directory, 'eu-central-1'))).toContain('vpn-connections.json');
  plantKeys(directory);
  const given = args.map((arg) => (arg.endsWith('.json') ? join(directory, 'eu-central-1', arg) : arg));
  const { out, err } = await command(['plan', vpnConnectionId, '--to', to.id, '--from', directory, ...given]);
  expect(out.length + err.length).toBeGreaterThan(0);
  expect(out + err).not.toContain(PLANTED_PRE_SHARED_KEY);
});

/** Each edge, with the first line of a node in the place of its name. */
function linksIn(picture: string): string[] {
  const labels = new Map([...picture.matchAll(/^(n\d+)\["([^"<]*)/gm)].map(([, name, label]) => [name, label]));
  return picture.split('\n').filter((line) => / n\d+$/.test(line)).map((line) => line.replace(/^n\d+|n\d+$/g, (name) => labels.get(name)!));
}
