/** What CloudFormation itself does to a VPN connection when its template changes, under every answer that AWS may give. */
import { CfnTransitGatewayRoute, CfnVPNConnection } from 'aws-cdk-lib/aws-ec2';
import { statusesOf } from './provider-app';
import { BGP, ConnectionOptions, connectionStack, dynamicValues, estate } from './vpn-app';
import { Unknowns } from '../../../tools/rehearsal/cloudformation/driver';
import { vpnConnectionSchema } from '../../../tools/rehearsal/cloudformation/vpn-connection-schema';
import type { Unknowns as Ec2Unknowns } from '../../../tools/rehearsal/embedded-ec2/unknowns';

const DEVICE = { 'Fn::GetAtt': ['Device', 'CustomerGatewayId'] };

/** A connection on a virtual private gateway, made by a stack, and a transit gateway to move it to. */
async function connected(
  unknowns: Partial<Unknowns> = {}, ec2Unknowns: Partial<Ec2Unknowns> = {}, routing: Pick<ConnectionOptions, 'routes' | 'staticRoutesOnly'> = BGP,
) {
  const { clock, network, cloudFormation, calls, connection } = estate({ dynamicValues, unknowns }, ec2Unknowns);
  const vpnGatewayId = network.seed.vpnGateway();
  const { transitGatewayId } = network.seed.transitGateway();
  const onVpnGateway = { gateway: { vpnGatewayId }, ...routing };
  const onTransitGateway = { gateway: { transitGatewayId }, ...routing };
  const { outputs: { Id: id } } = await cloudFormation.deploy(connectionStack(onVpnGateway));
  calls.length = 0;
  /** Somebody moves the connection in the console, and waits until it has arrived. */
  const movedByHand = async () => {
    network.call('ModifyVpnConnection', { VpnConnectionId: id, TransitGatewayId: transitGatewayId });
    await clock.sleep(3_600_000);
  };
  const observed = (of = id) => connection(of);
  return { movedByHand, seen: observed, cloudFormation, calls, id, vpnGatewayId, transitGatewayId, onVpnGateway, onTransitGateway };
}

describe('under the schema of before 2026', () => {
  const unknowns = { vpnConnectionSchema: 'gateways-create-only' } as const;

  test('another gateway is another connection, and the old one is deleted first', async () => {
    const { cloudFormation, calls, id, seen: observed, transitGatewayId, onTransitGateway } = await connected(unknowns);

    const { status, outputs } = await cloudFormation.deploy(connectionStack(onTransitGateway));

    expect(status).toBe('UPDATE_COMPLETE');
    expect(calls).toEqual(['DeleteVpnConnection', 'CreateVpnConnection']);
    expect(outputs.Id).not.toBe(id);
    expect(observed(outputs.Id)).toMatchObject({ State: 'available', TransitGatewayId: transitGatewayId });
  });

  test('a rollback makes a third one: the first cannot be brought back', async () => {
    const { cloudFormation, id, seen: observed, vpnGatewayId, onTransitGateway } = await connected(unknowns);

    const { status } = await cloudFormation.deploy(connectionStack(onTransitGateway, (stack, { ref }) => {
      new CfnTransitGatewayRoute(stack, 'Bad', { transitGatewayRouteTableId: ref, destinationCidrBlock: '10.1.0.0/16', blackhole: true });
    }));

    expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
    const back = cloudFormation.describeResources('Demo').find(({ logicalId }) => logicalId === 'Connection')!.physicalId;
    expect(back).not.toBe(id);
    expect(observed(back)).toMatchObject({ State: 'available', VpnGatewayId: vpnGatewayId });
  });

  test.each<[string, object]>([
    ['VpnTunnelOptionsSpecifications', { '0.DPDTimeoutSeconds': 45 }], ['TunnelBandwidth', { '': 'standard' }],
  ])('%s replaces it too', async (property, change) => {
    const { cloudFormation, calls, onVpnGateway } = await connected(unknowns);

    await cloudFormation.deploy(connectionStack(onVpnGateway, (_stack, connection) => {
      for (const [path, value] of Object.entries(change)) connection.addPropertyOverride([property, path].filter(Boolean).join('.'), value);
    }));

    expect(calls).toEqual(['DeleteVpnConnection', 'CreateVpnConnection']);
  });
});

