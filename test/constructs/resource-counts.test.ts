/** How many resources a construct adds to a stack, exactly: how many fit into one is decided by it. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { ids, newMigration, newStack } from './construct-fixtures';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetGateway,
  TransitGatewayRouteTables, VpnRouting,
} from '../../src';
import { Counts, countsOf } from '../../tools/build/resource-counts/figures';

const onVirtualPrivateGateway = TargetGateway.virtualPrivateGateway(ids.vgw);
const onTransitGateway = (tables: Partial<TransitGatewayRouteTables> = { propagationRouteTableIds: [ids.spokes] }) =>
  TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, ...tables });

function vpn(stack: Stack, site: number, props: Partial<SiteToSiteVpnProps> & Pick<SiteToSiteVpnProps, 'target'>): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, `Site${site}`, { ip: `203.0.113.${site}`, routing: VpnRouting.bgp(), ...props });
}

const statics = (count: number, site: number) =>
  VpnRouting.staticRoutes(Array.from({ length: count }, (_, index) => `10.${site}.${index}.0/24`));
const propagating = { propagationRouteTableIds: [ids.spokes] };
const device = (stack: Stack, id: string, vpnConnection: SiteToSiteVpn) =>
  new CustomerGatewayConfiguration(stack, id, { vpnConnection, format: ConfigurationFormat.xml() });

const EXTRAS = {
  ...propagating, attachmentTags: { Site: 'Berlin' }, prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }],
};

function everythingAround(connection: SiteToSiteVpn): void {
  expect(connection.tunnels).toHaveLength(2);
  device(Stack.of(connection), 'Device', connection);
}

const NONE = { functions: 0, roles: 0, policies: 0, stateMachines: 0 };
const ONE = { functions: 1, roles: 1, policies: 0, stateMachines: 0 };

/** What the first of each costs, and what a further one adds. */
test.each<[string, (stack: Stack, site: number) => void, Counts, number]>([
  ['BGP on a virtual private gateway', (stack, site) => vpn(stack, site, { target: onVirtualPrivateGateway }), { resources: 2, ...NONE }, 2],
  ['3 static routes there', (stack, site) => vpn(stack, site, { target: onVirtualPrivateGateway, routing: statics(3, site) }), { resources: 5, ...NONE }, 5],
  ['BGP on a transit gateway, one association and one propagation', (stack, site) => vpn(stack, site, { target: onTransitGateway() }),
    { resources: 8, ...ONE }, 5],
  ['3 static routes in 2 tables of a transit gateway', (stack, site) => vpn(stack, site, {
    target: onTransitGateway({ staticRouteTableIds: [ids.spokes, ids.otherSpokes] }), routing: statics(3, site),
  }), { resources: 7 + 6, ...ONE }, 4 + 6],
  ['with 2 tags', (stack, site) => vpn(stack, site, { target: onTransitGateway({ ...propagating, attachmentTags: { Site: `${site}`, Team: 'x' } }) }),
    { resources: 11, ...ONE, policies: 1 }, 7],
  ['with a reference to a prefix list', (stack, site) => vpn(stack, site, {
    target: onTransitGateway({
      ...propagating, prefixListReferences: [{ routeTableId: [ids.spokes, ids.otherSpokes][site - 1], prefixListId: ids.prefixList }],
    }),
  }), { resources: 10, ...ONE, policies: 1 }, 6],
  ['with its tunnels', (stack, site) => void vpn(stack, site, { target: onTransitGateway() }).tunnels.length, { resources: 9, ...ONE }, 6],
  ['with its device\'s configuration', (stack, site) => device(stack, `Device${site}`, vpn(stack, site, { target: onTransitGateway() })),
    { resources: 14, functions: 2, roles: 2, policies: 1, stateMachines: 0 }, 7],
])('%s', (_, make, first, further) => {
  const stacks = [1, 2].map((count) => {
    const stack = newStack();
    for (let site = 1; site <= count; site += 1) make(stack, site);
    return countsIn(stack);
  });
  expect(stacks[0]).toEqual(first);
  expect(stacks[1].resources - stacks[0].resources).toBe(further);
  // What is shared is there once.
  expect({ ...stacks[1], resources: 0 }).toEqual({ ...first, resources: 0 });
});

