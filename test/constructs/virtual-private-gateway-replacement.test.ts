/** The construct that puts one virtual private gateway in the place of another, and the case of it that is about Classic connections. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { account, ids, newStack, region } from './construct-fixtures';
import {
  ClassicVpnMigration, CustomerGateway, MigrationPhase, MigrationStage, OnUndo, SiteToSiteVpn, TargetGateway, VirtualPrivateGateway,
  VirtualPrivateGatewayReplacement, VirtualPrivateGatewayReplacementProps, VpnRouting,
} from '../../src';

const NEW = 'vpn-0a1b2c3d4e5f60719';
const TYPE = 'Custom::VirtualPrivateGatewayReplacement';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function imported(id: string): SiteToSiteVpn {
  return SiteToSiteVpn.fromVpnConnectionId(stack, id, id) as SiteToSiteVpn;
}

/** The smallest one; `props` change it. */
function propsWith(props: Partial<VirtualPrivateGatewayReplacementProps> = {}): VirtualPrivateGatewayReplacementProps {
  return {
    from: TargetGateway.virtualPrivateGateway(ids.vgw, { propagatingRouteTableIds: [ids.otherRtb] }),
    to: TargetGateway.virtualPrivateGateway(ids.otherVgw, { vpcId: ids.vpc, propagatingRouteTableIds: [ids.otherRtb] }),
    connections: props.connections ?? [{ from: imported(ids.vpn), to: imported(NEW) }],
    vpcRouteTables: [{ routeTableId: ids.rtb }, { routeTableId: ids.otherRtb }],
    ...props,
  };
}

function statementsOf(template: Template): Record<string, { readonly Action: unknown; readonly Resource: unknown }> {
  const [role] = Object.entries(template.findResources('AWS::IAM::Role')).filter(([id]) => id.startsWith('Migration')).map(([, found]) => found);
  const { Statement } = role.Properties.Policies[0].PolicyDocument as { Statement: { Sid: string; Action: unknown; Resource: unknown }[] };
  return Object.fromEntries(Statement.map((statement) => [statement.Sid, statement]));
}