test.each<[Unknowns['vpnConnectionSchema'], string[], boolean]>([
  ['gateways-in-place', [
    'EnableAcceleration', 'LocalIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'OutsideIpAddressType', 'PreSharedKeyStorage', 'RemoteIpv4NetworkCidr',
    'RemoteIpv6NetworkCidr', 'StaticRoutesOnly', 'TransportTransitGatewayAttachmentId', 'TunnelInsideIpVersion', 'Type', 'VpnConcentratorId',
  ], true],
  ['gateways-create-only', [
    'CustomerGatewayId', 'EnableAcceleration', 'LocalIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'OutsideIpAddressType', 'PreSharedKeyStorage',
    'RemoteIpv4NetworkCidr', 'RemoteIpv6NetworkCidr', 'StaticRoutesOnly', 'TransitGatewayId', 'TransportTransitGatewayAttachmentId',
    'TunnelBandwidth', 'TunnelInsideIpVersion', 'Type', 'VpnConcentratorId', 'VpnGatewayId', 'VpnTunnelOptionsSpecifications',
  ], false],
  ['only-gateways-in-place', [
    'EnableAcceleration', 'LocalIpv4NetworkCidr', 'LocalIpv6NetworkCidr', 'OutsideIpAddressType', 'PreSharedKeyStorage', 'RemoteIpv4NetworkCidr',
    'RemoteIpv6NetworkCidr', 'StaticRoutesOnly', 'TransportTransitGatewayAttachmentId', 'TunnelBandwidth', 'TunnelInsideIpVersion', 'Type',
    'VpnConcentratorId', 'VpnTunnelOptionsSpecifications',
  ], true],
])('the schema with %s names what is create-only', (edition, createOnly, modifies) => {
  expect(vpnConnectionSchema(edition)).toMatchObject({
    typeName: 'AWS::EC2::VPNConnection', replacementStrategy: 'delete_then_create', createOnlyProperties: createOnly.map((name) => `/properties/${name}`),
  });
  expect(JSON.stringify(vpnConnectionSchema(edition)).includes('"ec2:ModifyVpnConnection"')).toBe(modifies);
});

describe('static routes that are still there', () => {
  const STATIC = { routes: ['10.1.0.0/16'], staticRoutesOnly: true };

  test.each(['IncorrectState', 'InvalidParameterCombination'] as const)('make EC2 answer %s; the update fails, and the stack rolls back around a connection that never moved', async (modifyToTransitGatewayWithStaticRoutes) => {
    const unknown = { modifyToTransitGatewayWithStaticRoutes };
    const { cloudFormation, id, seen: observed, vpnGatewayId, onTransitGateway } = await connected({}, unknown, STATIC);

    const { status, failures } = await cloudFormation.deploy(connectionStack(onTransitGateway));

    expect({ status, failures }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId: 'Connection', reason: `The vpnConnection ${id} has static routes` }] });
    expect(observed()).toMatchObject({ State: 'available', VpnGatewayId: vpnGatewayId });
  });

  test('and a rollback that EC2 refuses because the connection is there already ends in UPDATE_ROLLBACK_FAILED', async () => {
    const { cloudFormation, onTransitGateway } = await connected({}, { modifyToCurrentTarget: 'InvalidParameterCombination' }, STATIC);

    expect((await cloudFormation.deploy(connectionStack(onTransitGateway))).status).toBe('UPDATE_ROLLBACK_FAILED');
    expect(statusesOf(cloudFormation, 'Connection').at(-1)).toMatch(/^UPDATE_FAILED: The vpnConnection .* is already associated with vgw-/);
  });
});

