/** The VPN's resource types, made by the driver in the embedded EC2. */
import { CfnResource } from 'aws-cdk-lib';
import {
  CfnTransitGatewayRoute, CfnTransitGatewayRouteTableAssociation, CfnTransitGatewayRouteTablePropagation, CfnVPCGatewayAttachment,
  CfnVPNGateway, CfnVPNGatewayRoutePropagation,
} from 'aws-cdk-lib/aws-ec2';
import { statuses, statusesOf, synthesized } from './provider-app';
import { BGP, connectionStack, dynamicValues, estate, KEY } from './vpn-app';

test('a connection with its customer gateway and routes comes up in dependency order, and goes in reverse', async () => {
  const { network, cloudFormation, calls, connection } = estate({ dynamicValues });
  const vpnGatewayId = network.seed.vpnGateway();

  const { status, outputs } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId }, routes: ['10.1.0.0/16', '10.2.0.0/16'], tag: 'branch' }));

  expect(status).toBe('CREATE_COMPLETE');
  expect(calls).toEqual(['CreateCustomerGateway', 'CreateVpnConnection', 'CreateVpnConnectionRoute', 'CreateVpnConnectionRoute']);
  const made = connection(outputs.Id);
  expect(made).toMatchObject({ State: 'available', VpnGatewayId: vpnGatewayId, Options: { StaticRoutesOnly: true }, Tags: [{ Key: 'Name', Value: 'branch' }] });
  expect(made.Routes?.map((route) => [route.DestinationCidrBlock, route.State])).toEqual([
    ['10.1.0.0/16', 'available'], ['10.2.0.0/16', 'available'],
  ]);

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(calls.slice(4)).toEqual(['DeleteVpnConnectionRoute', 'DeleteVpnConnectionRoute', 'DeleteVpnConnection', 'DeleteCustomerGateway']);
});

test('what somebody has deleted is taken for deleted', async () => {
  const { network, cloudFormation, clock } = estate({ dynamicValues });
  const { outputs } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId: network.seed.vpnGateway() }, ...BGP }));
  const { physicalId: device } = cloudFormation.describeResources('Demo').find(({ type }) => type === 'AWS::EC2::CustomerGateway')!;
  network.call('DeleteVpnConnection', { VpnConnectionId: outputs.Id });
  await clock.sleep(600_000);
  network.call('DeleteCustomerGateway', { CustomerGatewayId: device });

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
});

test('a pre-shared key reaches the connection and nothing else', async () => {
  const { network, cloudFormation, connection } = estate({ dynamicValues });
  const vpnGatewayId = network.seed.vpnGateway();

  const { outputs } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId }, routes: [] }));

  expect(connection(outputs.Id).Options?.TunnelOptions?.[0].PreSharedKey).toBe(KEY);
  expect(JSON.stringify([cloudFormation.events, cloudFormation.describeResources('Demo'), outputs])).not.toContain(KEY);
});

test('a secret that is not there fails the connection, and says which', async () => {
  const { network, cloudFormation } = estate();

  const gateway = { vpnGatewayId: network.seed.vpnGateway() };

  const { failures, status } = await cloudFormation.deploy(connectionStack({ gateway, routes: [] }));

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failures).toEqual([{ logicalId: 'Connection', reason: 'no secret is named vpn' }]);
});

