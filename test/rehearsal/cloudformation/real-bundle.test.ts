/**
 * The package's own bundles behind the driver: over HTTP into the embedded services, every policy enforced, in
 * virtual time with slow answers.
 */
import type { DescribeVpnConnectionsResult } from '@aws-sdk/client-ec2';
import { CfnOutput } from 'aws-cdk-lib';
import { World, world } from './bundle-world';
import { synthesized } from './provider-app';
import { SiteToSiteVpn, TargetGateway, VpnRouting, VpnTargetMigration } from '../../../src';
import { LEASE_MS } from '../../../src/contract/times';
import { DeploymentResult } from '../../../tools/rehearsal/cloudformation/driver';

let here: World;
beforeEach(async () => { here = await world(); });
afterEach(async () => here.close());

test('a new VPN on a transit gateway learns its attachment, and is routed', async () => {
  const { network, cloudFormation } = here;
  const { transitGatewayId } = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
  const table = network.seed.transitGatewayRouteTable({ transitGatewayId });

  const result = await cloudFormation.deploy(synthesized((stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.1',
      target: TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId: table, staticRouteTableIds: [table] }),
      routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    });
    new CfnOutput(stack, 'Attachment', { value: vpn.transitGatewayAttachmentId });
  }));

  expect(result).toMatchObject({ status: 'CREATE_COMPLETE', failures: [], outputs: { Attachment: expect.stringMatching(/^tgw-attach-[0-9a-f]{17}$/) } });
});

/** A connection on a virtual private gateway that is to move, seeded into the world's network. */
function migration({ network }: World) {
  const { vpcId, subnetIds, mainRouteTableId: routeTableId } = network.seed.vpc({ cidr: '10.0.0.0/16', subnets: [{ az: 'eu-west-1a', cidr: '10.0.0.0/24' }] });
  const vpnGatewayId = network.seed.vpnGateway({ attachedTo: vpcId });
  network.seed.routes(routeTableId, [{ destination: '192.168.0.0/16', target: vpnGatewayId }]);
  const vpnConnectionId = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'static', staticRoutes: ['192.168.0.0/16'] });
  const { transitGatewayId } = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
  const table = network.seed.transitGatewayRouteTable({ transitGatewayId });
  network.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds, association: table, propagations: [table] });
  const input = synthesized((stack) => {
    new VpnTargetMigration(stack, 'Move', {
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Existing', vpnConnectionId),
      from: TargetGateway.virtualPrivateGateway(vpnGatewayId),
      to: TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId: table, staticRouteTableIds: [table] }),
      vpcRouteTables: [{ routeTableId }],
    });
  });
  return { vpnConnectionId, transitGatewayId, routeTableId, input };
}

const connectionOf = ({ network }: World, id: string) =>
  (network.call('DescribeVpnConnections', { VpnConnectionIds: [id] }) as DescribeVpnConnectionsResult).VpnConnections?.[0];
const timetable = ({ ec2 }: World) => ec2.calls.map(({ at, operation, error = '' }) => `${at} ${operation} ${error}`);

describe('a migration, driven by the bundled function alone', () => {
  let first: World;
  let moved: ReturnType<typeof migration>;
  let result: DeploymentResult;

  beforeAll(async () => {
    first = await world();
    moved = migration(first);
    result = await first.cloudFormation.deploy(moved.input);
  });

  afterAll(async () => first.close());

  test('moves the connection and its routes', () => {
    expect(result).toMatchObject({ status: 'CREATE_COMPLETE', failures: [] });
    expect(connectionOf(first, moved.vpnConnectionId)).toMatchObject({ State: 'available', TransitGatewayId: moved.transitGatewayId });
    expect(first.network.view.state.vpcRouteTables[moved.routeTableId].routes).toContainEqual(expect.objectContaining({
      destination: '192.168.0.0/16', target: { kind: 'transit-gateway', id: moved.transitGatewayId },
    }));
  });

  test('is the same to the millisecond in another run', async () => {
    await here.cloudFormation.deploy(migration(here).input);

    expect(timetable(here)).toEqual(timetable(first));
    expect(timetable(here).length).toBeGreaterThan(50);
  });
});

test('a function that is lost right after the modify goes on where it was', async () => {
  const { vpnConnectionId, transitGatewayId, input } = migration(here);
  let lost = 0;
  here.ec2.onCall(({ operation, error }) => {
    if (operation !== 'ModifyVpnConnection' || error !== undefined || lost > 0) return;
    const isComplete = here.cloudFormation.describeResources('Demo').filter(({ type }) => type === 'AWS::Lambda::Function')
      .map(({ logicalId }) => logicalId).filter((logicalId) => !logicalId.includes('framework'));
    lost = isComplete.map((logicalId) => here.cloudFormation.function('Demo', logicalId).kill('environment-lost')).reduce((sum, each) => sum + each, 0);
  });

  const { status } = await here.cloudFormation.deploy(input);

  expect({ status, lost }).toEqual({ status: 'CREATE_COMPLETE', lost: 1 });
  expect(connectionOf(here, vpnConnectionId)).toMatchObject({ State: 'available', TransitGatewayId: transitGatewayId });
});

test('a call whose answer does not come is given up while the lease still holds, and tried again', async () => {
  const { input } = migration(here);
  const deletions: number[] = [];
  here.ec2.onCall(({ operation, at, dryRun }) => {
    if (operation === 'DeleteVpnConnectionRoute' && !dryRun) deletions.push(at);
  });
  here.faults.inject({ operation: 'DeleteVpnConnectionRoute', when: 'after', how: { latencyMs: 300_000 } });

  const { status } = await here.cloudFormation.deploy(input);

  expect(status).toBe('CREATE_COMPLETE');
  expect(deletions[1] - deletions[0]).toBeLessThan(LEASE_MS / 2);
});
