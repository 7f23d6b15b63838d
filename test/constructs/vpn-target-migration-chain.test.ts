/** Several moves of one connection in a stack: one after the other, each from where the one before it ends. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import {
  ids, newMigration, newStack, otherTransitGateway, otherVirtualPrivateGateway, transitGateway, virtualPrivateGateway,
} from './construct-fixtures';
import { CustomerGatewayMove, SiteToSiteVpn, TargetGateway, VpnTargetMigration } from '../../src';

const swap: CustomerGatewayMove = { from: ids.cgw, to: ids.otherCgw };

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('they run one after the other, in the order in which they are declared', () => {
  newMigration(stack, {}, 'First');
  newMigration(stack, { from: transitGateway(), to: otherTransitGateway() }, 'Second');
  newMigration(stack, { from: otherTransitGateway(), to: virtualPrivateGateway() }, 'Third');

  const earlier = (id: string) => dependenciesOf(id).filter((each) => /^(First|Second|Third)(?!Role)/.test(each) && !each.startsWith(id));
  expect(earlier('First')).toEqual([]);
  expect(earlier('Second')).toEqual([logicalIdOf('First')]);
  expect(earlier('Third')).toEqual([logicalIdOf('Second')]);
});

test('they need not stand in the tree in that order', () => {
  const [early, late] = [new Construct(stack, 'A'), new Construct(stack, 'B')];
  const move = (scope: Construct, from: TargetGateway, to: TargetGateway) => new VpnTargetMigration(scope, 'Move', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(scope, `Vpn-${from.gatewayId}`, ids.vpn), from, to,
  });
  move(late, virtualPrivateGateway(), transitGateway());
  move(early, transitGateway(), otherTransitGateway());
  new VpnTargetMigration(early, 'Last', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(early, 'Vpn', ids.vpn), from: otherTransitGateway(), to: virtualPrivateGateway(),
  });

  expect(dependenciesOf('AMove')).toContain(logicalIdOf('BMove'));
  expect(dependenciesOf('ALast')).toContain(logicalIdOf('AMove'));
});

test('they may be nested, as nothing of the earlier one but its resource is waited for', () => {
  const first = newMigration(stack, {}, 'First');
  new VpnTargetMigration(first, 'Back', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(first, 'Vpn', ids.vpn), from: transitGateway(), to: virtualPrivateGateway(),
  });

  expect(dependenciesOf('FirstBack')).toContain(logicalIdOf('First(?!Back)'));
});

test('they may come back to where they began', () => {
  newMigration(stack, {}, 'There');
  newMigration(stack, { from: transitGateway(), to: virtualPrivateGateway() }, 'Back');
  newMigration(stack, {}, 'Again');

  expect(dependenciesOf('Again')).toContain(logicalIdOf('Back'));
});

test('they may change the customer gateway in between', () => {
  newMigration(stack, { customerGateway: swap }, 'First');
  newMigration(stack, { from: transitGateway(), to: otherTransitGateway() }, 'Second');
  newMigration(stack, { from: otherTransitGateway(), to: otherTransitGateway(), customerGateway: { from: ids.otherCgw, to: ids.cgw } }, 'Third');

  expect(dependenciesOf('Third')).toContain(logicalIdOf('Second'));
});

test.each<[string, TargetGateway, string]>([
  ['begins where the first does', virtualPrivateGateway(), `virtual private gateway ${ids.vgw}`],
  ['begins elsewhere', otherTransitGateway(), `transit gateway ${ids.otherTgw}`],
])('fails when the second %s', (_case, from, got) => {
  newMigration(stack, {}, 'First');

  expect(() => newMigration(stack, { from, to: otherVirtualPrivateGateway() }, 'Second')).toThrow(new Error(
    `Stack/Second: \`from\` must be transit gateway ${ids.tgw}, to which Stack/First moves the connection before, got ${got};`
    + ' declare the moves of one connection in the order in which they are to run, each beginning where the one before it ends'));
});

test('fails when a later one leaves a customer gateway that an earlier one has left already', () => {
  newMigration(stack, { customerGateway: swap }, 'First');
  newMigration(stack, { from: transitGateway(), to: otherTransitGateway() }, 'Second');

  expect(() => newMigration(stack, { from: otherTransitGateway(), to: virtualPrivateGateway(), customerGateway: swap }, 'Third')).toThrow(new Error(
    `Stack/Third: \`customerGateway.from\` must be "${ids.otherCgw}", to which Stack/First moves the connection before, got "${ids.cgw}";`
    + ' declare the moves of one connection in the order in which they are to run, each beginning where the one before it ends'));
});

function logicalIdOf(path: string): string {
  const found = Object.keys(Template.fromStack(stack).findResources('Custom::VpnTargetMigration')).filter((each) => new RegExp(`^${path}`).test(each));
  expect(found).toHaveLength(1);
  return found[0];
}

function dependenciesOf(path: string): string[] {
  return Template.fromStack(stack).findResources('Custom::VpnTargetMigration')[logicalIdOf(path)].DependsOn as string[];
}