describe('another gateway', () => {
  test('is an update in place, and nothing that refers to the connection is touched', async () => {
    const { network, cloudFormation, calls, connection } = estate({ dynamicValues });
    const vpnGatewayId = network.seed.vpnGateway();
    const { transitGatewayId } = network.seed.transitGateway();
    const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId }, ...BGP }));
    calls.length = 0;

    const { status, outputs } = await cloudFormation.deploy(connectionStack({ gateway: { transitGatewayId }, ...BGP, tag: 'moved' }));

    expect({ status, id: outputs.Id, calls }).toEqual({ status: 'UPDATE_COMPLETE', id, calls: ['ModifyVpnConnection', 'CreateTags'] });
    expect(connection(id)).toMatchObject({ State: 'available', TransitGatewayId: transitGatewayId });
  });

  test('with another customer gateway replaces the latter around the connection', async () => {
    const { network, cloudFormation, calls, connection } = estate({ dynamicValues });
    const gateway = { vpnGatewayId: network.seed.vpnGateway() };
    const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway, routes: [] }));
    const oldDevice = connection(id).CustomerGatewayId;
    calls.length = 0;

    await cloudFormation.deploy(connectionStack({ gateway, routes: [], ipAddress: '203.0.113.2' }));

    expect(calls).toEqual(['CreateCustomerGateway', 'ModifyVpnConnection', 'DeleteCustomerGateway']);
    expect(connection(id)).toMatchObject({ State: 'available', CustomerGatewayId: expect.not.stringMatching(String(oldDevice)) });
  });

  test('is taken back when the update fails', async () => {
    const { network, cloudFormation, calls, connection } = estate({ dynamicValues });
    const vpnGatewayId = network.seed.vpnGateway();
    const { transitGatewayId } = network.seed.transitGateway();
    const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack({ gateway: { vpnGatewayId }, ...BGP }));
    calls.length = 0;

    const onTransitGateway = { gateway: { transitGatewayId }, ...BGP };
    const { status, failures } = await cloudFormation.deploy(connectionStack(onTransitGateway, (stack, { ref }) => {
      new CfnTransitGatewayRoute(stack, 'Bad', { transitGatewayRouteTableId: ref, destinationCidrBlock: '10.1.0.0/16', blackhole: true });
    }));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(failures.map(({ logicalId }) => logicalId)).toEqual(['Bad']);
    expect(calls).toEqual(['ModifyVpnConnection', 'CreateTransitGatewayRoute', 'ModifyVpnConnection']);
    expect(connection(id)).toMatchObject({ State: 'available', VpnGatewayId: vpnGatewayId });
  });
});

test('a create-only change of a connection deletes the old one before it creates the new one', async () => {
  const { network, cloudFormation, calls } = estate({ dynamicValues });
  const gateway = { vpnGatewayId: network.seed.vpnGateway() };
  const { outputs: { Id: before } } = await cloudFormation.deploy(connectionStack({ gateway, routes: [] }));
  calls.length = 0;

  const { outputs: { Id: after } } = await cloudFormation.deploy(connectionStack({ gateway, routes: [], staticRoutesOnly: false }));

  expect(calls).toEqual(['DeleteVpnConnection', 'CreateVpnConnection']);
  expect(after).not.toBe(before);
  expect(statusesOf(cloudFormation, 'Connection').slice(2)).toEqual([
    'UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
    'DELETE_IN_PROGRESS', 'DELETE_COMPLETE',
    'UPDATE_IN_PROGRESS: Requested update requires the creation of a new physical resource; hence creating one.',
    'UPDATE_COMPLETE',
  ]);
});

describe('the route of a connection', () => {
  const withRoutes = (vpnGatewayId: string, routes: readonly string[]) => connectionStack({ gateway: { vpnGatewayId }, routes });

  test('is replaced when its destination changes: the new one first, the old one in the clean-up', async () => {
    const { network, cloudFormation, calls } = estate({ dynamicValues });
    const vpnGatewayId = network.seed.vpnGateway();
    await cloudFormation.deploy(withRoutes(vpnGatewayId, ['10.1.0.0/16']));
    calls.length = 0;

    await cloudFormation.deploy(withRoutes(vpnGatewayId, ['10.2.0.0/16']));

    expect(calls).toEqual(['CreateVpnConnectionRoute', 'DeleteVpnConnectionRoute']);
    expect(statuses(cloudFormation).slice(-3)).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_COMPLETE']);
  });

  test.each([['succeeds', 'DELETE_COMPLETE'], ['fails', 'DELETE_FAILED']] as const)('that was deleted by somebody else: its delete %s', async (deleteOfAbsentVpnRoute, expected) => {
    const { network, cloudFormation, clock } = estate({ dynamicValues, unknowns: { deleteOfAbsentVpnRoute } });
    const { outputs } = await cloudFormation.deploy(withRoutes(network.seed.vpnGateway(), ['10.1.0.0/16']));
    network.call('DeleteVpnConnectionRoute', { VpnConnectionId: outputs.Id, DestinationCidrBlock: '10.1.0.0/16' });
    await clock.sleep(2 * 3600 * 1000);

    expect(await cloudFormation.destroy('Demo')).toBe(expected);
  });
});