describe('the template', () => {
  test('declares the gateways, the pairs of connections and the routes; of a Classic connection its category too', () => {
    new ClassicVpnMigration(stack, 'Migration', propsWith({
      test: { vpcId: ids.otherVpc, routeTableIds: ['rtb-0a1b2c3d4e5f60009'], timeout: Duration.minutes(8) },
    }));

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      VpnConnectionId: ids.vpn,
      From: { Kind: 'virtual-private-gateway', Id: ids.vgw, PropagatingRouteTableIds: [ids.otherRtb] },
      To: { Kind: 'virtual-private-gateway', Id: ids.otherVgw, PropagatingRouteTableIds: [ids.otherRtb], VpcId: ids.vpc },
      Replacement: {
        VpcId: ids.vpc,
        Connections: [{ FromId: ids.vpn, ToId: NEW }],
        FromCategory: 'VPN-Classic',
        Test: { VpcId: ids.otherVpc, RouteTableIds: ['rtb-0a1b2c3d4e5f60009'], WithinSeconds: '480' },
      },
      VpcRouteTables: [{ RouteTableId: ids.rtb, Moved: [], Left: [] }, { RouteTableId: ids.otherRtb, Moved: [], Left: [] }],
      Stage: 'CUT_OVER',
    });
  });

  test('the replacement of any gateway asks for no category', () => {
    new VirtualPrivateGatewayReplacement(stack, 'Migration', propsWith({ stage: MigrationStage.PREPARED, onRemoval: OnUndo.MOVE_BACK }));

    Template.fromStack(stack).hasResourceProperties(TYPE, {
      Replacement: { FromCategory: Match.absent(), Test: Match.absent() }, Stage: 'PREPARED', OnRemoval: 'MOVE_BACK',
    });
  });

  test('its role may exchange these gateways at this VPC, lead these tables, and nothing of a connection', () => {
    new ClassicVpnMigration(stack, 'Migration', propsWith());

    const arn = (resource: string) => expect.objectContaining({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ec2:${region}:${account}:${resource}`]],
    });
    const statements = statementsOf(Template.fromStack(stack));
    expect(statements.ExchangeGatewayOfVpc).toMatchObject({
      Action: ['ec2:AttachVpnGateway', 'ec2:DetachVpnGateway'],
      Resource: [arn(`vpc/${ids.vpc}`), arn(`vpn-gateway/${ids.vgw}`), arn(`vpn-gateway/${ids.otherVgw}`)],
    });
    expect(statements.PropagateToVpc).toMatchObject({
      Resource: [arn(`route-table/${ids.otherRtb}`), arn(`vpn-gateway/${ids.vgw}`), arn(`vpn-gateway/${ids.otherVgw}`)],
    });
    expect(statements.RouteFromVpc).toMatchObject({ Resource: [arn(`route-table/${ids.rtb}`), arn(`route-table/${ids.otherRtb}`)] });
    const { ReadNetwork: _look, ...changing } = statements;
    expect(JSON.stringify(changing)).not.toMatch(/ModifyVpnConnection|VpnConnectionRoute|TransitGateway|DeleteVpn/);
  });

  test('connections, gateway and policy of the stack are made before it begins', () => {
    const gateway = new VirtualPrivateGateway(stack, 'Gateway', { amazonSideAsn: 64_600 });
    const to = new SiteToSiteVpn(stack, 'New', {
      customerGateway: CustomerGateway.fromCustomerGatewayId(stack, 'Device', ids.cgw),
      target: TargetGateway.ofVirtualPrivateGateway(gateway),
      routing: VpnRouting.staticRoutes(['10.1.0.0/16']),
    });
    new ClassicVpnMigration(stack, 'Migration', propsWith({
      to: TargetGateway.ofVirtualPrivateGateway(gateway, { vpcId: ids.vpc }), connections: [{ from: imported(ids.vpn), to }],
    }));

    const [{ DependsOn, Properties }] = Object.values(Template.fromStack(stack).findResources(TYPE));
    expect(DependsOn).toEqual(expect.arrayContaining([expect.stringMatching(/^MigrationRole/), expect.stringMatching(/^New/)]));
    expect(Properties.Replacement.Connections[0].ToId).toEqual({ Ref: expect.stringMatching(/^New/) });
    // Attached it is by the replacement, and by nothing in the template.
    Template.fromStack(stack).resourceCountIs('AWS::EC2::VPCGatewayAttachment', 0);
  });

  test('phases and figures go by the first old connection', () => {
    const migration = new ClassicVpnMigration(stack, 'Migration', propsWith());
    migration.onPhase('Told', { phases: [MigrationPhase.HELD] });

    Template.fromStack(stack).hasResourceProperties('AWS::Events::Rule', { EventPattern: { detail: { vpnConnectionId: [ids.vpn] } } });
    expect(stack.resolve(migration.metric('Held').dimensions)).toEqual({ VpnConnectionId: ids.vpn });
    expect(() => migration.metric('Nothing')).toThrow('`metricName` must be one of');
  });
});

describe('refused at synthesis', () => {
  const other = () => imported('vpn-0a1b2c3d4e5f6071a');
  const refusals: readonly [string, () => Partial<VirtualPrivateGatewayReplacementProps>, string][] = [
    ['another kind of gateway', () => ({ to: TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association }) }),
      '`to` must be a virtual private gateway, got'],
    ['one gateway for both', () => ({ to: TargetGateway.virtualPrivateGateway(ids.vgw, { vpcId: ids.vpc }) }),
      '`from` and `to` must be two virtual private gateways'],
    ['no VPC', () => ({ to: TargetGateway.virtualPrivateGateway(ids.otherVgw) }), '`to` must say at which VPC it takes the place of `from`'],
    ['two VPCs', () => ({ from: TargetGateway.virtualPrivateGateway(ids.vgw, { vpcId: ids.otherVpc }) }), '`vpcId` of `from` must be that of `to`'],
    ['no connection', () => ({ connections: [] }), '`connections` must name at least one'],
    ['a connection for itself', () => ({ connections: [{ from: other(), to: stack.node.findChild('vpn-0a1b2c3d4e5f6071a') as SiteToSiteVpn }] }),
      '`connections` must name each connection once, got "vpn-0a1b2c3d4e5f6071a" twice'],
    ['the VPC itself for the test', () => ({ test: { vpcId: ids.vpc } }), '`test.vpcId` must be another VPC'],
    ['a table of the VPC for the test', () => ({ test: { vpcId: ids.otherVpc, routeTableIds: [ids.rtb] } }), '`test.routeTableIds` must be tables of the test VPC'],
    ['a test that is too short', () => ({ test: { vpcId: ids.otherVpc, timeout: Duration.minutes(1) } }), '`test.timeout` must be a whole number of seconds, 120 or more'],
    ['a test that is too long', () => ({ test: { vpcId: ids.otherVpc, timeout: Duration.minutes(30) } }), '`test.timeout` must be shorter than `forwardTimeout`'],
    ['a way back after the end', () => ({ stage: MigrationStage.FINALIZED, onRemoval: OnUndo.MOVE_BACK }), '`onRemoval` must be KEEP when `stage` is FINALIZED'],
    ['a test VPC that is none', () => ({ test: { vpcId: 'vgw-1' } }), '`test.vpcId` must be the id of a VPC'],
  ];

  test.each(refusals)('%s', (_, props, message) => {
    expect(() => new ClassicVpnMigration(stack, 'Migration', propsWith(props()))).toThrow(message);
  });

  test('a connection of the app that stands on another gateway', () => {
    const to = new SiteToSiteVpn(stack, 'New', {
      customerGateway: CustomerGateway.fromCustomerGatewayId(stack, 'Device', ids.cgw),
      target: TargetGateway.virtualPrivateGateway('vgw-0a1b2c3d4e5f60720'),
      routing: VpnRouting.bgp(),
    });

    expect(() => new ClassicVpnMigration(stack, 'Migration', propsWith({ connections: [{ from: imported(ids.vpn), to }] })))
      .toThrow('`connections[0].to` must be a connection on the gateway of `to`, got Stack/New on');
  });

  test('a second one at the same VPC', () => {
    new ClassicVpnMigration(stack, 'Migration', propsWith());
    expect(() => new VirtualPrivateGatewayReplacement(stack, 'Second', propsWith({ connections: [{ from: other(), to: imported('vpn-0a1b2c3d4e5f6071b') }] })))
      .toThrow(/`to.vpcId` must be a VPC whose gateway nothing else in the stack replaces, got .*, which Stack\/Migration is for/);
  });
});
