/**
 * `adopt`: the code declares the connection as it is. Every piece is compiled, synthesized, and compared with what was described,
 * property by property; what cannot be said is named.
 */
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import type { VpnConnection } from '@aws-sdk/client-ec2';
import {
  ATTACHMENT, connectionOf, DEVICE, Files, filesOf, ID, LEADING, OFFICES, OTHERS, PLANTED_KEY, PROPAGATING, SPOKES, TGW, Variant,
} from './estate';
import { asDeclared, asDescribed } from './same-connection';
import { complaintsOf, ofType, Template, templateOf } from './synthesized';
import { snake } from '../../../tools/cli/adopt/python';
import { documented, emptyFolder, folderOf } from '../saved';
import { command } from '../terminal';

const LOGS = 'arn:aws:logs:eu-central-1:111122223333:log-group:vpn';
const BGP_LOGS = 'arn:aws:logs:eu-central-1:111122223333:log-group:vpn-bgp';

const PLACES = (['vgw', 'tgw'] as const).flatMap((place) => (['static', 'bgp'] as const).map((routing) => ({ place, routing })));

/** What somebody may have chosen in the console, in EC2's words. */
const CHOICES: readonly (Pick<Variant, 'options' | 'tunnel' | 'connection'> & { readonly name: string; readonly only?: 'tgw' | 'bgp' })[] = [
  { name: 'nothing chosen' },
  { name: 'nothing said of tunnels', options: { TunnelOptions: [{}, {}] } },
  { name: 'no tunnel described', options: { TunnelOptions: undefined } },
  { name: 'no tag', connection: { Tags: undefined } },
  { name: 'tags of all kinds', connection: { Tags: [{ Key: 'Name', Value: 'Düsseldorf "old"\n\\ \'office\'' }, { Key: 'a:b/c', Value: '' }] } },
  { name: 'networks in phase 2', options: { LocalIpv4NetworkCidr: '10.1.0.0/16', RemoteIpv4NetworkCidr: '10.100.0.0/16' } },
  { name: 'keys in Secrets Manager', connection: { PreSharedKeyArn: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:s2svpn!vpn' } },
  {
    name: 'all defaults said',
    options: { LocalIpv4NetworkCidr: '0.0.0.0/0', RemoteIpv4NetworkCidr: '0.0.0.0/0', OutsideIpAddressType: 'PublicIpv4', TunnelBandwidth: 'standard' },
    tunnel: {
      Phase1LifetimeSeconds: 28_800, Phase2LifetimeSeconds: 3_600, RekeyMarginTimeSeconds: 270, RekeyFuzzPercentage: 100,
      ReplayWindowSize: 1_024,
      DpdTimeoutAction: 'clear', StartupAction: 'add', EnableTunnelLifecycleControl: false,
      LogOptions: { CloudWatchLogOptions: { LogEnabled: false, BgpLogEnabled: false } },
    },
  },
  {
    name: 'every tunnel option', tunnel: {
      Phase1LifetimeSeconds: 3_600, Phase2LifetimeSeconds: 1_800, RekeyMarginTimeSeconds: 120, RekeyFuzzPercentage: 0,
      ReplayWindowSize: 128,
      DpdTimeoutSeconds: 40, DpdTimeoutAction: 'restart', StartupAction: 'start', EnableTunnelLifecycleControl: true, IkeVersions: [{ Value: 'ikev2' }],
      Phase1EncryptionAlgorithms: [{ Value: 'AES256' }, { Value: 'AES256-GCM-16' }], Phase2EncryptionAlgorithms: [{ Value: 'AES128-GCM-16' }],
      Phase1IntegrityAlgorithms: [{ Value: 'SHA2-256' }], Phase2IntegrityAlgorithms: [{ Value: 'SHA2-512' }, { Value: 'SHA1' }],
      Phase1DHGroupNumbers: [{ Value: 14 }, { Value: 24 }], Phase2DHGroupNumbers: [{ Value: 5 }, { Value: 20 }],
      LogOptions: { CloudWatchLogOptions: { LogEnabled: true, LogGroupArn: LOGS, LogOutputFormat: 'text' } },
    },
  },
  { name: 'BGP logs', only: 'bgp', tunnel: { LogOptions: { CloudWatchLogOptions: { LogEnabled: true, LogGroupArn: LOGS, LogOutputFormat: 'json', BgpLogEnabled: true, BgpLogGroupArn: BGP_LOGS, BgpLogOutputFormat: 'text' } } } },
  { name: 'acceleration', only: 'tgw', options: { EnableAcceleration: true } },
  { name: 'large tunnels', only: 'tgw', options: { TunnelBandwidth: 'large' } },
  { name: 'IPv6 inside', only: 'tgw', options: { TunnelInsideIpVersion: 'ipv6', LocalIpv6NetworkCidr: '2001:db8::/32', RemoteIpv6NetworkCidr: '::/0' }, tunnel: { TunnelInsideIpv6Cidr: 'fd00:10::/126' } },
];

const VARIANTS = PLACES.flatMap(({ place, routing }) => CHOICES
  .filter(({ only }) => only === undefined || only === place || only === routing)
  .map((choice) => ({ ...choice, place, routing })));

test('every piece of code compiles', async () => {
  const codes = await Promise.all(VARIANTS.map(async (variant) => codeFor(filesOf(variant))));
  const declared = await codeFor(filesOf({ place: 'tgw', routing: 'bgp' }), '--with-customer-gateway');
  expect(complaintsOf([...codes, declared, 'export const asn: string = 65000;'])).toEqual(['Type \'number\' is not assignable to type \'string\'.']);
}, 120_000);

describe.each(PLACES)('on a $place, $routing', (where) => {
  test.each(VARIANTS.filter(({ place, routing }) => place === where.place && routing === where.routing))('$name: the template is the connection', async (variant) => {
    const { code, mapping } = await documentFor(filesOf(variant));
    const template = templateOf(code);
    expect(asDeclared(template)).toEqual(asDescribed(connectionOf(variant)));
    const [[logicalId, connection]] = ofType(template, 'AWS::EC2::VPNConnection');
    expect(mapping[logicalId]).toEqual({ VpnConnectionId: ID });
    expect([connection.DeletionPolicy, connection.UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
  });

  test('every route that is there is a resource of the stack, and is imported', async () => {
    const { place, routing } = where;
    const { code, mapping } = await documentFor(filesOf(where));
    const template = templateOf(code);
    const found = Object.entries(template.Resources).filter(([, { Type }]) => ROUTING.includes(Type));
    const inTable = (id: string) => ({ TransitGatewayRouteTableId: id, TransitGatewayAttachmentId: ATTACHMENT });
    const cidrs = routing === 'static' ? ['10.1.0.0/16', '10.2.0.0/16'] : [];
    const onVirtualPrivateGateway = cidrs.map((cidr) => ['AWS::EC2::VPNConnectionRoute', { DestinationCidrBlock: cidr, VpnConnectionId: ID }]);
    const onTransitGateway = [
      ['AWS::EC2::TransitGatewayRouteTableAssociation', inTable(OFFICES)],
      ...routing === 'bgp' ? [['AWS::EC2::TransitGatewayRouteTablePropagation', inTable(SPOKES)]] : [],
      ...cidrs.map((cidr) => ['AWS::EC2::TransitGatewayRoute', { TransitGatewayRouteTableId: SPOKES, DestinationCidrBlock: cidr }]),
    ];
    expect(found.map(([id, { Type }]) => [Type, mapping[id]])).toEqual(place === 'vgw' ? onVirtualPrivateGateway : onTransitGateway);
    // What identifies a resource is what its properties say, of the connection and the attachment that are imported and looked up.
    const [connectionId] = ofType(template, 'AWS::EC2::VPNConnection').map(([id]) => id);
    const [lookUpId] = ofType(template, 'Custom::TransitGatewayVpnAttachment').map(([id]) => id);
    const resolved = (value: unknown) => JSON.parse(JSON.stringify(value)
      .replaceAll(JSON.stringify({ Ref: connectionId }), JSON.stringify(ID))
      .replaceAll(JSON.stringify({ 'Fn::GetAtt': [lookUpId, 'TransitGatewayAttachmentId'] }), JSON.stringify(ATTACHMENT))) as object;
    for (const [id, { Properties }] of found) expect(resolved(Properties)).toMatchObject(mapping[id]);
    // The look-up would find no room for an association that it is told of when it is made.
    const [during] = ofType(templateOf(code, { importing: 'true' }), 'Custom::TransitGatewayVpnAttachment');
    expect(during?.[1].Properties).toEqual(place === 'vgw' ? undefined : expect.not.objectContaining({ AssociationRouteTableId: expect.anything() }));
  });

  test('no custom resource is there but the look-up, and the tables that lead to it are told to whoever edits it', async () => {
    const { place } = where;
    const code = await codeFor(filesOf(where));
    const types = Object.values(templateOf(code).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('Custom::'))).toEqual(place === 'vgw' ? [] : ['Custom::TransitGatewayVpnAttachment']);
    expect(types).not.toContain('AWS::EC2::Route');
    expect(code).toContain(`    // Route tables of VPCs that lead to it: ${place === 'vgw' ? `${LEADING}, ${PROPAGATING}` : LEADING}.\n`);
  });

  test.each([[], ['--with-customer-gateway']])('what is imported stands by itself %s', async (...options) => {
    const { commands, code } = await documentFor(filesOf(where), ...options);
    const [first, second] = commands.flatMap((line) => (/--resource-mapping-inline '(.*)'$/.exec(line) ?? []).slice(1))
      .map((inline) => Object.keys(JSON.parse(inline) as object));
    const [during, final] = CONTEXTS.map((context) => templateOf(code, context).Resources);
    expect(first.map((id) => during[id]?.Type).filter((type) => !ROUTING.includes(type))).toEqual([
      'AWS::EC2::VPNConnection', ...options.length === 0 ? [] : ['AWS::EC2::CustomerGateway'],
    ]);
    // `cdk import` takes nothing else of the template: a name of anything else would be refused by CloudFormation.
    expect(first.flatMap((id) => referencesOf(during[id])).filter((id) => !first.includes(id))).toEqual([]);
    // Those that CloudFormation would delete with the stack are retained by `cdk import` itself.
    const own = first.filter((id) => !ROUTING.includes(during[id].Type));
    expect(own.map((id) => during[id].DeletionPolicy)).toEqual(own.map(() => 'Retain'));
    // What the second takes names what is deployed by then, and nothing that is changed by the deployment after it but the look-up.
    const taken = second ?? [];
    expect(taken.every((id) => ROUTING.includes(final[id].Type) && !(id in during))).toBe(true);
    expect(taken.flatMap((id) => referencesOf(final[id])).filter((id) => !(id in during))).toEqual([]);
    const changed = Object.keys(during).filter((id) => JSON.stringify(during[id]) !== JSON.stringify(final[id]) && during[id].Type !== 'AWS::CDK::Metadata');
    expect(changed.map((id) => during[id].Type)).toEqual(where.place === 'tgw' ? ['Custom::TransitGatewayVpnAttachment']
      : where.routing === 'static' ? ['AWS::EC2::VPNConnection'] : []);
    expect(Object.keys(final).filter((id) => !(id in during) && !taken.includes(id))).toEqual([]);
  });

  test('the deployment after the import changes nothing of the connection but its tag, which it does not have before', async () => {
    const { code } = await documentFor(filesOf(where));
    const [during, final] = CONTEXTS.map((context) => ofType(templateOf(code, context), 'AWS::EC2::VPNConnection')[0][1]);
    const tagOf = (resource: typeof final) => (resource.Properties.Tags as unknown as { Key: string }[]).filter(({ Key }) => Key === 'cdk-site-to-site-vpn:connection').length;
    expect([during, final].map(tagOf)).toEqual([0, where.place === 'vgw' && where.routing === 'static' ? 1 : 0]);
    expect(asDeclared(templateOf(code), DEVICE)).toEqual(asDeclared(templateOf(code, { importing: 'true' }), DEVICE));
  });
});

test('the customer gateway is declared with the connection, as it is', async () => {
  const template = templateOf(await codeFor(filesOf({ place: 'vgw', routing: 'bgp' }), '--with-customer-gateway'));
  expect(asDeclared(template, DEVICE)).toEqual(asDescribed(connectionOf({ place: 'vgw', routing: 'bgp' })));
  const [[, device]] = ofType(template, 'AWS::EC2::CustomerGateway');
  expect(device).toMatchObject({
    Properties: { Type: 'ipsec.1', IpAddress: '203.0.113.10', BgpAsn: 65010, DeviceName: 'berlin-1', Tags: [{ Key: 'site', Value: 'berlin' }] }, DeletionPolicy: 'Retain',
  });
});

describe('what AWS documents', () => {
  // CLI reference, create-vpn-connection: its output is the same structure that describe-vpn-connections lists.
  test.each(['dynamic routing', 'inside CIDRs and pre-shared keys of one\'s own'])('create-vpn-connection, %s', async (title) => {
    const { VpnConnection: connection } = documented('CreateVpnConnection', title) as { VpnConnection: VpnConnection };
    const isStatic = connection.Options?.StaticRoutesOnly === true;
    const onVgw = connection.VpnGatewayId !== undefined;
    const files = { ...filesOf({ place: 'vgw', routing: 'bgp' }), 'vpn-connections.json': { VpnConnections: [connection] } };
    expect([isStatic, onVgw]).toEqual([false, true]);
    const { code } = await documentFor(files, '--id', connection.VpnConnectionId!);
    expect(asDeclared(templateOf(code))).toEqual(asDescribed(connection));
    expect(code).not.toContain('ExamplePreSharedKey');
  });

  test('modify-vpn-connection, of a connection on its way', async () => {
    const { VpnConnection: connection } = documented('ModifyVpnConnection') as { VpnConnection: VpnConnection };
    const files = { ...filesOf({ place: 'vgw', routing: 'bgp' }), 'vpn-connections.json': { VpnConnections: [connection] } };
    const { code } = await documentFor(files, '--id', connection.VpnConnectionId!);
    expect(asDeclared(templateOf(code))).toEqual(asDescribed(connection));
  });

  test('describe-vpn-connections alone does not tell enough', async () => {
    const { exitCode, err, out } = await command(['adopt', 'vpn-1122334455aabbccd', '--from', folderOf({ 'vpn.json': documented('DescribeVpnConnections') })]);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toContain('error: vpn-1122334455aabbccd cannot be declared as it is: its attachment on tgw-00112233445566aab was not described. Read it with everything');
  });
});

describe('other places', () => {
  test('a VPN concentrator', async () => {
    const files = filesOf({ place: 'tgw', routing: 'bgp', connection: { TransitGatewayId: undefined, VpnConcentratorId: 'vcn-0a1b2c3d4e5f60718' } });
    files['transit-gateway-attachments.json'] = { TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT, TransitGatewayId: TGW, ResourceType: 'vpn-concentrator', ResourceId: 'vcn-0a1b2c3d4e5f60718', State: 'available' }] };
    const { code, mapping } = await documentFor(files);
    const template = templateOf(code);
    const [[logicalId, connection]] = ofType(template, 'AWS::EC2::VPNConnection');
    expect(mapping).toEqual({ [logicalId]: { VpnConnectionId: ID } });
    expect(connection.Properties).toMatchObject({ VpnConcentratorId: 'vcn-0a1b2c3d4e5f60718', CustomerGatewayId: DEVICE });
    expect(Object.values(template.Resources).filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
  });

  test('a core network, with its attachment', async () => {
    const files = filesOf({
      place: 'tgw', routing: 'bgp', connection: {
        TransitGatewayId: undefined, CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a1b2c3d4e5f60718',
        CoreNetworkAttachmentArn: 'arn:aws:networkmanager::111122223333:attachment/attachment-0a1b2c3d4e5f60718',
      },
    });
    const { code, mapping, notInTheCode } = await documentFor(files);
    const template = templateOf(code);
    expect(Object.entries(mapping).map(([id, identifier]) => [template.Resources[id].Type, identifier])).toEqual([
      ['AWS::EC2::VPNConnection', { VpnConnectionId: ID }],
      ['AWS::NetworkManager::SiteToSiteVpnAttachment', { AttachmentId: 'attachment-0a1b2c3d4e5f60718' }],
    ]);
    expect(notInTheCode).toEqual([expect.stringContaining('the tags and the routing policy label of its attachment on core-network-0a1b2c3d4e5f60718')]);
  });

  test('no gateway', async () => {
    const template = templateOf(await codeFor(filesOf({ place: 'vgw', routing: 'bgp', connection: { VpnGatewayId: undefined } })));
    expect(asDeclared(template)).toMatchObject({ ends: [DEVICE, undefined, undefined, undefined] });
  });
});

describe('what cannot be said is named', () => {
  test.each<[string, Variant, (files: Files) => void, string]>([
    ['an algorithm of tomorrow', { place: 'vgw', routing: 'bgp', tunnel: { Phase1EncryptionAlgorithms: [{ Value: 'KYBER' }] } }, () => undefined,
      'tunnel 198.51.100.1: Phase1EncryptionAlgorithms [{"Value":"KYBER"}], for which the library has no word'],
    ['a log without a group', { place: 'vgw', routing: 'bgp', tunnel: { LogOptions: { CloudWatchLogOptions: { LogEnabled: true } } } }, () => undefined,
      'tunnel 198.51.100.1: a log that is on without a log group'],
    ['tags of AWS', { place: 'vgw', routing: 'bgp', connection: { Tags: [{ Key: 'aws:backup:source', Value: 'x' }] } }, () => undefined, 'tags that only AWS may set, "aws:backup:source"'],
    ['static routes beside BGP', { place: 'tgw', routing: 'bgp' }, (files) => {
      files[`${OFFICES}.json`].Routes = [{ DestinationCidrBlock: '10.7.0.0/16', Type: 'static', State: 'active', TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT }] }];
    }, `static routes to its attachment beside BGP, 10.7.0.0/16 in ${OFFICES}`],
    ['tables that differ', { place: 'tgw', routing: 'static' }, (files) => {
      files[`${OTHERS}.json`].Routes = [{ DestinationCidrBlock: '10.1.0.0/16', Type: 'static', State: 'active', TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT }] }];
    }, `(${OTHERS} has no 10.2.0.0/16): they are left as they are`],
    ['prefix list references', { place: 'tgw', routing: 'bgp' }, (files) => {
      files[`${SPOKES}.json`].TransitGatewayPrefixListReferences = [
        { TransitGatewayRouteTableId: SPOKES, PrefixListId: 'pl-0a000000', State: 'available', TransitGatewayAttachment: { TransitGatewayAttachmentId: ATTACHMENT } },
        { TransitGatewayRouteTableId: SPOKES, PrefixListId: 'pl-0b000000', State: 'available', Blackhole: true },
      ];
    }, `prefix list references to its attachment, pl-0a000000 in ${SPOKES}. Left as they are`],
    ['a table that was not searched', { place: 'tgw', routing: 'bgp' }, (files) => void delete files[`${OTHERS}.json`].Routes,
      `what search-transit-gateway-routes of ${OTHERS} tells (not among the saved outputs)`],
    ['tags of the attachment', { place: 'tgw', routing: 'bgp' }, (files) => {
      (files['transit-gateway-attachments.json'].TransitGatewayAttachments as object[])[0] = {
        ...(files['transit-gateway-attachments.json'].TransitGatewayAttachments as object[])[0], Tags: [{ Key: 'Site', Value: 'Berlin' }],
      };
    }, 'tags of its attachment, "Site". Left as they are'],
  ])('%s', async (_, variant, edit, named) => {
    const files = filesOf(variant);
    edit(files);
    const { exitCode, out } = await adopted(files);
    expect(exitCode).toBe(1);
    const [, list] = out.split('// Not in the code:\n');
    expect(list.split('\n//\n')[0].split('\n')).toEqual([expect.stringContaining(named)]);
    expect(ofType(templateOf(out), 'AWS::EC2::VPNConnection')).toHaveLength(1);
  });

  test('routes that are left alone are made by nothing', async () => {
    const files = filesOf({ place: 'tgw', routing: 'static' });
    files[`${OTHERS}.json`].Routes = [{ DestinationCidrBlock: '10.1.0.0/16', Type: 'static', State: 'active', TransitGatewayAttachments: [{ TransitGatewayAttachmentId: ATTACHMENT }] }];
    const { out } = await adopted(files);
    expect(Object.values(templateOf(out).Resources).map(({ Type }) => Type).filter((type) => type !== 'AWS::CDK::Metadata')).toEqual(['AWS::EC2::VPNConnection']);
  });

  test.each<[string, Variant, readonly string[], string]>([
    ['Classic', { place: 'vgw', routing: 'bgp', connection: { Category: 'VPN-Classic' } }, [], 'it is of category VPN-Classic'],
    ['deleting', { place: 'vgw', routing: 'bgp', connection: { State: 'deleting' } }, [], 'it is deleting'],
    ['no static route', { place: 'vgw', routing: 'static', connection: { Routes: [] } }, [], 'its routing is static, and no static IPv4 route to the connection was described'],
    ['of a stack', { place: 'vgw', routing: 'bgp', connection: { Tags: [{ Key: 'aws:cloudformation:stack-id', Value: 'arn:aws:cloudformation:s' }] } }, [],
      'it is a resource of stack arn:aws:cloudformation:s already, from which `cdk orphan` takes it'],
    ['without its core network\'s attachment', { place: 'tgw', routing: 'bgp', connection: { TransitGatewayId: '', CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a' } }, [],
      'its attachment on core-network-0a was not described, and a second one must not be made'],
    ['on a concentrator of which nothing is known', { place: 'tgw', routing: 'bgp', connection: { VpnConcentratorId: 'vcn-0a' } }, [], 'the attachment of its VPN concentrator vcn-0a was not described'],
    ['with a customer gateway that is not there', { place: 'vgw', routing: 'bgp', connection: { CustomerGatewayId: 'cgw-0f000000' } }, ['--with-customer-gateway'], 'customer gateway cgw-0f000000 was not described. Leave --with-customer-gateway out'],
  ])('%s: there is no code, and why', async (_, variant, options, why) => {
    await expect(adopted(filesOf(variant), ...options)).resolves.toMatchObject({ exitCode: 1, out: '', err: expect.stringContaining(why) });
  });

  test('a customer gateway whose declaration would change it', async () => {
    const files = filesOf({ place: 'vgw', routing: 'bgp' });
    files['customer-gateways.json'] = { CustomerGateways: [{ CustomerGatewayId: DEVICE, State: 'available', CertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/c' }] };
    const { err } = await adopted(files, '--with-customer-gateway');
    expect(err).toContain(`customer gateway ${DEVICE} has no address, without which CloudFormation declares none; customer gateway ${DEVICE} has no device name`);
    expect(ofType(templateOf(await codeFor(files)), 'AWS::EC2::VPNConnection')).toHaveLength(1);
  });

  test('an id that there is not names near ones', async () => {
    const { exitCode, err } = await command(['adopt', 'vpn-0a1b2c3d4e5f60719', '--from', folderOf(filesOf({ place: 'vgw', routing: 'bgp' }))]);
    expect([exitCode, err]).toEqual([3, expect.stringContaining(ID)]);
  });
});

describe('what is printed', () => {
  test('begins with the commands, in order', async () => {
    const mapping = path.join(emptyFolder(), 'berlin.json');
    const { out, exitCode } = await adopted(filesOf({ place: 'vgw', routing: 'static' }), '--mapping', mapping);
    expect(exitCode).toBe(0);
    const commands = [...out.matchAll(/^\/\/ \d\. (.*)$/gm)].map(([, line]) => line);
    expect(commands).toEqual([
      `npx cdk import VpnBerlinOffice -c importing=true --resource-mapping ${mapping}`, 'npx cdk deploy VpnBerlinOffice', 'npx cdk drift VpnBerlinOffice',
    ]);
    expect(out).toContain('// Everything that was described of it is in the code.');
    expect(JSON.parse(readFileSync(mapping, 'utf8'))).toEqual((await documentFor(filesOf({ place: 'vgw', routing: 'static' }))).mapping);
  });

  test('takes what leads to an attachment in when that is looked up', async () => {
    const mapping = path.join(emptyFolder(), 'berlin.json');
    const { out } = await adopted(filesOf({ place: 'tgw', routing: 'static' }), '--mapping', mapping);
    expect([...out.matchAll(/^\/\/ \d\. (.*)$/gm)].map(([, line]) => line)).toEqual([
      `npx cdk import VpnBerlinOffice -c importing=true --resource-mapping ${mapping}`, 'npx cdk deploy VpnBerlinOffice -c importing=true',
      `npx cdk import VpnBerlinOffice --force --resource-mapping ${mapping}`, 'npx cdk deploy VpnBerlinOffice', 'npx cdk drift VpnBerlinOffice',
    ]);
    // Each import takes what its template adds.
    expect(JSON.parse(readFileSync(mapping, 'utf8'))).toEqual((await documentFor(filesOf({ place: 'tgw', routing: 'static' }))).mapping);
  });

  test('needs no context where nothing is different while it is imported', async () => {
    const { commands, code } = await documentFor(filesOf({ place: 'vgw', routing: 'bgp' }));
    expect(commands.map((line) => line.replace(/ --resource.*$/, ''))).toEqual(['npx cdk import VpnBerlinOffice', 'npx cdk deploy VpnBerlinOffice', 'npx cdk drift VpnBerlinOffice']);
    expect(code).not.toContain('importing');
  });

  test('carries the mapping where it is written nowhere', async () => {
    const { out } = await adopted(filesOf({ place: 'vgw', routing: 'static' }));
    const [, inline] = /--resource-mapping-inline '(.*)'/.exec(out)!;
    expect(Object.values(JSON.parse(inline))).toEqual([
      { VpnConnectionId: ID }, ...['10.1.0.0/16', '10.2.0.0/16'].map((cidr) => ({ DestinationCidrBlock: cidr, VpnConnectionId: ID })),
    ]);
  });

  test('a mapping is written over nothing', async () => {
    const file = path.join(folderOf({ 'mapping.json': {} }), 'mapping.json');
    const { exitCode, out, err } = await adopted(filesOf({ place: 'vgw', routing: 'static' }), '--mapping', file);
    expect([exitCode, out, err]).toEqual([3, '', `error: ${file} is there already. Name a file by --mapping that does not exist yet.\n`]);
    expect(readFileSync(file, 'utf8')).toBe('{}');
  });

  test.each(VARIANTS)('no key: $place, $routing, $name', async (variant) => {
    const mapping = path.join(emptyFolder(), 'mapping.json');
    const folder = folderOf(filesOf(variant));
    for (const options of [[], ['--json', '--debug'], ['--language', 'python'], ['--with-customer-gateway', '--mapping', mapping]]) {
      const { out, err } = await command(['adopt', ID, '--from', folder, ...options]);
      expect(`${out}${err}`).toContain(ID);
      expect(`${out}${err}`).not.toContain(PLANTED_KEY);
    }
    expect(existsSync(mapping) && readFileSync(mapping, 'utf8').includes(PLANTED_KEY)).toBe(false);
  });
});

describe('in Python', () => {
  test('names are those of jsii', () => {
    // What `toSnakeCase` of jsii's own code maker makes of them.
    const names = {
      customerGateway: 'customer_gateway', staticRoutes: 'static_routes', virtualPrivateGateway: 'virtual_private_gateway',
      byCloudFormation: 'by_cloud_formation', localIpv4Cidr: 'local_ipv4_cidr', insideIpv6Cidr: 'inside_ipv6_cidr', phase1: 'phase1',
      dhGroups: 'dh_groups', rekeyFuzzPercentage: 'rekey_fuzz_percentage', customerGatewayIp: 'customer_gateway_ip', asn: 'asn',
      fromCustomerGatewayAttributes: 'from_customer_gateway_attributes', outsideIpAddressType: 'outside_ip_address_type',
    };
    expect(Object.keys(names).map(snake)).toEqual(Object.values(names));
  });

  test('what is done only while the connection is imported stands under a condition', async () => {
    const { out } = await adopted(filesOf({ place: 'vgw', routing: 'static' }), '--language', 'python');
    expect(out).toContain([
      '        # The connection does not have this tag yet.', '        if importing:',
      '            Tags.of(connection).remove("cdk-site-to-site-vpn:connection")', '',
    ].join('\n'));
  });

  test('it says what TypeScript says', async () => {
    const files = filesOf({ ...VARIANTS.find(({ name }) => name === 'every tunnel option')!, place: 'tgw', routing: 'static', connection: { Tags: [{ Key: 'Name', Value: 'Berlin' }] } });
    const { out } = await adopted(files, '--language', 'python', '--with-customer-gateway');
    expect(out.slice(out.indexOf('from aws_cdk'))).toMatchInlineSnapshot(`
"from aws_cdk import App, CfnOutput, Duration, Environment, RemovalPolicy, Stack, Tags, aws_logs as logs
from cdk_site_to_site_vpn import (
    CustomerGateway,
    DiffieHellmanGroup,
    DpdTimeoutAction,
    EncryptionAlgorithm,
    IkeVersion,
    IntegrityAlgorithm,
    Phase1Options,
    Phase2Options,
    SiteToSiteVpn,
    StartupAction,
    TargetGateway,
    TransitGatewayRouting,
    TunnelLogFormat,
    TunnelLogging,
    TunnelOptions,
    VpnRouting,
)
from constructs import Construct


class VpnBerlinStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)

        # Only while the connection is taken into the stack. Once that is done, this and what depends on it can go.
        importing = self.node.try_get_context("importing") is not None

        customer_gateway = CustomerGateway(
            self,
            "Device",
            ip="203.0.113.10",
            asn=65010,
            device_name="berlin-1",
            removal_policy=RemovalPolicy.RETAIN,
        )

        Tags.of(customer_gateway).add("site", "berlin", include_resource_types=["AWS::EC2::CustomerGateway"])

        log1 = logs.LogGroup.from_log_group_arn(
            self,
            "Log1",
            "arn:aws:logs:eu-central-1:111122223333:log-group:vpn",
        )

        # No pre-shared key is named: the keys stay with the Site-to-Site VPN service, and with the device.
        # Route tables of VPCs that lead to it: rtb-0aaaaaaaaaaaaaaaa.
        # Whoever edits its target names them to \`TargetChange.withRoutes\`, which leads them over.
        connection = SiteToSiteVpn(
            self,
            "Connection",
            customer_gateway=customer_gateway,
            target=TargetGateway.transit_gateway(
                "tgw-0a1b2c3d4e5f60718",
                association_route_table_id="tgw-rtb-0aaaaaaaaaaaaaaaa",
                static_route_table_ids=["tgw-rtb-0bbbbbbbbbbbbbbbb"],
                amazon_side_asn=64600,
            ),
            routing=VpnRouting.static_routes(["10.1.0.0/16", "10.2.0.0/16"]),
            tunnels=[
                TunnelOptions(
                    inside_cidr="169.254.10.0/30",
                    ike_versions=[IkeVersion.IKEV2],
                    phase1=Phase1Options(
                        encryption_algorithms=[EncryptionAlgorithm.AES256, EncryptionAlgorithm.AES256_GCM_16],
                        integrity_algorithms=[IntegrityAlgorithm.SHA2_256],
                        dh_groups=[DiffieHellmanGroup.GROUP_14, DiffieHellmanGroup.GROUP_24],
                        lifetime=Duration.seconds(3600),
                    ),
                    phase2=Phase2Options(
                        encryption_algorithms=[EncryptionAlgorithm.AES128_GCM_16],
                        integrity_algorithms=[IntegrityAlgorithm.SHA2_512, IntegrityAlgorithm.SHA1],
                        dh_groups=[DiffieHellmanGroup.GROUP_5, DiffieHellmanGroup.GROUP_20],
                        lifetime=Duration.seconds(1800),
                    ),
                    startup_action=StartupAction.START,
                    dpd_timeout=Duration.seconds(40),
                    dpd_timeout_action=DpdTimeoutAction.RESTART,
                    rekey_margin=Duration.seconds(120),
                    rekey_fuzz_percentage=0,
                    replay_window_size=128,
                    lifecycle_control=True,
                    logging=TunnelLogging(activity_log_group=log1, activity_log_format=TunnelLogFormat.TEXT),
                ),
                TunnelOptions(inside_cidr="169.254.11.0/30"),
            ],
            transit_gateway_routing=TransitGatewayRouting.LEAVE if importing else TransitGatewayRouting.CREATE,
            removal_policy=RemovalPolicy.RETAIN,
        )

        Tags.of(connection).add("Name", "Berlin", include_resource_types=["AWS::EC2::VPNConnection"])

        CfnOutput(self, "Attachment", value=connection.transit_gateway_attachment_id)


app = App()
VpnBerlinStack(app, "VpnBerlin", env=Environment(account="111122223333", region="eu-central-1"))
app.synth()
"
`);
  });
});

interface Document {
  readonly code: string;
  readonly commands: readonly string[];
  readonly mapping: Readonly<Record<string, object>>;
  readonly notInTheCode: readonly string[];
}

async function adopted(files: Files, ...options: string[]) {
  return command(['adopt', ID, '--from', folderOf(files), '--region', 'eu-central-1', ...options]);
}

async function codeFor(files: Files, ...options: string[]): Promise<string> {
  const { out, err } = await adopted(files, ...options);
  expect(err).toBe('');
  return out;
}

async function documentFor(files: Files, ...options: string[]): Promise<Document> {
  const at = options.indexOf('--id');
  const id = at === -1 ? ID : options[at + 1];
  const { out, err } = await command(['adopt', id, '--from', folderOf(files), '--region', 'eu-central-1', '--json', ...at === -1 ? options : []]);
  expect(err).toBe('');
  return JSON.parse(out) as Document;
}

/** While the connection is imported, and from then on. */
const CONTEXTS: Readonly<Record<string, string>>[] = [{ importing: 'true' }, {}];

/** What leads to a connection, or to its attachment. */
const ROUTING = [
  'AWS::EC2::VPNConnectionRoute', 'AWS::EC2::TransitGatewayRoute', 'AWS::EC2::TransitGatewayRouteTableAssociation',
  'AWS::EC2::TransitGatewayRouteTablePropagation',
];

/** Every resource of the template that it names. */
function referencesOf(resource: Template['Resources'][string]): string[] {
  const found = [...JSON.stringify(resource).matchAll(/"(?:Ref|Fn::GetAtt)":(?:"|\[")([^"]+)"/g)].map(([, id]) => id);
  return [...found.filter((id) => !id.startsWith('AWS::')), ...resource.DependsOn ?? []];
}
