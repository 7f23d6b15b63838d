/** A route of a VPC to a gateway is made after what attaches the VPC, wherever in the stack that is declared. */
import { CfnParameter, CfnResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as networkmanager from 'aws-cdk-lib/aws-networkmanager';
import { ids, newMigration, newStack } from './construct-fixtures';
import {
  SiteToSiteVpn, SiteToSiteVpnProps, TargetChange, TargetGateway, TransitGatewayRouteTables, VpcRoutes, VpcRouteTables, VpnConcentrator,
  VpnRouting,
} from '../../src';

const TABLES: TransitGatewayRouteTables = { associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes] };
const subnetIds = ['subnet-0a1b2c3d4e5f60718'];

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

const newTransitGateway = () => new ec2.CfnTransitGateway(stack, 'Hub');
const newVpc = (id = 'Vpc') => new ec2.Vpc(stack, id, { natGateways: 0, maxAzs: 1 });

function newVpn(props: Partial<SiteToSiteVpnProps> & Pick<SiteToSiteVpnProps, 'target'>): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '203.0.113.10', ...props });
}

/** Of the resources of that type, less those that a VPC makes for itself. */
function waitsFor(type: string): string[] {
  const resources = Object.entries(Template.fromStack(stack).findResources(type)).filter(([logicalId]) => !/^(Vpc|Other)/.test(logicalId));
  expect(resources).not.toEqual([]);
  return [...new Set(resources.flatMap(([, { DependsOn = [] }]) => DependsOn as string[]))];
}

const logicalId = (resource: CfnResource) => stack.resolve(resource.logicalId) as string;

test.each<[string, (gateway: ec2.CfnTransitGateway, vpc: ec2.Vpc) => CfnResource]>([
  ['AWS::EC2::TransitGatewayAttachment', (gateway, { vpcId }) => new ec2.CfnTransitGatewayAttachment(stack, 'Attachment', {
    transitGatewayId: gateway.attrId, vpcId, subnetIds,
  })],
  ['AWS::EC2::TransitGatewayVpcAttachment', (gateway, { vpcId }) => new ec2.CfnTransitGatewayVpcAttachment(stack, 'Attachment', {
    transitGatewayId: gateway.ref, vpcId, subnetIds,
  })],
])('to a transit gateway of the stack, after a later %s', (_type, attach) => {
  const [gateway, vpc] = [newTransitGateway(), newVpc()];
  newVpn({ target: TargetGateway.ofTransitGateway(gateway, TABLES), vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc))] });
  const attachment = attach(gateway, vpc);

  expect(waitsFor('AWS::EC2::Route')).toContain(logicalId(attachment));
});

test('to a transit gateway that is known by its id, and to that of a concentrator', () => {
  const transitGatewayId = ids.tgw;
  const concentrator = new VpnConcentrator(stack, 'Shops', { transitGatewayId });
  newVpn({ target: TargetGateway.vpnConcentrator(concentrator), routing: VpnRouting.bgp(), vpcRoutes: [VpcRoutes.staticRoutes([ids.rtb], ['10.1.0.0/16'])] });
  const attachment = new ec2.CfnTransitGatewayAttachment(stack, 'Attachment', { transitGatewayId, vpcId: ids.vpc, subnetIds });

  expect(waitsFor('AWS::EC2::Route')).toContain(logicalId(attachment));
});

