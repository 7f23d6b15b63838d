/**
 * Moves beside each other in a stack, with IAM enforced: what becomes of one of them, in a clean-up too, is done with rights that are
 * still there, and with those of no other.
 */
import { Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { EmbeddedAws, EmbeddedAwsOptions } from '../../../rehearsal/embedded-aws';
import { Applications, targetOf } from '../../../rehearsal/scenarios/application';
import { BYSTANDER, failing } from '../../../rehearsal/scenarios/edit-target';
import { Estate, seedEstate } from '../../../rehearsal/scenarios/estate';
import { MigrationRecords, OnUndo, SiteToSiteVpn, VpnTargetMigration } from '../../../src';

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
    const last = new CfnLogGroup(stack, BYSTANDER);
    last.overrideLogicalId(BYSTANDER);
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
    serviceUnknowns: { rightsGrantedMomentsAgo }, failAt: failing(BYSTANDER, 'UPDATE_IN_PROGRESS'),
  });
  expect((await deploy([first])).failures).toEqual([]);

  const { status, failures } = await deploy([first, second], true);

  expect({ status, failed: failures.map(({ logicalId }) => logicalId) }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', failed: [BYSTANDER] });
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
