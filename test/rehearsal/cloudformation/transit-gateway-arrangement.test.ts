/** Prefix list references and attachment tags, made by the package's own function: deployed by the driver, over HTTP, policies enforced. */
import { Stack } from 'aws-cdk-lib';
import { World, world } from './bundle-world';
import { synthesized } from './provider-app';
import { SiteToSiteVpn, TargetGateway, TransitGatewayPrefixListReference, VpnRouting } from '../../../src';
import { UNKNOWNS, Unknowns } from '../../../tools/rehearsal/embedded-ec2/unknowns';

let here: World;
beforeEach(async () => { here = await world(); });
afterEach(async () => here.close());

interface Hub {
  readonly transitGatewayId: string;
  readonly table: string;
}

function hub(): Hub {
  const { transitGatewayId } = here.network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
  return { transitGatewayId, table: here.network.seed.transitGatewayRouteTable({ transitGatewayId }) };
}

interface Declared {
  readonly tags?: Record<string, string>;
  readonly references?: TransitGatewayPrefixListReference[];
  /** Something else in the stack that fails after everything here is done. */
  readonly failing?: boolean;
}

function stackOn({ transitGatewayId, table }: Hub, { tags, references, failing = false }: Declared) {
  return synthesized((stack: Stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.1',
      routing: VpnRouting.bgp(),
      target: TargetGateway.transitGateway(transitGatewayId, {
        associationRouteTableId: table, propagationRouteTableIds: [table], attachmentTags: tags, prefixListReferences: references,
      }),
    });
    if (!failing) return;
    const other = new SiteToSiteVpn(stack, 'Failing', {
      ip: '203.0.113.2', routing: VpnRouting.bgp(), target: TargetGateway.virtualPrivateGateway('vgw-0000000000000dead'),
    });
    other.node.addDependency(vpn);
  });
}

const attachment = () => Object.values(here.network.view.state.transitGatewayAttachments)
  .find(({ state, resourceType }) => state === 'available' && resourceType === 'vpn')!;
const tagsNow = () => Object.fromEntries(attachment().tags.map(({ Key, Value }) => [Key, Value]));

/** Each reference as `table list → target state`. */
function referencesNow(): string[] {
  return Object.values(here.network.view.state.transitGatewayPrefixListReferences)
    .map(({ routeTableId, prefixListId, attachmentId, state }) => `${routeTableId} ${prefixListId} → ${attachmentId ?? 'nowhere'} ${state}`).sort();
}

const changes = () => here.ec2.calls.filter(({ operation, principal }) => /PrefixListReference$|Tags$/.test(operation) && principal.includes('ConnectionResources'));

test('tags are set, changed, and removed one by one', async () => {
  const on = hub();
  await here.cloudFormation.deploy(stackOn(on, { tags: { 'Site': 'Berlin', 'cost/center': '7' } }));
  expect(tagsNow()).toEqual({ 'Site': 'Berlin', 'cost/center': '7' });

  const { status } = await here.cloudFormation.deploy(stackOn(on, { tags: { Site: 'Hamburg' } }));

  expect({ status, tags: tagsNow() }).toEqual({ status: 'UPDATE_COMPLETE', tags: { Site: 'Hamburg' } });
});

test('a tag that somebody gave another value stays when ours goes', async () => {
  const on = hub();
  await here.cloudFormation.deploy(stackOn(on, { tags: { Site: 'Berlin' } }));
  here.network.call('CreateTags', { Resources: [attachment().id], Tags: [{ Key: 'Site', Value: 'by hand' }, { Key: 'Other', Value: 'x' }] });

  await here.cloudFormation.deploy(stackOn(on, {}));

  expect(tagsNow()).toEqual({ Site: 'by hand', Other: 'x' });
});

test('references are made, to the VPN and to nowhere, changed in place, and removed', async () => {
  const on = hub();
  const [first, second] = [here.network.seed.prefixList(['10.1.0.0/16']), here.network.seed.prefixList(['10.2.0.0/16'])];
  const reference = (prefixListId: string, blackhole = false) => ({ routeTableId: on.table, prefixListId, blackhole });
  const made = await here.cloudFormation.deploy(stackOn(on, { references: [reference(first), reference(second, true)] }));
  expect(made).toMatchObject({ status: 'CREATE_COMPLETE', failures: [] });
  expect(referencesNow()).toEqual([`${on.table} ${first} → ${attachment().id} available`, `${on.table} ${second} → nowhere available`].sort());

  await here.cloudFormation.deploy(stackOn(on, { references: [reference(first, true)] }));

  expect(referencesNow()).toEqual([`${on.table} ${first} → nowhere available`]);
  expect(changes().map(({ operation }) => operation).sort()).toEqual([
    'CreateTransitGatewayPrefixListReference', 'CreateTransitGatewayPrefixListReference', 'DeleteTransitGatewayPrefixListReference',
    'ModifyTransitGatewayPrefixListReference',
  ]);

  await here.cloudFormation.deploy(stackOn(on, {}));
  expect(referencesNow()).toEqual([]);
});