describe('a template that names the gateway on which the connection stands already', () => {
  test.each<[Unknowns['vpnConnectionUpdateToPresentGateway'], Ec2Unknowns['modifyToCurrentTarget'], string, string[]]>([
    ['is-called', 'accepted-without-effect', 'UPDATE_COMPLETE', ['ModifyVpnConnection']],
    ['is-called', 'provisions-again', 'UPDATE_COMPLETE', ['ModifyVpnConnection']],
    ['is-called', 'InvalidParameterCombination', 'UPDATE_ROLLBACK_COMPLETE', ['ModifyVpnConnection', 'ModifyVpnConnection']],
    ['is-not-called', 'InvalidParameterCombination', 'UPDATE_COMPLETE', []],
  ])('ModifyVpnConnection %s, EC2 says %s: %s', async (vpnConnectionUpdateToPresentGateway, modifyToCurrentTarget, expected, called) => {
    const unknowns = { vpnConnectionUpdateToPresentGateway };
    const { movedByHand, cloudFormation, calls, onTransitGateway } = await connected(unknowns, { modifyToCurrentTarget });
    await movedByHand();

    const { status } = await cloudFormation.deploy(connectionStack(onTransitGateway));

    expect({ status, calls }).toEqual({ status: expected, calls: called });
  });
});

describe('an update of something else', () => {
  test.each<[Unknowns['gatewaysOfVpnConnectionUpdate'], string]>([['changed', 'transit gateway'], ['all', 'virtual private gateway']])(
    'with %s gateways in ModifyVpnConnection finds a connection that was moved by hand on its %s', async (gatewaysOfVpnConnectionUpdate, where) => {
      const { movedByHand, cloudFormation, seen: observed, onVpnGateway } = await connected({ gatewaysOfVpnConnectionUpdate });
      await movedByHand();

      expect((await cloudFormation.deploy(connectionStack({ ...onVpnGateway, tag: 'renamed' }))).status).toBe('UPDATE_COMPLETE');

      expect(observed().TransitGatewayId === undefined ? 'virtual private gateway' : 'transit gateway').toBe(where);
    });
});

describe('other options', () => {
  const tunnel = (index: number, name: string, value: unknown) => (_stack: unknown, connection: CfnVPNConnection) =>
    connection.addPropertyOverride(`VpnTunnelOptionsSpecifications.${index}.${name}`, value);
  const margin = tunnel(0, 'RekeyMarginTimeSeconds', 300);

  test('of a tunnel are modified in place, and everything else about the tunnels stays', async () => {
    const { cloudFormation, calls, seen: observed, onVpnGateway } = await connected();
    const before = observed().Options!.TunnelOptions!;

    const { status } = await cloudFormation.deploy(connectionStack(onVpnGateway, margin));

    expect({ status, calls }).toEqual({ status: 'UPDATE_COMPLETE', calls: ['ModifyVpnTunnelOptions'] });
    expect(observed().Options!.TunnelOptions).toEqual([{ ...before[0], RekeyMarginTimeSeconds: 300 }, before[1]]);
    expect((await cloudFormation.deploy(connectionStack(onVpnGateway, margin))).changed).toBe(false);
  });

  test.each<[Unknowns['tunnelsOfVpnConnectionUpdate'], number]>([['changed', 1], ['all', 2]])(
    'of one of two tunnels make %s tunnels modified', async (tunnelsOfVpnConnectionUpdate, times) => {
      const { cloudFormation, calls, onVpnGateway, seen: observed } = await connected({ tunnelsOfVpnConnectionUpdate });
      await cloudFormation.deploy(connectionStack(onVpnGateway, tunnel(1, 'DPDTimeoutSeconds', 45)));
      calls.length = 0;

      await cloudFormation.deploy(connectionStack(onVpnGateway, tunnel(1, 'DPDTimeoutSeconds', 60)));

      expect(calls).toEqual(Array(times).fill('ModifyVpnTunnelOptions'));
      expect(observed().Options!.TunnelOptions![1]).toMatchObject({ DpdTimeoutSeconds: 60 });
    });

  test('of the connection, which is the bandwidth, are modified by a call of their own', async () => {
    const { cloudFormation, calls, seen: observed, onTransitGateway } = await connected();
    await cloudFormation.deploy(connectionStack(onTransitGateway));
    const wider = (_stack: unknown, connection: CfnVPNConnection) => connection.addPropertyOverride('TunnelBandwidth', 'large');
    calls.length = 0;

    await cloudFormation.deploy(connectionStack(onTransitGateway, wider));
    expect({ calls, bandwidth: observed().Options!.TunnelBandwidth }).toEqual({ calls: ['ModifyVpnConnectionOptions'], bandwidth: 'large' });

    await cloudFormation.deploy(connectionStack(onTransitGateway));
    expect(observed().Options!.TunnelBandwidth).toBe('standard');
  });

  test.each<[Unknowns['orderOfVpnConnectionUpdate'], string[]]>([
    ['gateways-first', ['ModifyVpnConnection', 'ModifyVpnTunnelOptions']], ['options-first', ['ModifyVpnTunnelOptions', 'ModifyVpnConnection']],
  ])('and another gateway in one update: %s', async (orderOfVpnConnectionUpdate, called) => {
    const { cloudFormation, calls, seen: observed, transitGatewayId, onTransitGateway } = await connected({ orderOfVpnConnectionUpdate });

    const { status } = await cloudFormation.deploy(connectionStack(onTransitGateway, margin));

    expect({ status, calls }).toEqual({ status: 'UPDATE_COMPLETE', calls: called });
    expect(observed()).toMatchObject({ State: 'available', TransitGatewayId: transitGatewayId, Options: { TunnelOptions: [{ RekeyMarginTimeSeconds: 300 }, {}] } });
  });

  test('that are taken away are refused by name rather than passed over', async () => {
    const { cloudFormation, onVpnGateway } = await connected();
    await cloudFormation.deploy(connectionStack(onVpnGateway, margin));

    const { failures } = await cloudFormation.deploy(connectionStack(onVpnGateway));

    expect(failures).toEqual([{ logicalId: 'Connection', reason: 'an update that takes the tunnel option RekeyMarginTimeSeconds away is not supported here' }]);
  });

  test('replace the connection where only the gateways change in place', async () => {
    const { cloudFormation, calls, onVpnGateway } = await connected({ vpnConnectionSchema: 'only-gateways-in-place' });

    await cloudFormation.deploy(connectionStack(onVpnGateway, margin));

    expect(calls).toEqual(['DeleteVpnConnection', 'CreateVpnConnection']);
  });
});