/** What custom resources around a connection add: two and a role of its own; once, what they share with all moves, and with each other. */
const AROUND = 3;
const ENGINE = 16 + 2;

test.each<[string, (site: number) => Pick<SiteToSiteVpnProps, 'target' | 'routing'>, number, number]>([
  ['n static routes on a virtual private gateway', (site) => ({ target: onVirtualPrivateGateway, routing: statics(3, site) }), 5, 5],
  ['BGP on a virtual private gateway', () => ({ target: onVirtualPrivateGateway, routing: VpnRouting.bgp() }), 2, 2],
  ['static routes on a transit gateway', (site) => ({ target: onTransitGateway({ staticRouteTableIds: [ids.spokes] }), routing: statics(3, site) }), 7 + 3, 4 + 3],
  ['BGP on a transit gateway', () => ({ target: onTransitGateway(), routing: VpnRouting.bgp() }), 8, 5],
])('custom resources around a connection are made once, but for their own: %s', (_, props, first, further) => {
  const [one, two] = [1, 2].map((count) => {
    const stack = newStack();
    for (let site = 1; site <= count; site += 1) vpn(stack, site, { ...props(site), targetChange: TargetChange.withRoutes() });
    return countsIn(stack);
  });
  expect(one.resources).toBe(first + ENGINE + AROUND);
  expect(two.resources - one.resources).toBe(further + AROUND);
  expect(two).toMatchObject({ functions: one.functions, stateMachines: 1 });
});

test.each<[string, TargetChange | undefined, number]>([
  ['', undefined, 37],
  [', and custom resources around the connection,', TargetChange.withRoutes(), 37 + AROUND + 2],
])('with everything, a move included%s there are seven functions and one state machine', (_, targetChange, resources) => {
  const stack = newStack();
  everythingAround(vpn(stack, 1, { target: onTransitGateway(EXTRAS), targetChange }));
  newMigration(stack);

  expect(countsIn(stack)).toMatchObject({ resources, functions: 7, stateMachines: 1 });
});

test('where roles are not the app\'s to make, every statement of the functions is reported', () => {
  const stack = newStack();
  iam.Role.customizeRoles(stack);
  everythingAround(vpn(stack, 1, { target: onTransitGateway(EXTRAS) }));

  const { directory } = (stack.node.root as App).synth();
  const report = readFileSync(path.join(directory, 'iam-policy-report.json'), 'utf8');
  const actions = [
    'logs:PutLogEvents', 'ec2:DescribeTransitGatewayAttachments', 'ec2:DescribeVpnGateways', 'ec2:DeleteTags',
    'ec2:GetTransitGatewayPrefixListReferences', 'ec2:ModifyTransitGatewayPrefixListReference', 'secretsmanager:PutSecretValue',
  ];
  expect(actions.filter((action) => !report.includes(action))).toEqual([]);
  expect(countsIn(stack)).toMatchObject({ functions: 2, roles: 0, policies: 0 });
});

test('nor is the role of a connection that custom resources guard, which is reported as it would be', () => {
  const stack = newStack();
  iam.Role.customizeRoles(stack);
  vpn(stack, 1, { target: onVirtualPrivateGateway, routing: statics(1, 1), targetChange: TargetChange.withRoutes() });

  const { directory } = (stack.node.root as App).synth();
  const { roles } = JSON.parse(readFileSync(path.join(directory, 'iam-policy-report.json'), 'utf8')) as { roles: Record<string, unknown>[] };
  const [role, ...others] = roles.filter(({ roleConstructPath }) => /RoleOfStackSite1/.test(String(roleConstructPath)));
  expect(others).toEqual([]);
  for (const text of ['ec2:CreateVpnConnectionRoute', 'sts:AssumeRole', 'ec2:DescribeVpnConnections']) expect(JSON.stringify(role)).toContain(text);
  expect(countsIn(stack).roles).toBe(0);
});

function countsIn(stack: Stack): Counts {
  return countsOf([Template.fromStack(stack).toJSON()]);
}
