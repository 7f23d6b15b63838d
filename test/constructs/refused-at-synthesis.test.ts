/** What an app knows at synthesis and EC2 would refuse, or carry out otherwise: each is told of, and what is next to it is not. */
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import { Annotations } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { account, ids, newMigration, newStack, otherTransitGateway, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  ClientVpnEndpoint, CustomerGateway, CustomerGatewayProps, MigrationStage, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetGateway,
  TransitGatewayClientVpnEndpoint, TransitGatewayRouteTables, TunnelBandwidth, VirtualPrivateGateway, VpcRoutes, VpnConcentrator,
  VpnRouting,
} from '../../src';

const certificate = `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`;
const onTables = (tables: Partial<TransitGatewayRouteTables> = {}) => TargetGateway.transitGateway(ids.tgw, {
  associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes], ...tables,
});
const propagating: TransitGatewayRouteTables = { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] };

function connect(stack: Stack, id: string, props: Partial<SiteToSiteVpnProps>): SiteToSiteVpn {
  const ip = `198.51.100.${[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 250}`;
  return new SiteToSiteVpn(stack, id, { ip, target: TargetGateway.none(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ...props });
}

function newVpc(stack: Stack, id: string, cidr: string, props: ec2.VpcProps = {}): ec2.Vpc {
  return new ec2.Vpc(stack, id, { maxAzs: 1, ipAddresses: ec2.IpAddresses.cidr(cidr), ...props });
}

function tableOf(vpc: ec2.Vpc): string {
  return vpc.privateSubnets[0].routeTable.routeTableId;
}

function endpointIn(stack: Stack, vpc: ec2.Vpc): ClientVpnEndpoint {
  return new ClientVpnEndpoint(stack, 'Users', { vpc, cidr: '172.20.0.0/22', serverCertificateArn: certificate, clientCertificateArn: certificate });
}

/** What is said of a stack: by the construct that refuses, or when the app is synthesized. */
function saidOf(fill: (stack: Stack) => unknown): string {
  const stack = newStack();
  try {
    fill(stack);
    (stack.node.root as App).synth();
  } catch (error) {
    return (error as Error).message.replace('Validation failed with the following errors:\n  ', '');
  }
  return '';
}

type Row = readonly [what: string, wrong: (stack: Stack) => unknown, message: string, right: (stack: Stack) => unknown];

const equalNumbers = (gateway: string, asn = 65001) =>
  `Stack/Vpn: the device and the gateway must have different AS numbers, got ${asn} for both, the other being ${gateway};`
  + ' change the `asn` of the device or use another gateway';

const AS_NUMBERS: readonly Row[] = [
  ['a virtual private gateway of the app', onVirtualPrivateGateway(65001), equalNumbers('virtual private gateway Stack/Gateway'), onVirtualPrivateGateway(65002)],
  ['one with the default number of AWS', onVirtualPrivateGateway(undefined, 64512), equalNumbers('virtual private gateway Stack/Gateway', 64512),
    onVirtualPrivateGateway(undefined, 64513)],
  ['one of aws-cdk-lib, by its id', (stack) => {
    const gateway = new ec2.CfnVPNGateway(stack, 'Gateway', { type: 'ipsec.1', amazonSideAsn: 65001 });
    connect(stack, 'Vpn', { asn: 65001, target: TargetGateway.virtualPrivateGateway(gateway.ref) });
  }, equalNumbers('virtual private gateway Stack/Gateway'), (stack) => {
    const gateway = new ec2.CfnVPNGateway(stack, 'Gateway', { type: 'ipsec.1', amazonSideAsn: new CfnParameter(stack, 'Asn', { type: 'Number' }).valueAsNumber });
    connect(stack, 'Vpn', { asn: 65001, target: TargetGateway.virtualPrivateGateway(gateway.attrVpnGatewayId) });
  }],
  ['a transit gateway of the app', onTransitGateway(65001), equalNumbers('transit gateway Stack/Gateway'), onTransitGateway(65002)],
  ['one with the default number of AWS, too', onTransitGateway(undefined, 64512), equalNumbers('transit gateway Stack/Gateway', 64512),
    onTransitGateway(64512, 64512, VpnRouting.staticRoutes(['10.1.0.0/16']))],
  ['that of a VPN concentrator', onConcentrator(65001), equalNumbers('VPN concentrator Stack/Concentrator'), onConcentrator(65002)],
];

function onVirtualPrivateGateway(amazonSideAsn: number | undefined, asn = 65001) {
  return (stack: Stack) => connect(stack, 'Vpn', {
    asn, target: TargetGateway.ofVirtualPrivateGateway(new VirtualPrivateGateway(stack, 'Gateway', { amazonSideAsn })), routing: VpnRouting.bgp(),
  });
}

function onTransitGateway(amazonSideAsn: number | undefined, asn = 65001, routing = VpnRouting.bgp()) {
  const statics = { associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes] };
  const tables = routing._staticRoutes === undefined ? propagating : statics;
  return (stack: Stack) => connect(stack, 'Vpn', {
    asn, target: TargetGateway.ofTransitGateway(new ec2.CfnTransitGateway(stack, 'Gateway', { amazonSideAsn }), tables), routing,
  });
}