test('a virtual private gateway is attached, propagates, and lets go again', async () => {
  const { network, cloudFormation, calls } = estate();
  const { vpcId, mainRouteTableId } = network.seed.vpc({ cidr: '10.0.0.0/16' });
  const tables = [network.seed.routeTable({ vpcId }), network.seed.routeTable({ vpcId })];
  const template = (routeTableIds: readonly string[]) => synthesized((stack) => {
    const gateway = new CfnVPNGateway(stack, 'Gateway', { type: 'ipsec.1', amazonSideAsn: 64600 });
    const attachment = new CfnVPCGatewayAttachment(stack, 'Attachment', { vpcId, vpnGatewayId: gateway.ref });
    new CfnVPNGatewayRoutePropagation(stack, 'Propagation', { vpnGatewayId: gateway.ref, routeTableIds: [...routeTableIds] }).addDependency(attachment);
  });
  const gatewaysOf = (table: string) => network.view.state.vpcRouteTables[table].propagatingGatewayIds;
  const propagating = () => [mainRouteTableId, ...tables].filter((table) => gatewaysOf(table).length > 0);

  expect((await cloudFormation.deploy(template([mainRouteTableId, tables[0]]))).status).toBe('CREATE_COMPLETE');
  expect(propagating()).toEqual([mainRouteTableId, tables[0]]);
  expect((await cloudFormation.deploy(template([tables[0], tables[1]]))).status).toBe('UPDATE_COMPLETE');
  expect(propagating()).toEqual(tables);
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(propagating()).toEqual([]);
  expect(calls).toEqual([
    'CreateVpnGateway', 'AttachVpnGateway', 'EnableVgwRoutePropagation', 'EnableVgwRoutePropagation',
    'EnableVgwRoutePropagation', 'DisableVgwRoutePropagation',
    'DisableVgwRoutePropagation', 'DisableVgwRoutePropagation', 'DetachVpnGateway', 'DeleteVpnGateway',
  ]);
});

test('a VPN attachment is associated, propagates and is routed to; moving the route deletes it first', async () => {
  const { network, cloudFormation, calls } = estate();
  const { transitGatewayId } = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
  const newTable = () => network.seed.transitGatewayRouteTable({ transitGatewayId });
  const [one, two] = [newTable(), newTable()];
  const attachment = 'tgw-attach-0123456789abcdef0';
  // Others in the same tables, so that what is looked for is not on the first page.
  for (const _other of [1, 2]) network.seed.vpnConnection({ on: transitGatewayId, routing: 'static' }, { association: one, propagations: [two] });
  network.seed.vpnConnection({ on: transitGatewayId, routing: 'static' }, { attachmentId: attachment });
  const template = (routed: string) => synthesized((stack) => {
    const inTable = (transitGatewayRouteTableId: string) => ({ transitGatewayRouteTableId, transitGatewayAttachmentId: attachment });
    new CfnTransitGatewayRouteTableAssociation(stack, 'Association', inTable(one));
    new CfnTransitGatewayRouteTablePropagation(stack, 'Propagation', inTable(two));
    new CfnTransitGatewayRoute(stack, 'Route', { ...inTable(routed), destinationCidrBlock: '10.1.0.0/16' });
  });

  expect((await cloudFormation.deploy(template(one))).status).toBe('CREATE_COMPLETE');
  expect(calls.splice(0)).toEqual(['AssociateTransitGatewayRouteTable', 'EnableTransitGatewayRouteTablePropagation', 'CreateTransitGatewayRoute']);
  expect((await cloudFormation.deploy(template(two))).status).toBe('UPDATE_COMPLETE');
  expect(calls.splice(0)).toEqual(['DeleteTransitGatewayRoute', 'CreateTransitGatewayRoute']);
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(calls.sort()).toEqual(['DeleteTransitGatewayRoute', 'DisableTransitGatewayRouteTablePropagation', 'DisassociateTransitGatewayRouteTable']);
});

test('what EC2 refuses is the resource\'s failure, in EC2\'s words', async () => {
  const { cloudFormation } = estate();

  const { failures } = await cloudFormation.deploy(synthesized((stack) => {
    new CfnResource(stack, 'Propagation', { type: 'AWS::EC2::VPNGatewayRoutePropagation', properties: { VpnGatewayId: 'vgw-0123456789abcdef0', RouteTableIds: ['rtb-0123456789abcdef0'] } });
  }));

  expect(failures).toEqual([{ logicalId: 'Propagation', reason: 'The vpnGateway ID \'vgw-0123456789abcdef0\' does not exist' }]);
});
