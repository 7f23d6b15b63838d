/**
 * `cdk refactor`, which takes a resource for moved when its digest is that of one elsewhere: by the code of the pinned CDK CLI, of which
 * its package exports nothing but the program.
 */
import { readFileSync } from 'node:fs';
import * as Module from 'node:module';
import * as path from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { ids, newStack, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import { CustomerGateway, SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, VpcRoutes, VpnLogs, VpnRouting } from '../../src';

interface DeployedStack {
  readonly stackName: string;
  readonly template: { readonly Resources: Readonly<Record<string, { readonly Type: string }>> };
}

type Digests = (stacks: readonly DeployedStack[]) => Readonly<Record<string, string>>;

const computeResourceDigests = digestsOfCli();

function digestsOfCli(): Digests {
  const file = path.join(__dirname, '..', '..', 'node_modules', 'aws-cdk', 'lib', 'index.js');
  const cli = new Module.Module(file) as Module & { _compile(code: string, file: string): void };
  cli._compile(`${readFileSync(file, 'utf8')}\n;init_digest(); module.exports = { computeResourceDigests };`, file);
  return (cli.exports as { readonly computeResourceDigests: Digests }).computeResourceDigests;
}

function deployed(make: (stack: Stack) => void): DeployedStack {
  const stack = newStack();
  make(stack);
  return { stackName: stack.stackName, template: Template.fromStack(stack).toJSON() as DeployedStack['template'] };
}

/** The types of what `cdk refactor` would not find again, of all that a construct of that id has made. */
function lostOf(make: (scope: Construct, id: string) => void): string[] {
  const before = deployed((stack) => make(stack, 'Vpn'));
  const after = deployed((stack) => make(new Construct(stack, 'Sites'), 'Berlin'));
  const found = new Set(Object.values(computeResourceDigests([after])));
  const lost = Object.entries(computeResourceDigests([before])).filter(([, digest]) => !found.has(digest));
  return lost.map(([location]) => before.template.Resources[location.split('.')[1]].Type).sort();
}

const vpn = (props: Partial<SiteToSiteVpnProps>) => (scope: Construct, id: string) => {
  new SiteToSiteVpn(scope, id, { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', ...props });
};
const STATIC = { routing: VpnRouting.staticRoutes(['10.1.0.0/16', '10.2.0.0/16']) };

test.each<[string, (scope: Construct, id: string) => void]>([
  ['a connection with BGP', vpn({})],
  ['one with static routes', vpn(STATIC)],
  ['one with routes in VPCs', vpn({ ...STATIC, vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb])] })],
  ['a customer gateway', (scope, id) => void new CustomerGateway(scope, id, { ip: '203.0.113.10' })],
])('finds all of it again: %s', (_, make) => {
  expect(lostOf(make)).toEqual([]);
});

test('finds a connection on a transit gateway and its customer gateway again, and what leads to the attachment that is looked up', () => {
  expect(lostOf(vpn({ ...STATIC, target: transitGateway() }))).toEqual([]);
});

test('does not find a connection again with custom resources around it, which name it and of which one comes before it, but finds its customer gateway', () => {
  const lost = lostOf(vpn({ targetChange: TargetChange.withRoutes() }));
  expect(lost.filter((type) => type.startsWith('AWS::EC2'))).toEqual(['AWS::EC2::VPNConnection']);
});

test('does not find log groups again, whose names must differ, nor the connection that names them', () => {
  expect(lostOf(vpn({ logs: VpnLogs.toNewLogGroups() }))).toContain('AWS::EC2::VPNConnection');
});
