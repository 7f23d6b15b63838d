/** Connections from elsewhere: by what is known of them, and by look-up. */
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { account, ids, newMigration, newStack, region } from './construct-fixtures';
import { SiteToSiteVpn, SiteToSiteVpnAttributes, SiteToSiteVpnLookUpOptions } from '../../src';

const ATTACHMENT = 'tgw-attach-0a1b2c3d4e5f60718';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

describe('by its attributes', () => {
  test('a connection has those that are given', () => {
    const vpn = SiteToSiteVpn.fromVpnConnectionAttributes(stack, 'Vpn', {
      vpnConnectionId: ids.vpn, customerGatewayId: ids.cgw, customerGatewayIp: '203.0.113.10', customerGatewayAsn: 65010, transitGatewayAttachmentId: ATTACHMENT,
    });

    expect([vpn.vpnId, vpn.customerGatewayId, vpn.customerGatewayIp, vpn.customerGatewayAsn, vpn.transitGatewayAttachmentId])
      .toEqual([ids.vpn, ids.cgw, '203.0.113.10', 65010, ATTACHMENT]);
    expect(vpn.vpnConnectionRef).toEqual({ vpnConnectionId: ids.vpn });
    expect(Template.fromStack(stack).toJSON().Resources).toBeUndefined();
  });

  test('fails when another is read', () => {
    const vpn = SiteToSiteVpn.fromVpnConnectionAttributes(stack, 'Vpn', { vpnConnectionId: ids.vpn });

    expect(() => vpn.transitGatewayAttachmentId).toThrow(new Error('Stack/Vpn: `transitGatewayAttachmentId` is unknown, since the connection was taken without it;'
      + ' give it to `SiteToSiteVpn.fromVpnConnectionAttributes` where it is needed'));
  });

  test('tokens are taken', () => {
    const vpnConnectionId = new CfnParameter(stack, 'Id').valueAsString;

    expect(stack.resolve(SiteToSiteVpn.fromVpnConnectionAttributes(stack, 'Vpn', { vpnConnectionId }).vpnId)).toEqual({ Ref: 'Id' });
  });

  test.each<[string, SiteToSiteVpnAttributes, string]>([
    ['the connection', { vpnConnectionId: ids.cgw }, '`vpnConnectionId` must be the id of a VPN connection, which starts with vpn-'],
    ['its customer gateway', { vpnConnectionId: ids.vpn, customerGatewayId: ids.vgw }, '`customerGatewayId` must be the id of a customer gateway, which starts with cgw-'],
    ['its attachment', { vpnConnectionId: ids.vpn, transitGatewayAttachmentId: ids.tgw },
      '`transitGatewayAttachmentId` must be the id of a transit gateway attachment, which starts with tgw-attach-'],
  ])('fails with the id of something else for %s', (_what, attributes, message) => {
    expect(() => SiteToSiteVpn.fromVpnConnectionAttributes(stack, 'Vpn', attributes)).toThrow(message);
  });
});

