/** A VPC, a transit gateway and what joins them, as resources of one stack: made in an order that EC2 takes, changed, and taken down. */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { synthesized } from './provider-app';
import { estate } from './vpn-app';

interface Edited {
  readonly dnsSupport?: boolean;
  readonly vpnEcmpSupport?: string;
  readonly description?: string;
  readonly subnets?: readonly number[];
  readonly tag?: string;
  readonly attachedBy?: 'one' | 'the-other';
}

/** With public and isolated subnets in two zones. */
function network(edited: Edited = {}, more?: (stack: Stack, vpc: ec2.Vpc, gateway: ec2.CfnTransitGateway) => void) {
  const { dnsSupport = true, vpnEcmpSupport = 'enable', description, subnets = [0, 1], tag = 'hub', attachedBy = 'one' } = edited;
  return synthesized((stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', {
      availabilityZones: ['eu-west-1a', 'eu-west-1b'], natGateways: 0, enableDnsSupport: dnsSupport, enableDnsHostnames: dnsSupport,
      subnetConfiguration: [{ name: 'Web', subnetType: ec2.SubnetType.PUBLIC }, { name: 'Data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    });
    const gateway = new ec2.CfnTransitGateway(stack, 'Hub', {
      description, vpnEcmpSupport, defaultRouteTableAssociation: 'disable', defaultRouteTablePropagation: 'disable', tags: [{ key: 'Name', value: tag }],
    });
    const props = { transitGatewayId: gateway.ref, vpcId: vpc.vpcId, subnetIds: subnets.map((at) => vpc.isolatedSubnets[at].subnetId) };
    const attachment = attachedBy === 'one' ? new ec2.CfnTransitGatewayAttachment(stack, 'Attachment', props)
      : new ec2.CfnTransitGatewayVpcAttachment(stack, 'Attachment', props);
    const table = new ec2.CfnTransitGatewayRouteTable(stack, 'Table', { transitGatewayId: gateway.ref });
    new ec2.CfnTransitGatewayRouteTableAssociation(stack, 'Association', {
      transitGatewayRouteTableId: table.ref, transitGatewayAttachmentId: attachment.ref,
    });
    more?.(stack, vpc, gateway);
  });
}

const CREATED = ['AssociateRouteTable', 'AssociateTransitGatewayRouteTable', 'AttachInternetGateway', 'CreateInternetGateway', 'CreateRoute',
  'CreateRouteTable', 'CreateSubnet', 'CreateTransitGateway', 'CreateTransitGatewayRouteTable', 'CreateTransitGatewayVpcAttachment', 'CreateVpc'];

const distinct = (calls: readonly string[]) => [...new Set(calls)].sort();

/** Everything that a stack could have left behind. */
function left({ network: { view } }: ReturnType<typeof estate>): string[] {
  const { vpcs, subnets, vpcRouteTables, internetGateways, vpnGateways, customerGateways, vpnConnections } = view.state;
  const { transitGateways, transitGatewayAttachments, transitGatewayRouteTables } = view.state;
  const all = [
    vpcs, subnets, vpcRouteTables, internetGateways, vpnGateways, customerGateways, vpnConnections,
    transitGateways, transitGatewayAttachments, transitGatewayRouteTables,
  ];
  return all.flatMap((table) => Object.values<{ readonly id: string; readonly state?: string }>(table))
    .filter(({ state }) => state !== 'deleted').map(({ id }) => id);
}

test.each(['one', 'the-other'] as const)('all of it is made, and nothing is left when it goes, with %s type of attachment', async (attachedBy) => {
  const here = estate();
  const { cloudFormation, calls } = here;

  const made = await cloudFormation.deploy(network({ attachedBy }));

  expect(made).toMatchObject({ failures: [], status: 'CREATE_COMPLETE' });
  expect(distinct(calls).filter((each) => !each.startsWith('Modify'))).toEqual(CREATED);
  const { subnets, vpcRouteTables, transitGatewayAttachments } = here.network.view.state;
  expect(Object.values(subnets).map(({ mapsPublicIps, availabilityZone }) => `${availabilityZone} ${mapsPublicIps}`).sort())
    .toEqual(['eu-west-1a false', 'eu-west-1a true', 'eu-west-1b false', 'eu-west-1b true']);
  const toInternet = Object.values(vpcRouteTables).flatMap(({ routes }) => routes).filter(({ target }) => target.id.startsWith('igw-'));
  expect(toInternet.map(({ destination }) => destination)).toEqual(['0.0.0.0/0', '0.0.0.0/0']);
  expect(Object.values(transitGatewayAttachments)).toMatchObject([{ state: 'available', resourceType: 'vpc', association: { state: 'associated' } }]);

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(left(here)).toEqual([]);
});

test.each<[string, Edited, Edited, string[]]>([
  ['names of a VPC', {}, { dnsSupport: false }, ['ModifyVpcAttribute', 'ModifyVpcAttribute']],
  ['an option of a transit gateway', {}, { vpnEcmpSupport: 'disable' }, ['ModifyTransitGateway']],
  ['its description', {}, { description: 'the hub' }, ['ModifyTransitGateway']],
  ['its tag', {}, { tag: 'core' }, ['CreateTags']],
  ['subnets of one type of attachment', {}, { subnets: [0] }, ['ModifyTransitGatewayVpcAttachment']],
  // Which EC2 refuses as long as the old one is there.
  ['subnets of the other', { attachedBy: 'the-other' }, { attachedBy: 'the-other', subnets: [0] }, ['CreateTransitGatewayVpcAttachment']],
])('%s: what changes in place, and what does not', async (_what, before, after, expected) => {
  const { cloudFormation, calls } = estate();
  await cloudFormation.deploy(network(before));
  calls.length = 0;

  const { failures } = await cloudFormation.deploy(network(after));

  expect(calls).toEqual(expected);
  expect(failures.map(({ reason }) => reason)).toEqual(after.attachedBy === 'the-other' ? [expect.stringContaining('already')] : []);
});

test('a route to the transit gateway that does not wait for the attachment fails, and is taken back', async () => {
  const here = estate();

  const { status, failures } = await here.cloudFormation.deploy(network({}, (stack, vpc, gateway) => {
    const [subnet] = vpc.isolatedSubnets;
    new ec2.CfnRoute(stack, 'Way', { routeTableId: subnet.routeTable.routeTableId, destinationCidrBlock: '10.1.0.0/16', transitGatewayId: gateway.ref });
  }));

  expect({ status, failures }).toEqual({
    status: 'ROLLBACK_COMPLETE', failures: [{ logicalId: 'Way', reason: expect.stringContaining('does not exist') }],
  });
  expect(left(here)).toEqual([]);
});

test('an attachment has one gateway', async () => {
  const deploy = async (props: Partial<ec2.CfnVPCGatewayAttachmentProps>) => {
    const { network: { seed }, cloudFormation } = estate();
    const { vpcId } = seed.vpc({ cidr: '172.31.0.0/16' });
    return cloudFormation.deploy(synthesized((stack) => { new ec2.CfnVPCGatewayAttachment(stack, 'Attachment', { vpcId, ...props }); }));
  };
  const reason = 'You must specify either InternetGatewayId or VpnGatewayId, but not both.';

  expect((await deploy({})).failures).toEqual([{ logicalId: 'Attachment', reason }]);
  expect((await deploy({ internetGatewayId: 'igw-1', vpnGatewayId: 'vgw-1' })).failures).toEqual([{ logicalId: 'Attachment', reason }]);
});
