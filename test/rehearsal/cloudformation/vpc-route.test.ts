/** A route of a VPC's route table as a resource of a stack: what it is stays, where it leads changes in place. */
import type { DescribeRouteTablesResult } from '@aws-sdk/client-ec2';
import { CfnOutput } from 'aws-cdk-lib';
import { CfnRoute, CfnRouteProps } from 'aws-cdk-lib/aws-ec2';
import { synthesized } from './provider-app';
import { estate } from './vpn-app';

const OFFICE = '10.1.0.0/16';

/** A VPC on a virtual private gateway and on a transit gateway, with a table that leads to neither. */
function vpc() {
  const { network, cloudFormation, calls } = estate();
  const { seed } = network;
  const { vpcId, subnetIds } = seed.vpc({ cidr: '172.31.0.0/16', subnets: [{ az: 'eu-central-1a', cidr: '172.31.0.0/20' }] });
  const gatewayId = seed.vpnGateway({ attachedTo: vpcId });
  const { transitGatewayId } = seed.transitGateway();
  seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds });
  const routeTableId = seed.routeTable({ vpcId, subnetIds });
  const routes = (of = routeTableId) => {
    const { RouteTables: [table] = [] } = network.call('DescribeRouteTables', { RouteTableIds: [of] }) as DescribeRouteTablesResult;
    return (table.Routes ?? []).filter((route) => route.Origin === 'CreateRoute')
      .map((route) => `${route.DestinationCidrBlock ?? route.DestinationPrefixListId} → ${route.TransitGatewayId ?? route.GatewayId}`);
  };
  const deploy = async (props: Partial<CfnRouteProps>, alsoBad = false) => cloudFormation.deploy(synthesized((stack) => {
    const route = new CfnRoute(stack, 'Way', { routeTableId, destinationCidrBlock: OFFICE, ...props });
    new CfnOutput(stack, 'Block', { value: route.attrCidrBlock });
    if (alsoBad) new CfnRoute(stack, 'Bad', { routeTableId: 'rtb-0000000000000dead', destinationCidrBlock: OFFICE, gatewayId }).addDependency(route);
  }));
  const otherTableId = seed.routeTable({ vpcId });
  return { seed, cloudFormation, calls, gatewayId, transitGatewayId, routeTableId, otherTableId, routes, deploy };
}

test('a route is made, and goes with the stack', async () => {
  const { cloudFormation, calls, gatewayId, routeTableId, routes, deploy } = vpc();

  const { status, outputs } = await deploy({ gatewayId });

  expect({ status, outputs, routes: routes() }).toEqual({ status: 'CREATE_COMPLETE', outputs: { Block: OFFICE }, routes: [`${OFFICE} → ${gatewayId}`] });
  expect(cloudFormation.describeResources('Demo')[0].physicalId).toBe(`${routeTableId}|${OFFICE}`);
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect({ calls, routes: routes() }).toEqual({ calls: ['CreateRoute', 'DeleteRoute'], routes: [] });
});

test('a block is known as EC2 spells it', async () => {
  const { gatewayId, routes, deploy } = vpc();

  const { outputs } = await deploy({ gatewayId, destinationCidrBlock: '10.1.2.3/16' });

  expect({ outputs, routes: routes() }).toEqual({ outputs: { Block: OFFICE }, routes: [`${OFFICE} → ${gatewayId}`] });
});

test('another target is one call in place, without a moment in which there is no route', async () => {
  const { calls, gatewayId, transitGatewayId, routes, deploy } = vpc();
  await deploy({ gatewayId });

  const { status } = await deploy({ transitGatewayId });

  expect({ status, calls, routes: routes() }).toEqual({
    status: 'UPDATE_COMPLETE', calls: ['CreateRoute', 'ReplaceRoute'], routes: [`${OFFICE} → ${transitGatewayId}`],
  });
});

test('and is taken back in place when the deployment fails', async () => {
  const { calls, gatewayId, transitGatewayId, routes, deploy } = vpc();
  await deploy({ gatewayId });

  const { status } = await deploy({ transitGatewayId }, true);

  expect({ status, calls, routes: routes() }).toEqual({
    status: 'UPDATE_ROLLBACK_COMPLETE', calls: ['CreateRoute', 'ReplaceRoute', 'CreateRoute', 'ReplaceRoute'], routes: [`${OFFICE} → ${gatewayId}`],
  });
});

test.each<[string, (world: ReturnType<typeof vpc>) => Partial<CfnRouteProps>]>([
  ['destination', () => ({ destinationCidrBlock: '10.2.0.0/16' })],
  ['kind of destination', ({ seed }) => ({ destinationCidrBlock: undefined, destinationPrefixListId: seed.prefixList([OFFICE]) })],
  ['table', ({ otherTableId }) => ({ routeTableId: otherTableId })],
])('another %s is another route, made before the old one goes', async (_what, change) => {
  const world = vpc();
  const { calls, gatewayId, routes, deploy, otherTableId } = world;
  await deploy({ gatewayId });

  const { status } = await deploy({ gatewayId, ...change(world) });

  expect({ status, calls }).toEqual({ status: 'UPDATE_COMPLETE', calls: ['CreateRoute', 'CreateRoute', 'DeleteRoute'] });
  expect([...routes(), ...routes(otherTableId)]).toHaveLength(1);
});

test.each<[string, Partial<CfnRouteProps>, string]>([
  ['without a target', {}, 'a route has exactly one target, got none'],
  ['with two targets', { gatewayId: 'vgw-0a1b2c3d4e5f60718', natGatewayId: 'nat-0a1b2c3d4e5f60718' }, 'a route has exactly one target, got GatewayId and NatGatewayId'],
  ['without a destination', { destinationCidrBlock: undefined }, 'a route has exactly one destination, got none'],
])('a route %s fails', async (_what, props, reason) => {
  const { deploy } = vpc();
  expect((await deploy(props)).failures).toEqual([{ logicalId: 'Way', reason }]);
});

test('where there is a route of somebody else already, making one fails as EC2 says', async () => {
  const { seed, gatewayId, transitGatewayId, routeTableId, routes, deploy } = vpc();
  seed.routes(routeTableId, [{ destination: OFFICE, target: gatewayId }]);

  expect((await deploy({ transitGatewayId })).failures).toEqual([{ logicalId: 'Way', reason: expect.stringContaining('already exists') }]);
  expect(routes()).toEqual([`${OFFICE} → ${gatewayId}`]);
});