const FATES = (['duplicatePrefixListReference', 'prefixListReferenceOfDeletedAttachment', 'attachmentVisibility', 'transitGatewayRouteTableNotFound'] as const)
  .flatMap((name) => UNKNOWNS[name].values.map((value): [string, string, Partial<Unknowns>] => [name, value, { [name]: value }]));

test.each(FATES)('with %s %s, both follow the connection to another gateway and leave nothing behind', async (_name, _value, settings) => {
  Object.assign(here.network.unknowns, settings);
  const [from, to] = [hub(), hub()];
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  const declared = ({ table: routeTableId }: Hub) => ({ tags: { Site: 'Berlin' }, references: [{ routeTableId, prefixListId }] });
  await here.cloudFormation.deploy(stackOn(from, declared(from)));

  const { status, failures } = await here.cloudFormation.deploy(stackOn(to, declared(to)));

  expect({ status, failures }).toEqual({ status: 'UPDATE_COMPLETE', failures: [] });
  expect(referencesNow()).toEqual([`${to.table} ${prefixListId} → ${attachment().id} available`]);
  expect(tagsNow()).toEqual({ Site: 'Berlin' });
});

test('a deployment that is rolled back leaves everything as it was', async () => {
  const on = hub();
  const [kept, added] = [here.network.seed.prefixList(['10.1.0.0/16']), here.network.seed.prefixList(['10.2.0.0/16'])];
  await here.cloudFormation.deploy(stackOn(on, { tags: { Site: 'Berlin', Gone: 'x' }, references: [{ routeTableId: on.table, prefixListId: kept }] }));
  const before = { references: referencesNow(), tags: tagsNow() };

  const { status } = await here.cloudFormation.deploy(stackOn(on, {
    tags: { Site: 'Hamburg', New: 'y' },
    references: [{ routeTableId: on.table, prefixListId: kept, blackhole: true }, { routeTableId: on.table, prefixListId: added }],
    failing: true,
  }));

  expect(status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect({ references: referencesNow(), tags: tagsNow() }).toEqual(before);
});

test('a reference of somebody else is not taken over, and not deleted on the way back', async () => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  const attachmentId = here.network.seed.otherAttachment({ transitGatewayId: on.transitGatewayId, resourceType: 'peering', resourceId: 'tgw-1', prefixes: [] });
  here.network.seed.transitGatewayPrefixListReference({ routeTableId: on.table, prefixListId, attachmentId });

  const { status, failures } = await here.cloudFormation.deploy(stackOn(on, { references: [{ routeTableId: on.table, prefixListId }] }));

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failures.map(({ reason }) => reason).join()).toContain(`making the reference of ${on.table} to ${prefixListId}: it stands there already and leads to`
    + ` ${attachmentId}; delete it, or leave it out of the template`);
  expect(referencesNow()).toEqual([`${on.table} ${prefixListId} → ${attachmentId} available`]);
});

test('a reference that was there as it is wanted stays: when the deployment that takes it over is rolled back, and when ours goes', async () => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  await here.cloudFormation.deploy(stackOn(on, {}));
  here.network.seed.transitGatewayPrefixListReference({ routeTableId: on.table, prefixListId, attachmentId: attachment().id });
  const [before, references] = [referencesNow(), [{ routeTableId: on.table, prefixListId }]];

  expect((await here.cloudFormation.deploy(stackOn(on, { references, failing: true }))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(referencesNow()).toEqual(before);

  expect((await here.cloudFormation.deploy(stackOn(on, { references }))).status).toBe('UPDATE_COMPLETE');
  await here.cloudFormation.deploy(stackOn(on, {}));
  expect(referencesNow()).toEqual(before);
  expect(changes()).toEqual([]);
});

test.each([
  ['its permission is known everywhere', 'UnauthorizedOperation', 3],
  ['EC2 answers', 'Unavailable', 5],
])('what is there is looked at again until %s', async (_until, code, times) => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  here.faults.inject({ operation: 'GetTransitGatewayPrefixListReferences', when: 'before', how: { code, message: 'Not yet.', status: 403 }, times });

  const { status } = await here.cloudFormation.deploy(stackOn(on, { references: [{ routeTableId: on.table, prefixListId }] }));

  expect({ status, references: referencesNow() }).toEqual({ status: 'CREATE_COMPLETE', references: [`${on.table} ${prefixListId} → ${attachment().id} available`] });
});

