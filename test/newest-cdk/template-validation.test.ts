/**
 * The newest aws-cdk-lib validates every template as it is synthesized, by AWS's own schemas: enumerations, ranges, forms
 * of ids. Here its findings are errors. The suite runs with its own Jest configuration, which puts the newest
 * aws-cdk-lib in the place of the oldest supported one.
 */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, CfnResource, Resource, SecretValue, Stack } from 'aws-cdk-lib';
import { CustomerGateway, OnUndo, SiteToSiteVpn, TargetGateway, VpnRouting, VpnTargetMigration } from '../../src';
import { account, ids, newMigration, region, transitGateway, virtualPrivateGateway } from '../construct-fixtures';

let app: App;
let stack: Stack;

beforeEach(() => {
  app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
  stack = new Stack(app, 'Stack', { env: { account, region } });
});

test('it is the newest aws-cdk-lib that is tested, and the constructs use it too', () => {
  const { version } = JSON.parse(readFileSync(require.resolve('aws-cdk-lib/package.json'), 'utf8')) as { version: string };

  expect(version).toBe('2.276.0');
  expect(new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' })).toBeInstanceOf(Resource);
});

test('a connection on a virtual private gateway', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16', '0.0.0.0/0']),
    ip: '203.0.113.10',
    asn: 4_200_000_000,
    tunnels: [
      { insideCidr: '169.254.10.0/30', preSharedKey: SecretValue.secretsManager('vpn/tunnel-1') },
      { insideCidr: '169.254.10.4/30', preSharedKey: SecretValue.secretsManager('vpn/tunnel-2') },
    ],
  });

  expect(findingsOf(app)).toEqual([]);
});

test('a connection on a transit gateway, with static routes and with BGP', () => {
  new SiteToSiteVpn(stack, 'Static', { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10' });
  new SiteToSiteVpn(stack, 'Bgp', {
    target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
    routing: VpnRouting.bgp(),
    ip: '203.0.113.11',
  });

  expect(findingsOf(app)).toEqual([]);
});

test('a move', () => {
  newMigration(stack, {
    vpcRouteTables: [{ routeTableId: ids.rtb, moved: ['0.0.0.0/0'], left: [ids.prefixList] }],
    onPremisesCidrs: ['10.1.0.0/16'],
    onRemoval: OnUndo.MOVE_BACK,
  });

  expect(stack.node.findAll().some((each) => each instanceof VpnTargetMigration)).toBe(true);
  expect(findingsOf(app)).toEqual([]);
});

test('fails on a template that CloudFormation would refuse, so that the tests above mean something', () => {
  new CfnResource(stack, 'Route', { type: 'AWS::EC2::VPNConnectionRoute', properties: { VpnConnectionId: ids.vpn, DestinationCidr: '10.1.0.0/16' } });

  expect(() => app.synth()).toThrow('Properties: \'DestinationCidrBlock\' is a required property');
});

/** Warnings do not stop a synthesis, but the report has them. */
function findingsOf(of: App): unknown[] {
  const report = readFileSync(path.join(of.synth().directory, 'validation-report.json'), 'utf8');
  return (JSON.parse(report) as { pluginReports: unknown[] }).pluginReports;
}