function onConcentrator(amazonSideAsn: number) {
  return (stack: Stack) => connect(stack, 'Vpn', {
    asn: 65001, routing: VpnRouting.bgp(), target: TargetGateway.vpnConcentrator(new VpnConcentrator(stack, 'Concentrator', {
      transitGatewayId: new ec2.CfnTransitGateway(stack, 'Gateway', { amazonSideAsn }).ref,
    })),
  });
}

const twoStatic = (others: string, table: string = ids.spokes, by = 'Stack/Two') =>
  `[${by}] a transit gateway route table must have one static route to a network, got 10.1.0.0/16 in ${table} from ${others};`
  + ' EC2 refuses the second one: use BGP, or another table or network';

const TRANSIT_GATEWAY_ROUTES: readonly Row[] = [
  ['one network by two connections in one table', (stack) => ['One', 'Two'].map((id) => connect(stack, id, { target: onTables() })),
    twoStatic('Stack/One and Stack/Two'), (stack) => [
      connect(stack, 'One', { target: onTables() }), connect(stack, 'Two', { target: onTables({ staticRouteTableIds: [ids.otherSpokes] }) }),
      connect(stack, 'Three', { target: onTables(), routing: VpnRouting.staticRoutes(['10.2.0.0/16']) }),
    ]],
  ['in a table of the app', (stack) => {
    const table = new ec2.CfnTransitGatewayRouteTable(stack, 'Table', { transitGatewayId: ids.tgw });
    connect(stack, 'One', { target: onTables({ staticRouteTableIds: [table.ref] }) });
    connect(stack, 'Two', { target: onTables({ staticRouteTableIds: [table.attrTransitGatewayRouteTableId] }) });
  }, twoStatic('Stack/One and Stack/Two', 'Stack/Table'), (stack) => ['A', 'B'].map((id) => connect(stack, id, {
    target: onTables({ staticRouteTableIds: [new ec2.CfnTransitGatewayRouteTable(stack, `Table${id}`, { transitGatewayId: ids.tgw }).ref] }),
  }))],
  ['a blackhole route of another connection', (stack) => [
    connect(stack, 'One', { target: onTables({ staticRouteTableIds: [ids.otherSpokes], blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.1.0.0/16' }] }) }),
    connect(stack, 'Two', { target: onTables() }),
  ], twoStatic('Stack/One and Stack/Two'), (stack) => [
    connect(stack, 'One', { target: onTables({ staticRouteTableIds: [ids.otherSpokes], blackholeRoutes: [{ routeTableId: ids.spokes, destinationCidr: '10.0.0.0/8' }] }) }),
    connect(stack, 'Two', { target: onTables() }),
  ]],
  ['a route that the user made', (stack) => {
    connect(stack, 'Two', { target: onTables() });
    userRoute(stack, '10.1.0.0/16');
  }, twoStatic('Stack/Two and Stack/Mine'), (stack) => {
    connect(stack, 'Two', { target: onTables() });
    userRoute(stack, '10.1.0.0/24');
  }],
  ['connections of two stacks', (stack) => [connect(stack, 'One', { target: onTables() }), connect(new Stack(stack.node.root as App, 'Else', { env: { account, region } }),
    'Two', { target: onTables() })], twoStatic('Stack/One and Else/Two', ids.spokes, 'Else/Two'), (stack) => [connect(stack, 'One', { target: onTables() }),
    connect(new Stack(stack.node.root as App, 'Else', { env: { account, region: 'eu-west-1' } }), 'Two', { target: onTables() })]],
  ['a prefix list twice in one table', (stack) => ['One', 'Two'].map((id) => connect(stack, id, withReference(ids.spokes))),
    `[Stack/Two] \`prefixListReferences\` must name a prefix list once for a transit gateway route table, got ${ids.prefixList} in ${ids.spokes}`
    + ' from Stack/One and Stack/Two; EC2 takes one reference: remove one of them',
    (stack) => [connect(stack, 'One', withReference(ids.spokes)), connect(stack, 'Two', withReference(ids.otherSpokes))]],
];

function userRoute(stack: Stack, destinationCidrBlock: string): void {
  new ec2.CfnTransitGatewayRoute(stack, 'Mine', { transitGatewayRouteTableId: ids.spokes, destinationCidrBlock, blackhole: true });
}

function withReference(routeTableId: string): Partial<SiteToSiteVpnProps> {
  return {
    routing: VpnRouting.bgp(),
    target: TargetGateway.transitGateway(ids.tgw, {
      ...propagating, prefixListReferences: [{ routeTableId, prefixListId: ids.prefixList }],
    }),
  };
}

const toTables = (...routeTableIds: string[]) => [VpcRoutes.staticRoutes(routeTableIds)];

const VPC_ROUTES: readonly Row[] = [
  ['one network by two connections in one VPC route table', (stack) => ['One', 'Two'].map((id) => connect(stack, id, {
    target: virtualPrivateGateway(), vpcRoutes: toTables(ids.rtb),
  })), `[Stack/Two] a VPC route table must have one route to a network, got 10.1.0.0/16 in ${ids.rtb} from Stack/One and Stack/Two;`
    + ' EC2 refuses the second one: remove one of them',
  // Both connections may have the static route on their one virtual private gateway: one stands in for the other.
  (stack) => [connect(stack, 'One', { target: virtualPrivateGateway(), vpcRoutes: toTables(ids.rtb) }), connect(stack, 'Two', { target: virtualPrivateGateway() })]],
  ['the default route that the VPC has', leadingTo('0.0.0.0/0'), '[Stack/Vpn] a VPC route table must have one route to a network, got 0.0.0.0/0 in'
    + ' Stack/Vpc/PrivateSubnet1/RouteTable from Stack/Vpc/PrivateSubnet1/DefaultRoute and Stack/Vpn; EC2 refuses the second one: remove one of them',
  leadingTo('0.0.0.0/1')],
  ['a part of the VPC itself', leadingTo('10.0.4.0/24'), '[Stack/Vpn] `vpcRoutes` must lead to networks outside of the VPC, got 10.0.4.0/24 in'
    + ' Stack/Vpc/PrivateSubnet1/RouteTable, whose VPC has 10.0.0.0/16; EC2 takes no route to a gateway there: correct the network', leadingTo('10.0.0.0/15')],
];

function leadingTo(network: string) {
  return (stack: Stack) => connect(stack, 'Vpn', {
    target: onTables(), routing: VpnRouting.staticRoutes([network]), vpcRoutes: toTables(tableOf(newVpc(stack, 'Vpc', '10.0.0.0/16'))),
  });
}

const notOfItsVpc = (by: string) => `[Stack/${by}] Stack/Other/PrivateSubnet1/RouteTable must be a route table of the VPC of virtual private gateway Stack/Gateway,`
  + ' got one of Stack/Other, and the gateway is attached to Stack/Vpc; name a table of that VPC';

const VIRTUAL_PRIVATE_GATEWAYS: readonly Row[] = [
  ['a second one at a VPC', (stack) => new VirtualPrivateGateway(stack, 'Gateway', { vpc: newVpc(stack, 'Vpc', '10.0.0.0/16', { vpnGateway: true }) }),
    '[Stack/Gateway] `vpc` must have one virtual private gateway, got Stack/Vpc/VPCVPNGW and Stack/Gateway for Stack/Vpc;'
    + ' EC2 attaches no second one: remove one, or leave out `vpnGateway` of the VPC',
    (stack) => new VirtualPrivateGateway(stack, 'Gateway', { vpc: newVpc(stack, 'Vpc', '10.0.0.0/16') })],
  ['two of ours at a VPC', (stack) => {
    const vpc = newVpc(stack, 'Vpc', '10.0.0.0/16');
    for (const id of ['One', 'Two']) new VirtualPrivateGateway(stack, id, { vpc });
  }, '[Stack/Two] `vpc` must have one virtual private gateway, got Stack/One and Stack/Two for Stack/Vpc;'
    + ' EC2 attaches no second one: remove one, or leave out `vpnGateway` of the VPC',
  (stack) => ['One', 'Two'].map((id, index) => new VirtualPrivateGateway(stack, id, { vpc: newVpc(stack, `Vpc${id}`, `10.${index}.0.0/16`) }))],
  ['the propagation into another VPC', propagatingInto('Other'), notOfItsVpc('Gateway'), propagatingInto('Vpc')],
  ['that of a connection', propagatedTo('Other', true), notOfItsVpc('Vpn'), propagatedTo('Vpc', true)],
  ['a route of a connection', propagatedTo('Other', false), notOfItsVpc('Vpn'), propagatedTo('Vpc', false)],
];

function propagatingInto(which: string) {
  return (stack: Stack) => {
    const vpcs: Record<string, ec2.Vpc> = { Vpc: newVpc(stack, 'Vpc', '10.0.0.0/16'), Other: newVpc(stack, 'Other', '10.2.0.0/16') };
    return new VirtualPrivateGateway(stack, 'Gateway', { vpc: vpcs.Vpc, propagatingRouteTableIds: [tableOf(vpcs[which])] });
  };
}

function propagatedTo(which: string, isPropagated: boolean) {
  return (stack: Stack) => {
    const vpcs: Record<string, ec2.Vpc> = { Vpc: newVpc(stack, 'Vpc', '10.0.0.0/16'), Other: newVpc(stack, 'Other', '10.2.0.0/16') };
    const target = TargetGateway.ofVirtualPrivateGateway(new VirtualPrivateGateway(stack, 'Gateway', { vpc: vpcs.Vpc }));
    const routeTableIds = [tableOf(vpcs[which])];
    return connect(stack, 'Vpn', { target, vpcRoutes: [isPropagated ? VpcRoutes.propagated(routeTableIds) : VpcRoutes.staticRoutes(routeTableIds)] });
  };
}

const CLIENT_VPN: readonly Row[] = [
  ['a route to the block of its own VPC', clientRoutes('10.0.0.0/16'), '[Stack/Users] a route must lead to another network than the endpoint\'s own VPC,'
    + ' got 10.0.0.0/16 from Stack/Users/Route0; EC2 adds that route with the first association, and refuses a second one: remove it', clientRoutes('10.0.0.0/15')],
  ['a route twice', clientRoutes('10.8.0.0/16', '10.8.0.0/16'), '[Stack/Users] an endpoint must have one route to a network through a subnet, got 10.8.0.0/16'
    + ' from Stack/Users/Route0 and Stack/Users/Route1; remove one of them', clientRoutes('10.8.0.0/16', '10.9.0.0/16')],
  ['a route twice through a transit gateway', transitRoutes('10.8.0.0/16', '10.8.0.0/16'), '[Stack/Users] an endpoint must have one route to a network through a subnet,'
    + ' got 10.8.0.0/16 from Stack/Users/Route0 and Stack/Users/Route1; remove one of them', transitRoutes('10.8.0.0/16', '10.9.0.0/16')],
];

function clientRoutes(...networks: string[]) {
  return (stack: Stack) => {
    const vpc = newVpc(stack, 'Vpc', '10.0.0.0/16');
    const endpoint = endpointIn(stack, vpc);
    networks.forEach((cidr, index) => endpoint.addRoute(`Route${index}`, { cidr, target: ec2.ClientVpnRouteTarget.subnet(vpc.privateSubnets[0]) }));
  };
}

function transitRoutes(...networks: string[]) {
  return (stack: Stack) => {
    const endpoint = new TransitGatewayClientVpnEndpoint(stack, 'Users', {
      transitGatewayId: ids.tgw, cidr: '172.20.0.0/22', serverCertificateArn: certificate, clientCertificateArn: certificate,
      availabilityZones: ['eu-central-1a', 'eu-central-1b'],
    });
    networks.forEach((cidr, index) => endpoint.addRoute(`Route${index}`, { cidr }));
  };
}

const onTransit = (props: Partial<SiteToSiteVpnProps>) => (stack: Stack) => connect(stack, 'Vpn', {
  routing: VpnRouting.bgp(), target: TargetGateway.transitGateway(ids.tgw, propagating), ...props,
});

const noId = (prop: string, what: string, prefix: string, id: string) => `Stack/Vpn: \`${prop}\` must be the id of a ${what}, which starts with ${prefix}- and goes on with`
  + ` 8 or 17 hexadecimal digits, got "${id}"`;

const SINGLE_VALUES: readonly Row[] = [
  ['large tunnels with acceleration', onTransit({ tunnelBandwidth: TunnelBandwidth.LARGE, acceleration: true }),
    'Stack/Vpn: `tunnelBandwidth` LARGE is not for a connection with `acceleration`; remove one of them', onTransit({ tunnelBandwidth: TunnelBandwidth.LARGE, acceleration: false })],
  ...['vpn-123', 'vpn-0123456789abcdefg', 'vpn-012345678', 'vpn-0123456789abcdef01'].map((id): Row => [
    `an id that EC2 does not have, ${id}`, (stack) => SiteToSiteVpn.fromVpnConnectionId(stack, 'Vpn', id), noId('vpnConnectionId', 'VPN connection', 'vpn', id),
    (stack) => ['vpn-12345678', ids.vpn, 'vpn-0123456789abcdef0', 'vpn-0a34fe6b4fEXAMPLE'].map((each) => SiteToSiteVpn.fromVpnConnectionId(stack, `A${each}`, each)),
  ]),
];

describe.each([
  ['the AS number of the device equals that of', AS_NUMBERS],
  ['in a transit gateway route table, it is refused', TRANSIT_GATEWAY_ROUTES],
  ['in a VPC route table, it is refused', VPC_ROUTES],
  ['of virtual private gateways, it is refused', VIRTUAL_PRIVATE_GATEWAYS],
  ['of a Client VPN endpoint, it is refused', CLIENT_VPN],
  ['by itself, it is refused', SINGLE_VALUES],
])('%s', (_kind, rows) => {
  test.each(rows)('%s', (_what, wrong, message, right) => {
    expect(saidOf(wrong)).toBe(message);
    expect(saidOf(right)).toBe('');
  });
});

test('everything that is wrong is said at once, and again when the app is synthesized again', () => {
  const stack = newStack();
  for (const id of ['One', 'Two', 'Three']) connect(stack, id, { target: onTables() });
  const app = stack.node.root as App;
  const expected = [twoStatic('Stack/One and Stack/Two'), twoStatic('Stack/One and Stack/Three', ids.spokes, 'Stack/Three')];

  expect(() => app.synth()).toThrow(new Error(`Validation failed with the following errors:\n  ${expected.join('\n  ')}`));
  stack.node.tryRemoveChild('Three');
  expect(() => app.synth()).toThrow(new Error(`Validation failed with the following errors:\n  ${expected[0]}`));
  stack.node.tryRemoveChild('Two');
  expect(() => app.synth()).not.toThrow();
  userRoute(stack, '10.1.0.0/16');
  expect(() => app.synth({ force: true })).toThrow(new Error(
    `Validation failed with the following errors:\n  ${twoStatic('Stack/One and Stack/Mine', ids.spokes, 'Stack/One')}`));
});

test('with a thousand connections the app is looked through a few times at most', () => {
  const stack = newStack();
  for (let number = 0; number < 1000; number += 1) {
    connect(stack, `Vpn${number}`, { ip: `198.51.${Math.floor(number / 250)}.${number % 250 + 1}`, target: onTables(), routing: VpnRouting.staticRoutes([`10.${Math.floor(number / 250)}.${number % 250}.0/24`]) });
  }
  let looks = 0;
  const { node } = stack.node.children[0];
  const { children } = node;
  Object.defineProperty(node, 'children', { get: () => { looks += 1; return children; } });
  const faults = stack.node.findAll().flatMap((each) => each.node.validate());

  expect(faults).toEqual([]);
  expect(looks).toBeLessThan(5);
});

describe('two customer gateways', () => {
  const make = (id: string, props: Partial<CustomerGatewayProps> = {}, scope: Construct = stack) => new CustomerGateway(scope, id, { ip: '203.0.113.10', ...props });
  let stack: Stack;
  beforeEach(() => { stack = newStack(); });

  test.each<[string, () => Partial<CustomerGatewayProps>]>([
    ['address and number', () => ({})],
    ['name', () => ({ deviceName: 'berlin' })],
    ['address that only the deployment knows', () => ({ ip: new CfnParameter(stack, 'Ip').valueAsString })],
  ])('fail with the same %s', (_, propsOf) => {
    const props = propsOf();
    for (const id of ['One', 'Two']) make(id, props);

    expect(() => (stack.node.root as App).synth()).toThrow('[Stack/Two] a customer gateway must differ from every other one by its address, AS number or'
      + ' `deviceName`, got the same from Stack/One and Stack/Two: EC2 makes one of both, and deletes it with either; of one device pass the customer'
      + ' gateway of the one to the other as `customerGateway`, of two give each a `deviceName`');
  });

  test('fail also where connections make them', () => {
    for (const id of ['One', 'Two']) {
      new SiteToSiteVpn(stack, id, {
        ip: '203.0.113.10', routing: VpnRouting.bgp(), target: TargetGateway.virtualPrivateGateway(id === 'One' ? ids.vgw : ids.otherVgw),
      });
    }
    expect(() => (stack.node.root as App).synth()).toThrow('got the same from Stack/One/CustomerGateway-');
  });

  test.each([{ deviceName: 'hamburg' }, { asn: 65010 }, { ip: '203.0.113.11' }])('may differ by %j', (other) => {
    make('One');
    make('Two', other);
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });

  test('may be equal in two stacks, whose names are part of theirs', () => {
    make('One');
    make('Two', {}, new Stack(stack.node.root as App, 'Other'));
    expect(() => (stack.node.root as App).synth()).not.toThrow();
  });
});

describe('of a move', () => {
  const NONE = (from: string) => `\`vpcRouteTables\` names no route table: what VPCs send to the networks behind the VPN goes on to ${from} when the connection is gone from`
    + ' there; name the tables whose routes lead to it, or acknowledge this warning if none does [ack: cdk-site-to-site-vpn:noVpcRouteTables]';

  test.each([[undefined], [[]]])('a warning is given of %j as VPC route tables', (vpcRouteTables) => {
    const stack = newStack();
    newMigration(stack, { vpcRouteTables });

    Annotations.fromStack(stack).hasWarning('/Stack/Migration', NONE(`virtual private gateway ${ids.vgw}`));
  });

  test.each<[string, Parameters<typeof newMigration>[1]]>([
    ['names one', { vpcRouteTables: [{ routeTableId: ids.rtb }] }],
    ['arrives where routes are propagated', { to: TargetGateway.virtualPrivateGateway(ids.otherVgw, { propagatingRouteTableIds: [ids.rtb] }) }],
    ['changes the customer gateway only', { to: virtualPrivateGateway(), customerGateway: { from: ids.cgw, to: ids.otherCgw } }],
    ['is over', { stage: MigrationStage.FINALIZED }],
  ])('none is given when it %s', (_what, props) => {
    const stack = newStack();
    newMigration(stack, props);

    Annotations.fromStack(stack).hasNoWarning('*', '*');
  });

  describe('the window', () => {
    const window = { notBefore: '2026-11-22T01:00:00Z', notAfter: '2026-11-22T04:00:00Z' };
    const PASSED = '`window` has passed: a change had to begin by 2026-11-22T03:10:00.000Z, and one that is still to come is refused;'
      + ' name a later window, or remove it once the change is done [ack: cdk-site-to-site-vpn:windowHasPassed]';
    const reported: readonly (readonly [string, (stack: Stack, stage?: MigrationStage) => unknown])[] = [
      ['/Stack/Migration', (stack, stage) => newMigration(stack, { window, stage, vpcRouteTables: [{ routeTableId: ids.rtb }] })],
      ['/Stack/Vpn', (stack) => connect(stack, 'Vpn', { target: virtualPrivateGateway(), targetChange: TargetChange.withRoutes({ window }) })],
    ];

    afterEach(() => jest.useRealTimers());

    test.each(reported)('of %s has passed: a warning, so that the stack can still be deployed', (path, make) => {
      jest.useFakeTimers({ now: Date.parse('2026-11-22T03:10:01Z') });
      const stack = newStack();
      make(stack);

      Annotations.fromStack(stack).hasWarning(path, PASSED);
    });

    test.each(reported)('of %s is still open', (_path, make) => {
      jest.useFakeTimers({ now: Date.parse('2026-11-22T03:09:59Z') });
      const stack = newStack();
      make(stack);

      Annotations.fromStack(stack).hasNoWarning('*', '*');
    });

    test('of a move that is over may have passed', () => {
      jest.useFakeTimers({ now: Date.parse('2026-11-23T00:00:00Z') });
      const stack = newStack();
      newMigration(stack, { window, stage: MigrationStage.FINALIZED });

      Annotations.fromStack(stack).hasNoWarning('*', '*');
    });
  });
});

test('another transit gateway is another one', () => {
  expect(saidOf((stack) => [connect(stack, 'One', { target: transitGateway() }), connect(stack, 'Two', { target: otherTransitGateway() })])).toBe('');
});