describe('properties of a new connection', () => {
  test('both kinds of tunnel logs and the bandwidth reach EC2', async () => {
    const { network, cloudFormation, connection } = estate({ dynamicValues });
    const { transitGatewayId } = network.seed.transitGateway();
    const arn = 'arn:aws:logs:eu-west-1:111122223333:log-group:vpn';
    const logs = { LogEnabled: true, LogGroupArn: arn, LogOutputFormat: 'json', BgpLogEnabled: true, BgpLogGroupArn: arn, BgpLogOutputFormat: 'text' };

    const { outputs } = await cloudFormation.deploy(connectionStack({ gateway: { transitGatewayId }, ...BGP }, (_stack, made) => {
      made.addPropertyOverride('VpnTunnelOptionsSpecifications.0.LogOptions.CloudwatchLogOptions', logs);
      made.addPropertyOverride('TunnelBandwidth', 'large');
    }));

    expect(connection(outputs.Id).Options).toMatchObject({ TunnelBandwidth: 'large', TunnelOptions: [{ LogOptions: { CloudWatchLogOptions: logs } }, {}] });
  });

  test('a log option that nobody knows is refused by name', async () => {
    const { network, cloudFormation } = estate({ dynamicValues });
    const gateway = { vpnGatewayId: network.seed.vpnGateway() };

    const { failures } = await cloudFormation.deploy(connectionStack({ gateway, ...BGP }, (_stack, made) => {
      made.addPropertyOverride('VpnTunnelOptionsSpecifications.0.LogOptions.CloudwatchLogOptions', { Volume: 'loud' });
    }));

    expect(failures).toEqual([{ logicalId: 'Connection', reason: 'tunnel log option Volume is not supported here' }]);
  });

  test('a concentrator is refused by name, before anything is touched', async () => {
    const { cloudFormation, calls } = estate({ dynamicValues });
    const template = { Resources: { Connection: { Type: 'AWS::EC2::VPNConnection', Properties: { Type: 'ipsec.1', CustomerGatewayId: DEVICE, VpnConcentratorId: 'vpn-con-1' } } } };

    await expect(cloudFormation.deploy({ stackName: 'Demo', template, assemblyDirectory: __dirname }))
      .rejects.toThrow('resource Connection: property VpnConcentratorId of AWS::EC2::VPNConnection is not supported here');
    expect(calls).toEqual([]);
  });
});
