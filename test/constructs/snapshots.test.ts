/** One whole template for each construct, so that a change anybody would deploy is seen by somebody. */
import { Stack } from 'aws-cdk-lib';
import {
  ids, newMigration, newStack, templateWithoutHashes, transitGateway, virtualPrivateGateway,
} from './construct-fixtures';
import { CustomerGateway, MigrationRecords, SiteToSiteVpn, TargetChange, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('CustomerGateway', () => {
  new CustomerGateway(stack, 'Device', { ip: '203.0.113.10' });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('MigrationRecords', () => {
  new MigrationRecords(stack, 'Records');

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('SiteToSiteVpn, with the options that nobody chooses', () => {
  new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10' });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('SiteToSiteVpn that custom resources guard', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', targetChange: TargetChange.withRoutes(),
  });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('SiteToSiteVpn on a virtual private gateway', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: virtualPrivateGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']),
    ip: '203.0.113.10',
    tunnels: [{ insideCidr: '169.254.10.0/30' }, { insideCidr: '169.254.10.4/30' }],
  });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('SiteToSiteVpn on a transit gateway', () => {
  new SiteToSiteVpn(stack, 'Vpn', {
    target: transitGateway(),
    routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']),
    ip: '203.0.113.10',
  });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});

test('VpnTargetMigration', () => {
  newMigration(stack, { vpcRouteTables: [{ routeTableId: ids.rtb, moved: ['0.0.0.0/0'], left: [ids.prefixList] }] });

  expect(templateWithoutHashes(stack)).toMatchSnapshot();
});
