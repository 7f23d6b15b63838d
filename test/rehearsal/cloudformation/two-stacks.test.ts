/** A connection in one stack, on the gateway, tables, device and VPC of another: by exports, which hold what is in use. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { World, world } from './bundle-world';
import { ACCOUNT, REGION } from './provider-app';
import { CustomerGateway, SiteToSiteVpn, TargetGateway, VpcRoutes, VpcRouteTables, VpnRouting } from '../../../src';
import { deploymentOf } from '../../../tools/rehearsal/cloudformation/driver';

const directory = mkdtempSync(join(tmpdir(), 'two-stacks-'));
afterAll(() => rmSync(directory, { recursive: true }));

let here: World;
beforeEach(async () => { here = await world(); });
afterEach(async () => here.close());

const env = { account: ACCOUNT, region: REGION };

function application(outdir: string, { connection = true, deviceIp = '203.0.113.10' } = {}) {
  const app = new App({ outdir: join(directory, outdir), context: { '@aws-cdk/core:validateAgainstDefaultRules': false } });
  const [hub, site] = [new Stack(app, 'Hub', { env }), new Stack(app, 'Site', { env })];
  const vpc = new ec2.Vpc(hub, 'Vpc', {
    availabilityZones: ['a', 'b'].map((zone) => `${REGION}${zone}`), natGateways: 0,
    subnetConfiguration: [{ name: 'App', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
  });
  const gateway = new ec2.CfnTransitGateway(hub, 'Gateway', { defaultRouteTableAssociation: 'disable', defaultRouteTablePropagation: 'disable' });
  const [vpns, spokes] = ['Vpns', 'Spokes'].map((id) => new ec2.CfnTransitGatewayRouteTable(hub, id, { transitGatewayId: gateway.ref }).ref);
  new ec2.CfnTransitGatewayAttachment(hub, 'Attachment', {
    transitGatewayId: gateway.ref, vpcId: vpc.vpcId, subnetIds: vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
  });
  const customerGateway = new CustomerGateway(hub, 'Device', { ip: deviceIp, removalPolicy: RemovalPolicy.DESTROY });
  if (connection) {
    new SiteToSiteVpn(site, 'Vpn', {
      customerGateway, routing: VpnRouting.staticRoutes(['10.1.0.0/16']), removalPolicy: RemovalPolicy.DESTROY,
      target: TargetGateway.ofTransitGateway(gateway, { associationRouteTableId: vpns, staticRouteTableIds: [spokes] }),
      vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc))],
    });
  }
  const assembly = app.synth();
  return { hub: deploymentOf(assembly.getStackByName('Hub')), site: deploymentOf(assembly.getStackByName('Site')) };
}

test('they are deployed one after the other, held together while in use, and destroyed the other way round', async () => {
  const { cloudFormation, network } = here;
  const { hub, site } = application('whole');

  expect((await cloudFormation.deploy(hub)).failures).toEqual([]);
  expect((await cloudFormation.deploy(site)).failures).toEqual([]);

  const [{ target, customerGatewayId }] = Object.values(network.view.state.vpnConnections);
  expect(target?.id).toBe(Object.keys(network.view.state.transitGateways)[0]);
  expect(customerGatewayId).toBe(Object.keys(network.view.state.customerGateways)[0]);
  const routes = Object.values(network.view.state.vpcRouteTables).flatMap((table) => table.routes)
    .filter((route) => route.target.id === target?.id);
  expect(routes).toHaveLength(2);

  // Another device in place of the one that is in use.
  const replaced = await cloudFormation.deploy(application('replaced', { deviceIp: '203.0.113.11' }).hub);
  expect(replaced).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ reason: expect.stringMatching(/^Export Hub:\S+ cannot be updated as it is in use by Site$/) }] });
  // The connection taken out of the app, and the gateway's stack deployed first: its exports go with it.
  const removed = await cloudFormation.deploy(application('removed', { connection: false }).hub);
  expect(removed).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ reason: expect.stringMatching(/cannot be deleted as it is in use by Site$/) }] });
  expect(await cloudFormation.destroy('Hub')).toBe('UPDATE_ROLLBACK_COMPLETE');

  expect([await cloudFormation.destroy('Site'), await cloudFormation.destroy('Hub')]).toEqual(['DELETE_COMPLETE', 'DELETE_COMPLETE']);
}, 120_000);
