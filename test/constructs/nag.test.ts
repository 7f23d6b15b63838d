/** Every finding of cdk-nag's AwsSolutions pack, exactly: a new one fails here, and the README explains those that stay. */
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { account, ids, newMigration, region, transitGateway, virtualPrivateGateway } from './construct-fixtures';
import {
  ClientVpnEndpoint, ConfigurationFormat, CustomerGatewayConfiguration, PreSharedKeySecret, RedundantSiteToSiteVpn, SiteToSiteVpn,
  TargetChange, TargetGateway, TransitGatewayClientVpnEndpoint, TransitGatewayRouting, VirtualPrivateGatewayReplacement, VpnDashboard,
  VpnDeviceType, VpnLogs, VpnRouting,
} from '../../src';

/** Each finding with the construct it is about; the hash in a logical id says nothing to a reader. */
function findingsOf(build: (stack: Stack) => void): string[] {
  const app = new App();
  build(new Stack(app, 'Stack', { env: { account, region } }));
  // What is suppressed would be missing below.
  const metadata = app.node.findAll().flatMap(({ node }) => node.metadata.map(({ type }) => type));
  expect(metadata).not.toContain(Validations.ACKNOWLEDGED_RULES_METADATA_KEY);
  const { violations } = new AwsSolutionsChecks(app).validateScope(app);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`))
    .map((finding) => finding.replace(/[0-9A-F]{8}(?=\.Arn|\/Resource$)/, ''))
    .sort();
}

/** What CDK's own provider framework brings with it, around two functions of ours. */
function frameworkFindings(provider: string): string[] {
  const functions = ['framework-isComplete', 'framework-onEvent', 'framework-onTimeout'];
  const logicalId = provider.replace(/^Stack|\//g, '');
  const waiter = `${provider}/Provider/waiter-state-machine`;
  return [
    // Its functions write their logs by AWS's managed policy.
    ...functions.map((each) => 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]'
      + ` ${provider}/Provider/${each}/ServiceRole/Resource`),
    // They may call every version of ours.
    ...['OnEvent', 'IsComplete'].flatMap((ours) => functions.map((each) =>
      `AwsSolutions-IAM5[Resource::<${logicalId}${ours}.Arn>:*] ${provider}/Provider/${each}/ServiceRole/DefaultPolicy/Resource`)),
    ...['frameworkisComplete', 'frameworkonTimeout'].map((each) =>
      `AwsSolutions-IAM5[Resource::<${logicalId}${each}.Arn>:*] ${waiter}/Role/DefaultPolicy/Resource`),
    // CDK chooses their runtime; it is not the newest.
    ...functions.map((each) => `AwsSolutions-L1 ${provider}/Provider/${each}/Resource`),
    // Its state machine has neither logs nor traces: its input is the request, of which nothing more is to be stored.
    `AwsSolutions-SF1 ${waiter}/Resource`,
    `AwsSolutions-SF2 ${waiter}/Resource`,
  ];
}

test('a connection on a virtual private gateway has none', () => {
  expect(findingsOf((stack) => {
    new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10' });
  })).toEqual([]);
});

test('a connection on a transit gateway has that of the look-up', () => {
  expect(findingsOf((stack) => {
    new SiteToSiteVpn(stack, 'Vpn', { target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10' });
  })).toEqual([
    // Describe calls of EC2 have no resource-level permission.
    'AwsSolutions-IAM5[Resource::*] Stack/VpnConnectionResources/FunctionRole/Resource',
  ].sort());
});

test('prefix lists and tags add the wildcards that EC2 and a change of gateway demand', () => {
  const target = TargetGateway.transitGateway(ids.tgw, {
    associationRouteTableId: ids.association,
    prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList, blackhole: true }],
  });
  const tagged = TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, attachmentTags: { Site: 'Berlin' } });
  const transitGatewayRouting = TransitGatewayRouting.LEAVE;

  const added = findingsOf((stack) => {
    new SiteToSiteVpn(stack, 'Listed', { target, routing: VpnRouting.bgp(), ip: '203.0.113.10', transitGatewayRouting });
    new SiteToSiteVpn(stack, 'Tagged', { target: tagged, routing: VpnRouting.bgp(), ip: '203.0.113.11', transitGatewayRouting });
  }).filter((finding) => !finding.includes('FunctionRole'));

  const attachments = 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:eu-central-1:111122223333:transit-gateway-attachment/*]';
  expect(added).toEqual([
    // A list may be another account's, which is not known; its id is.
    `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:eu-central-1:*:prefix-list/${ids.prefixList}] Stack/VpnConnectionResources/Referring/Resource`,
    // An attachment that was named would have to be there before every reference of the stack.
    `${attachments} Stack/VpnConnectionResources/Referring/Resource`,
    // EC2 has no resource-level permission for reading references.
    'AwsSolutions-IAM5[Resource::*] Stack/VpnConnectionResources/Referring/Resource',
    // The old attachment's tag is removed after its id is known here no longer.
    `${attachments} Stack/VpnConnectionResources/Tagging/Resource`,
  ].sort());
});

test('tunnels add the describe calls that they need', () => {
  expect(findingsOf((stack) => {
    new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10' }).tunnels.at(0);
  })).toEqual([
    'AwsSolutions-IAM5[Resource::*] Stack/VpnConnectionResources/FunctionRole/Resource',
  ].sort());
});

test('a redundant pair with everything that watches it has those of the look-up and of keys that are not rotated', () => {
  expect(findingsOf((stack) => {
    const preSharedKey = new PreSharedKeySecret(stack, 'Key').secretValue;
    const { firstConnection } = new RedundantSiteToSiteVpn(stack, 'Pair', {
      target: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, propagationRouteTableIds: [ids.spokes] }),
      routing: VpnRouting.bgp(),
      first: { ip: '203.0.113.10', tunnels: [{ preSharedKey }, {}], logs: VpnLogs.toNewLogGroups() },
      second: { ip: '203.0.113.11' },
    });
    new VpnDashboard(stack, 'Dashboard', { connections: [{ vpnConnection: firstConnection }] });
  })).toEqual([
    // Describe calls of EC2 have no resource-level permission.
    'AwsSolutions-IAM5[Resource::*] Stack/VpnConnectionResources/FunctionRole/Resource',
    // A key that is rotated by itself would be another than that of the tunnel and of the device.
    'AwsSolutions-SMG4 Stack/Key/Resource',
  ].sort());
});

test('endpoints for remote users have none', () => {
  expect(findingsOf((stack) => {
    const options = {
      cidr: '10.200.0.0/22',
      serverCertificateArn: `arn:aws:acm:${region}:${account}:certificate/01234567-89ab-cdef-0123-456789abcdef`,
      clientCertificateArn: `arn:aws:acm:${region}:${account}:certificate/11234567-89ab-cdef-0123-456789abcdef`,
    };
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: ids.vpc, availabilityZones: [`${region}a`], isolatedSubnetIds: ['subnet-0a1b2c3d4e5f60718'], vpcCidrBlock: '10.0.0.0/16',
    });
    new ClientVpnEndpoint(stack, 'Staff', { ...options, vpc });
    new TransitGatewayClientVpnEndpoint(stack, 'Guests', { ...options, transitGatewayId: ids.tgw, availabilityZones: [`${region}a`, `${region}b`] });
  })).toEqual([]);
});

test('a device\'s configuration has those of its function, and of a secret that is written when the connection changes and not by a schedule', () => {
  expect(findingsOf((stack) => {
    new CustomerGatewayConfiguration(stack, 'Device', {
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Vpn', ids.vpn),
      format: ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+') }),
    });
  })).toEqual([
    // EC2 has no resource-level permission for describing connections and listing types of device.
    'AwsSolutions-IAM5[Resource::*] Stack/CustomerGatewayConfigurationProvider/Rights/Resource',
    // The id of a type that is named by its vendor is known only when EC2 has been asked.
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:eu-central-1:111122223333:vpn-connection-device-type/*] Stack/CustomerGatewayConfigurationProvider/Rights/Resource',
    'AwsSolutions-SMG4 Stack/Device/Secret/Resource',
  ].sort());
});

test('a move has those of its provider, and the wildcards that EC2 demands', () => {
  expect(findingsOf((stack) => newMigration(stack))).toEqual([
    ...frameworkFindings('Stack/VpnMigrationRecords/MoveProvider'),
    // The attachment's id does not exist before the move.
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:eu-central-1:111122223333:transit-gateway-attachment/*] Stack/Migration/Role/Resource',
    // Which alarms roll the stack back is said when it is deployed.
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:eu-central-1:111122223333:alarm:*] Stack/Migration/Role/Resource',
    // Describe calls of EC2 have no resource-level permission, and Direct Connect's cannot be restricted to a gateway.
    'AwsSolutions-IAM5[Resource::*] Stack/Migration/Role/Resource',
  ].sort());
});

describe('a connection that custom resources guard has those of their functions, and the wildcards of either direction', () => {
  const moveProvider = frameworkFindings('Stack/VpnMigrationRecords/MoveProvider');
  const lookUp = ['AwsSolutions-IAM5[Resource::*] Stack/VpnConnectionResources/FunctionRole/Resource'];
  const targetChange = TargetChange.withRoutes();
  /** All tables are read, lest a route be overlooked; named ones are changed. */
  const reading = [
    '*', 'arn:<AWS::Partition>:cloudwatch:eu-central-1:111122223333:alarm:*', 'arn:<AWS::Partition>:ec2:eu-central-1:111122223333:transit-gateway-route-table/*',
  ].map((resource) => `AwsSolutions-IAM5[Resource::${resource}] Stack/VpnMigrationRecords/MoveProvider/Reading/Resource/Resource`);
  /** The connection is known by its tag, before there is an id. */
  const findingsAt = (construct: string, ...wildcards: string[]) => wildcards.map((each) =>
    `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:eu-central-1:111122223333:${each}] Stack/VpnMigrationRecords/MoveProvider/RoleOf${construct}TargetChange/Resource`);

  test.each<[string, (stack: Stack) => unknown, string[]]>([
    ['with static routes', (stack) => new SiteToSiteVpn(stack, 'Vpn', {
      target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', targetChange,
    }), findingsAt('StackVpn', 'vpn-connection/*')],
    ['with BGP', (stack) => new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', targetChange }),
      findingsAt('StackVpn')],
    // No attachment is known by an id: one that a rollback brings back is a new one.
    ['on a transit gateway', (stack) => new SiteToSiteVpn(stack, 'Vpn', {
      target: transitGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', targetChange,
    }), [...lookUp, ...findingsAt('StackVpn', 'vpn-connection/*', 'transit-gateway-attachment/*')]],
    ['with tables of the transit gateway that it may leave', (stack) => new SiteToSiteVpn(stack, 'Vpn', {
      target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10',
      targetChange: TargetChange.withRoutes({ transitGatewayRouteTableIds: [ids.spokes] }),
    }), findingsAt('StackVpn', 'transit-gateway-attachment/*')],
    ['a redundant pair', (stack) => new RedundantSiteToSiteVpn(stack, 'Pair', {
      target: virtualPrivateGateway(), routing: VpnRouting.bgp(), first: { ip: '203.0.113.10' }, second: { ip: '203.0.113.11' }, targetChange,
    }), [...findingsAt('StackPairFirst'), ...findingsAt('StackPairSecond')]],
  ])('%s', (_, build, expected) => {
    expect(findingsOf((stack) => void build(stack))).toEqual([...moveProvider, ...reading, ...expected].sort());
  });
});

test('the exchange of a gateway has those of its provider, and of what cannot be restricted to a gateway', () => {
  expect(findingsOf((stack) => {
    const [from, to] = [ids.vpn, 'vpn-0a1b2c3d4e5f60719'].map((id) => SiteToSiteVpn.fromVpnConnectionId(stack, id, id));
    new VirtualPrivateGatewayReplacement(stack, 'Exchange', {
      from: virtualPrivateGateway(), to: TargetGateway.virtualPrivateGateway(ids.otherVgw, { vpcId: ids.vpc }), connections: [{ from, to }],
    });
  })).toEqual([
    ...frameworkFindings('Stack/VpnMigrationRecords/MoveProvider'),
    'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:cloudwatch:eu-central-1:111122223333:alarm:*] Stack/Exchange/Role/Resource',
    'AwsSolutions-IAM5[Resource::*] Stack/Exchange/Role/Resource',
  ].sort());
});
