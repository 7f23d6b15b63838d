/**
 * Moves beside each other in a stack, with IAM enforced: what becomes of one of them, in a clean-up too, is done with rights that are
 * still there, and with those of no other.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { MigrationRecords, OnUndo, SiteToSiteVpn, TargetChange, VpnRouting, VpnTargetMigration } from '../../../src';
import { GatewayEnd } from '../../../src/contract/declaration';
import { EmbeddedAws, EmbeddedAwsOptions } from '../../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME, targetOf } from '../../../tools/rehearsal/scenarios/application';
import { failing, UNRELATED_RESOURCE } from '../../../tools/rehearsal/scenarios/edit-target';
import { Estate, Gateways, ON_PREMISES, seedEstate, seedGateways } from '../../../tools/rehearsal/scenarios/estate';

const KNOWN = ['in-force', 'refused-for-a-minute'] as const;

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function stage(options: EmbeddedAwsOptions) {
  const aws = await EmbeddedAws.start(options);
  const applications = new Applications();
  open.push(async () => aws.close(), () => applications.remove());
  const estates = [1, 2].map(() => seedEstate(aws.network, { move: 'vgw-to-tgw', routing: 'static' }));
  const deploy = async (moves: readonly Estate[], bystander = false) => aws.cloudFormation.deploy(applications.synthesize((stack) => {
    const records = new MigrationRecords(stack, 'Records');
    const made = moves.map((estate) => addMove(stack, records, estate, `Move${estates.indexOf(estate)}`));
    if (!bystander) return;
    const last = new CfnLogGroup(stack, UNRELATED_RESOURCE);
    last.overrideLogicalId(UNRELATED_RESOURCE);
    last.node.addDependency(...made);
  }));
  const standsOn = () => estates.map(({ vpnConnectionId }) => aws.network.view.state.vpnConnections[vpnConnectionId].target?.id);
  const denied = () => aws.calls.filter(({ error = '' }) => /Unauthorized|AccessDenied/.test(error)).map(({ operation }) => operation);
  return { aws, estates, deploy, standsOn, denied };
}

function addMove(stack: Stack, records: MigrationRecords, estate: Estate, id: string): VpnTargetMigration {
  return new VpnTargetMigration(stack, id, {
    records,
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, `${id}Connection`, estate.vpnConnectionId),
    from: targetOf(estate.from),
    to: targetOf(estate.to),
    vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })),
    acknowledgedFindings: [...estate.acknowledgedFindings],
    onRemoval: OnUndo.MOVE_BACK,
    onStackRollback: OnUndo.MOVE_BACK,
  });
}

test.each(KNOWN)('one that is removed is undone in the clean-up, beside one that stays (rights are %s)', async (rightsGrantedMomentsAgo) => {
  const { aws, estates: [first, second], deploy, standsOn, denied } = await stage({ serviceUnknowns: { rightsGrantedMomentsAgo } });
  expect((await deploy([first, second])).failures).toEqual([]);
  expect(standsOn()).toEqual([first.to.id, second.to.id]);

  expect(await deploy([first])).toMatchObject({ status: 'UPDATE_COMPLETE', failures: [] });

  expect(standsOn()).toEqual([first.to.id, second.from.id]);
  expect(aws.cloudFormation.events.filter(({ status }) => status.endsWith('FAILED'))).toEqual([]);
  if (rightsGrantedMomentsAgo === 'in-force') expect(denied()).toEqual([]);
  expect(aws.defects).toEqual([]);
}, 120_000);

test.each(KNOWN)('one that is added and rolled back is undone, beside one that was made before (rights are %s)', async (rightsGrantedMomentsAgo) => {
  const { aws, estates: [first, second], deploy, standsOn } = await stage({
    serviceUnknowns: { rightsGrantedMomentsAgo }, failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'),
  });
  expect((await deploy([first])).failures).toEqual([]);

  const { status, failures } = await deploy([first, second], true);

  expect({ status, failed: failures.map(({ logicalId }) => logicalId) }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', failed: [UNRELATED_RESOURCE] });
  expect(standsOn()).toEqual([first.to.id, second.from.id]);
  expect(aws.cloudFormation.events.filter(({ status: each }) => each === 'DELETE_FAILED')).toEqual([]);
  expect(aws.defects).toEqual([]);
}, 120_000);

test('each acts in a role of its own, which may do nothing to the other\'s network', async () => {
  const { aws, estates, deploy } = await stage({});
  await deploy(estates);

  const changing = aws.ec2Calls.filter(({ mutating, dryRun }) => mutating && !dryRun);
  const roles = [...new Set(changing.map(({ principal }) => principal))].sort();
  expect(roles.map((name) => /Move\dRole/.exec(name)?.[0])).toEqual(['Move0Role', 'Move1Role']);
  const uses = aws.authorizer.used.filter(({ principal }) => roles.includes(principal));
  const foreign = estates.flatMap(({ vpnConnectionId, vpcRouteTableIds }, index) => uses.filter(({ principal, resourceArn }) =>
    principal !== roles[index] && [vpnConnectionId, ...vpcRouteTableIds].some((id) => resourceArn.endsWith(`/${id}`))));
  expect(foreign).toEqual([]);
  expect(aws.ec2Calls.some(({ principal }) => principal.includes('MoveProvider'))).toBe(false);
}, 120_000);

describe('connections that custom resources guard, of which all share the last part', () => {
  const made = async (options: EmbeddedAwsOptions) => {
    const aws = await EmbeddedAws.start(options);
    const applications = new Applications();
    open.push(async () => aws.close(), () => applications.remove());
    const estates = [1, 2, 3].map(() => seedGateways(aws.network, { move: 'vgw-to-tgw', routing: 'static' }));
    const deploy = async (connections: readonly Guarded[]) => aws.cloudFormation.deploy(applications.synthesize((stack) => {
      const vpns = connections.map(({ guarded = true, moved = false }, index) => new SiteToSiteVpn(stack, `Vpn${index}`, {
        ip: `203.0.113.${index + 1}`,
        routing: VpnRouting.staticRoutes(ON_PREMISES),
        target: targetOf(moved ? estates[index].to : { ...estates[index].from, propagatingRouteTableIds: [] } as GatewayEnd),
        ...guarded ? { targetChange: guarding(estates[index]) } : {},
      }));
      const last = new CfnLogGroup(stack, UNRELATED_RESOURCE, { retentionInDays: connections.some(({ moved }) => moved) ? 3 : 1 });
      last.overrideLogicalId(UNRELATED_RESOURCE);
      last.node.addDependency(...vpns);
    }));
    const existing = () => aws.cloudFormation.describeResources(STACK_NAME).filter(({ type }) => type === 'AWS::EC2::VPNConnection')
      .map(({ logicalId, physicalId }) => {
        const { target, staticRoutes } = aws.network.view.state.vpnConnections[physicalId];
        return [logicalId.slice(0, 4), target?.id, staticRoutes.filter(({ state }) => state === 'available').length];
      }).sort();
    const failed = () => aws.cloudFormation.events.filter(({ status }) => status.endsWith('FAILED')).map(({ logicalId }) => logicalId);
    expect((await deploy([{}, {}, {}])).failures).toEqual([]);
    await aws.clock.sleep(600_000);
    return { aws, estates, deploy, standing: existing, failed };
  };

  test.each(KNOWN)('one is guarded no more, and nothing of the others is touched (rights are %s)', async (rightsGrantedMomentsAgo) => {
    const { deploy, standing: existing, failed } = await made({ serviceUnknowns: { rightsGrantedMomentsAgo } });
    const before = existing();
    expect(await deploy([{}, { guarded: false }, {}])).toMatchObject({ status: 'UPDATE_COMPLETE', failures: [] });
    expect(await deploy([{}, { guarded: false }])).toMatchObject({ status: 'UPDATE_COMPLETE', failures: [] });
    expect([existing(), failed()]).toEqual([before.slice(0, 2), []]);
  });

  test('two are edited at once, and where a third resource fails both are back with their routes', async () => {
    const { deploy, standing: existing, failed, estates: [first, second] } = await made({ failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS') });
    const before = existing();
    const undone = await deploy([{ moved: true }, { moved: true }, {}]);
    expect([undone.status, failed()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', [UNRELATED_RESOURCE]]);
    expect(existing()).toEqual(before);
    expect(before.map(([, gateway, routes]) => [gateway, routes]).slice(0, 2))
      .toEqual([first, second].map(({ from }) => [from.id, ON_PREMISES.length]));
  });
});

function guarding({ vpcRouteTableIds }: Gateways): TargetChange {
  return TargetChange.withRoutes({ vpcRouteTables: vpcRouteTableIds.map((routeTableId) => ({ routeTableId })) });
}

interface Guarded {
  readonly guarded?: boolean;
  readonly moved?: boolean;
}