test('a permission that is denied for good fails the deployment with its name, and nothing is made', async () => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  here.faults.inject({
    operation: 'GetTransitGatewayPrefixListReferences', when: 'before', how: { code: 'UnauthorizedOperation', message: 'Denied.', status: 403 }, times: Infinity,
  });

  const { status, failures } = await here.cloudFormation.deploy(stackOn(on, { references: [{ routeTableId: on.table, prefixListId }] }));

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failures.map(({ reason }) => reason).join()).toContain(`reading the reference of ${on.table} to ${prefixListId}: UnauthorizedOperation: Denied; see that nothing denies the call to the function's role`);
  expect(referencesNow()).toEqual([]);
});

test('a reference that somebody led elsewhere since stays when ours goes', async () => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  const elsewhere = here.network.seed.otherAttachment({ transitGatewayId: on.transitGatewayId, resourceType: 'peering', resourceId: 'tgw-1', prefixes: [] });
  await here.cloudFormation.deploy(stackOn(on, { references: [{ routeTableId: on.table, prefixListId }] }));
  here.network.seed.transitGatewayPrefixListReference({ routeTableId: on.table, prefixListId, attachmentId: elsewhere });

  const { status } = await here.cloudFormation.deploy(stackOn(on, {}));

  expect({ status, references: referencesNow() }).toEqual({ status: 'UPDATE_COMPLETE', references: [`${on.table} ${prefixListId} → ${elsewhere} available`] });
});

test('a prefix list that does not exist fails in EC2\'s words, and nothing stays', async () => {
  const on = hub();

  const { status, failures } = await here.cloudFormation.deploy(stackOn(on, { references: [{ routeTableId: on.table, prefixListId: 'pl-0000000000000dead' }] }));

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failures.map(({ reason }) => reason).join()).toContain(`making the reference of ${on.table} to pl-0000000000000dead: InvalidPrefixListID.NotFound`);
  expect(referencesNow()).toEqual([]);
});

test.each([
  'CreateTransitGatewayPrefixListReference', 'CreateTags', 'DeleteTransitGatewayPrefixListReference', 'DeleteTags',
])('a function that is lost right after %s goes on where it was', async (fatal) => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  let lost = 0;
  here.ec2.onCall(({ operation, error, principal }) => {
    if (operation !== fatal || error !== undefined || !principal.includes('ConnectionResources') || lost > 0) return;
    const functions = here.cloudFormation.describeResources('Demo')
      .filter(({ type, logicalId }) => type === 'AWS::Lambda::Function' && logicalId.startsWith('VpnConnectionResources') && !logicalId.includes('framework'));
    lost = functions.reduce((sum, { logicalId }) => sum + here.cloudFormation.function('Demo', logicalId).kill('environment-lost'), 0);
  });

  const kept = { Kept: 'always' };
  const made = await here.cloudFormation.deploy(stackOn(on, { tags: { ...kept, Site: 'Berlin' }, references: [{ routeTableId: on.table, prefixListId }] }));
  const references = referencesNow();
  const tags = tagsNow();
  const gone = await here.cloudFormation.deploy(stackOn(on, { tags: kept }));

  expect(lost).toBeGreaterThan(0);
  expect([made.status, gone.status]).toEqual(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);
  expect({ references, tags }).toEqual({ references: [`${on.table} ${prefixListId} → ${attachment().id} available`], tags: { ...kept, Site: 'Berlin' } });
  // Whoever comes after one that made it and died cannot tell it from somebody else's, which would have to stay.
  const left = fatal === 'CreateTransitGatewayPrefixListReference' ? references : [];
  expect({ references: referencesNow(), tags: tagsNow() }).toEqual({ references: left, tags: kept });
});

test('its role needs all that it may do', async () => {
  const on = hub();
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  const reference = { routeTableId: on.table, prefixListId };
  await here.cloudFormation.deploy(stackOn(on, { tags: { Site: 'Berlin' }, references: [reference] }));
  await here.cloudFormation.deploy(stackOn(on, { tags: { Site: 'Hamburg' }, references: [{ ...reference, blackhole: true }] }));
  await here.cloudFormation.deploy(stackOn(on, {}));

  const used = here.authorizer.used.filter(({ principal }) => principal.includes('ConnectionResources')).map(({ action }) => action).filter((action) => action.startsWith('ec2:'));
  expect([...new Set(used)].sort()).toEqual([
    'ec2:CreateTags', 'ec2:CreateTransitGatewayPrefixListReference', 'ec2:DeleteTags', 'ec2:DeleteTransitGatewayPrefixListReference',
    'ec2:DescribeTransitGatewayAttachments', 'ec2:GetTransitGatewayPrefixListReferences', 'ec2:ModifyTransitGatewayPrefixListReference',
  ]);
});