describe('by look-up', () => {
  const lookUps: [string, SiteToSiteVpnLookUpOptions, object, string[]][] = [
    ['id', { vpnConnectionId: ids.vpn }, { exactIdentifier: ids.vpn }, []],
    ['virtual private gateway', { targetGatewayId: ids.vgw }, { propertyMatch: { VpnGatewayId: ids.vgw }, expectedMatchCount: 'exactly-one' }, []],
    ['transit gateway', { targetGatewayId: ids.tgw }, { propertyMatch: { TransitGatewayId: ids.tgw }, expectedMatchCount: 'exactly-one' }, []],
    ['customer gateway', { customerGatewayId: ids.cgw }, { propertyMatch: { CustomerGatewayId: ids.cgw }, expectedMatchCount: 'exactly-one' }, []],
    ['tags', { tags: { Name: 'Berlin' } }, { propertyMatch: {}, expectedMatchCount: 'at-least-one' }, ['Tags']],
    ['everything but the id', { targetGatewayId: ids.tgw, customerGatewayId: ids.cgw, tags: { Name: 'Berlin' } },
      { propertyMatch: { CustomerGatewayId: ids.cgw, TransitGatewayId: ids.tgw }, expectedMatchCount: 'at-least-one' }, ['Tags']],
  ];

  const missing = () => stack.node.root.node.findAll().length > 0 && (stack.node.root as App).synth().manifest.missing!;

  test.each(lookUps)('%s asks Cloud Control for named properties, none of them a secret', (_kind, options, query, more) => {
    SiteToSiteVpn.fromLookup(stack, 'Vpn', options);

    const [{ provider, props }] = missing() as { provider: string; props: object }[];
    expect(provider).toBe('cc-api-provider');
    expect(props).toMatchObject({ account, region, typeName: 'AWS::EC2::VPNConnection', ...query });
    // Exactly these: what is not in the list the CLI does not return, and so does not write.
    expect((props as { propertiesToReturn: string[] }).propertiesToReturn).toEqual(['VpnConnectionId', 'CustomerGatewayId', ...more]);
    expect(JSON.stringify(props)).not.toMatch(/Tunnel|PreShared|Configuration/);
  });

  test.each(lookUps)('until the CLI has looked, synthesis goes on with a connection that could be it: %s', (_kind, options) => {
    const vpn = SiteToSiteVpn.fromLookup(stack, 'Vpn', options);

    newMigration(stack, { vpnConnection: vpn });
    expect(vpn.vpnId).toMatch(/^vpn-[0-9a-z]+$/);
    expect(vpn.customerGatewayId).toMatch(/^cgw-[0-9a-z]+$/);
  });

  /** A second synthesis, when the CLI has answered. */
  function answered(options: SiteToSiteVpnLookUpOptions, answer: object[]) {
    SiteToSiteVpn.fromLookup(stack, 'Vpn', options);
    const [{ key }] = missing() as { key: string }[];
    stack = new Stack(new App({ context: { [key]: answer } }), 'Stack', { env: { account, region } });
    return SiteToSiteVpn.fromLookup(stack, 'Vpn', options);
  }

  const tagged = (VpnConnectionId: string, Name: string) => ({ VpnConnectionId, CustomerGatewayId: ids.otherCgw, Identifier: VpnConnectionId, Tags: [{ Key: 'Name', Value: Name }] });

  test('what was found is the connection', () => {
    const found = { VpnConnectionId: ids.vpn, CustomerGatewayId: ids.otherCgw, Identifier: ids.vpn };
    const vpn = answered({ targetGatewayId: ids.tgw }, [found]);

    expect([vpn.vpnId, vpn.customerGatewayId]).toEqual([ids.vpn, ids.otherCgw]);
    expect(() => vpn.customerGatewayIp).toThrow('Stack/Vpn: `customerGatewayIp` is unknown, since the connection was looked up;');
  });

  test('among several the tags decide', () => {
    expect(answered({ tags: { Name: 'Berlin' } }, [tagged('vpn-00000001', 'Hamburg'), tagged('vpn-00000002', 'Berlin')]).vpnId).toBe('vpn-00000002');
  });

  test.each([
    ['none', [tagged('vpn-00000001', 'Hamburg')], 'none'],
    ['several', [tagged('vpn-00000001', 'Berlin'), tagged('vpn-00000002', 'Berlin')], 'vpn-00000001 and vpn-00000002'],
  ])('fails when the tags are those of %s', (_what, answer, got) => {
    expect(() => answered({ tags: { Name: 'Berlin' } }, answer)).toThrow(new Error('Stack/Vpn: the look-up must find one VPN connection with tags {"Name":"Berlin"},'
      + ` got ${got}; correct the tags, and if they have changed since, forget the old answer with \`cdk context --reset\``));
  });

  test.each<[string, SiteToSiteVpnLookUpOptions, string]>([
    ['nothing', {}, 'give `vpnConnectionId`, `tags`, `targetGatewayId` or `customerGatewayId`, got none; the look-up must know which connection is meant'],
    ['no tags', { tags: {} }, 'give `vpnConnectionId`, `tags`, `targetGatewayId` or `customerGatewayId`, got none; the look-up must know which connection is meant'],
    ['an id and more', { vpnConnectionId: ids.vpn, tags: { Name: 'x' }, targetGatewayId: ids.tgw },
      '`vpnConnectionId` must be given alone, got also `tags` and `targetGatewayId`; remove them, since an id says it all'],
    ['the id of something else', { vpnConnectionId: ids.cgw }, `\`vpnConnectionId\` must be the id of a VPN connection, which starts with vpn-, got "${ids.cgw}"`],
    ['another gateway', { targetGatewayId: ids.cgw },
      `\`targetGatewayId\` must be the id of a virtual private gateway or a transit gateway, which starts with vgw- or tgw-, got "${ids.cgw}"`],
    ['another customer gateway', { customerGatewayId: ids.vgw }, `\`customerGatewayId\` must be the id of a customer gateway, which starts with cgw-, got "${ids.vgw}"`],
  ])('fails with %s', (_what, options, message) => {
    expect(() => SiteToSiteVpn.fromLookup(stack, 'Vpn', options)).toThrow(new Error(`Stack/Vpn: ${message}`));
  });

  test.each<[string, (token: string) => SiteToSiteVpnLookUpOptions]>([
    ['vpnConnectionId', (token) => ({ vpnConnectionId: token })],
    ['targetGatewayId', (token) => ({ targetGatewayId: token })],
    ['customerGatewayId', (token) => ({ customerGatewayId: token })],
    ['tags.Name', (token) => ({ tags: { Name: token } })],
  ])('fails when %s is known only at deployment', (prop, options) => {
    expect(() => SiteToSiteVpn.fromLookup(stack, 'Vpn', options(new CfnParameter(stack, 'Value').valueAsString))).toThrow(new Error(
      `Stack/Vpn: \`${prop}\` must be known at synthesis, since the look-up is made before anything is deployed; pass a value, or take the connection with \`fromVpnConnectionId\``));
  });

  test('fails when the stack does not say where it is', () => {
    expect(() => SiteToSiteVpn.fromLookup(new Stack(new App(), 'Anywhere'), 'Vpn', { vpnConnectionId: ids.vpn })).toThrow('account/region are not specified');
  });
});