describe('of several attachments', () => {
  const attachTwoVpcs = () => {
    const [gateway, vpc, other] = [newTransitGateway(), newVpc(), newVpc('Other')];
    const attach = (id: string, transitGatewayId: string, { vpcId }: ec2.Vpc) =>
      logicalId(new ec2.CfnTransitGatewayVpcAttachment(stack, id, { transitGatewayId, vpcId, subnetIds }));
    const [own, others] = [vpc, other].map((each, at) => attach(`Attachment${at}`, gateway.ref, each));
    return { target: TargetGateway.ofTransitGateway(gateway, TABLES), vpc, own, others, elsewhere: attach('Elsewhere', ids.otherTgw, vpc) };
  };

  test('a route of one VPC waits for that of no other VPC, and of no other gateway', () => {
    const { target, vpc, own, others, elsewhere } = attachTwoVpcs();
    newVpn({ target, vpcRoutes: [VpcRoutes.staticRoutes(VpcRouteTables.idsOf(vpc))] });

    const waited = waitsFor('AWS::EC2::Route');

    expect(waited).toContain(own);
    expect(waited).not.toContain(others);
    expect(waited).not.toContain(elsewhere);
  });

  test('a route of a table that nobody here knows waits for all of the gateway', () => {
    const { target, own, others, elsewhere } = attachTwoVpcs();
    newVpn({ target, vpcRoutes: [VpcRoutes.staticRoutes([new CfnParameter(stack, 'Rtb').valueAsString])] });

    const waited = waitsFor('AWS::EC2::Route');

    expect(waited).toEqual(expect.arrayContaining([own, others]));
    expect(waited).not.toContain(elsewhere);
  });
});

test('to a virtual private gateway that the VPC itself has, after its attachment; its propagation, too', () => {
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 1, vpnGateway: true });
  const tables = VpcRouteTables.idsOf(vpc);
  newVpn({
    target: TargetGateway.virtualPrivateGateway(vpc.vpnGatewayId!),
    vpcRoutes: [VpcRoutes.staticRoutes(tables), VpcRoutes.propagated(tables)],
  });

  const attachment = logicalId(vpc.node.findAll().find((each): each is ec2.CfnVPCGatewayAttachment =>
    each instanceof ec2.CfnVPCGatewayAttachment && each.vpnGatewayId !== undefined)!);
  const template = Template.fromStack(stack);
  for (const type of ['AWS::EC2::Route', 'AWS::EC2::VPNGatewayRoutePropagation']) {
    const made = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith('Vpn'));
    expect(made.map(([, { DependsOn }]) => DependsOn)).toEqual([expect.arrayContaining([attachment])]);
  }
});

test('to a core network, after the attachment of the VPC', () => {
  const coreNetworkId = 'core-network-0a1b2c3d4e5f60718';
  const vpcRoutes = [VpcRoutes.staticRoutes([ids.rtb], ['10.1.0.0/16'])];
  newVpn({ target: TargetGateway.cloudWan(coreNetworkId), routing: VpnRouting.bgp(), vpcRoutes });
  const attachment = new networkmanager.CfnVpcAttachment(stack, 'Attachment', { coreNetworkId, vpcArn: 'arn', subnetArns: ['arn'] });

  expect(waitsFor('AWS::EC2::Route')).toContain(logicalId(attachment));
});

describe('with what associates the attachment, and propagates from it', () => {
  const attach = (transitGatewayId: string) => {
    const attachment = new ec2.CfnTransitGatewayVpcAttachment(stack, 'Attachment', { transitGatewayId, vpcId: ids.vpc, subnetIds });
    const of = { transitGatewayAttachmentId: attachment.attrId };
    return [
      attachment,
      new ec2.CfnTransitGatewayRouteTableAssociation(stack, 'Association', { ...of, transitGatewayRouteTableId: ids.spokes }),
      new ec2.CfnTransitGatewayRouteTablePropagation(stack, 'Propagation', { ...of, transitGatewayRouteTableId: ids.association }),
    ].map(logicalId);
  };

  test('a move begins after it', () => {
    newMigration(stack);

    const attached = attach(ids.tgw);

    expect(waitsFor('Custom::VpnTargetMigration')).toEqual(expect.arrayContaining(attached));
  });

  test('an edit of the target begins after it', () => {
    newVpn({ target: TargetGateway.transitGateway(ids.tgw, TABLES), targetChange: TargetChange.withRoutes() });

    const attached = attach(ids.tgw);

    expect(waitsFor('Custom::VpnTargetChangeBefore')).toEqual(expect.arrayContaining(attached));
  });
});
