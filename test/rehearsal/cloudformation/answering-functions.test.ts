/** Functions that answer CloudFormation themselves, as the package ships them: late, twice, or never, and what becomes of the stack. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { World, world } from './bundle-world';
import { synthesized } from './provider-app';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, SiteToSiteVpn, TargetGateway, TransitGatewayRouting, VpnRouting,
} from '../../../src';
import { CloudFormationProps } from '../../../tools/rehearsal/cloudformation/driver';

const MINUTE = 60_000;

let here: World;
beforeEach(async () => { await begin(); });
afterEach(async () => here.close());

async function begin(more: Partial<CloudFormationProps> = {}): Promise<void> {
  here = await world(more);
}

async function beginAnew(more: Partial<CloudFormationProps>): Promise<void> {
  await here.close();
  await begin(more);
}

/** A connection whose attachment has a tag and, where a list is given, a reference. */
function stackWith(tags: Record<string, string> = { Site: 'Berlin' }, prefixListId?: string) {
  const { transitGatewayId } = hub();
  const table = here.network.seed.transitGatewayRouteTable({ transitGatewayId });
  return synthesized((stack: Stack) => {
    const vpn = new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.1',
      routing: VpnRouting.bgp(),
      target: TargetGateway.transitGateway(transitGatewayId, {
        associationRouteTableId: table,
        attachmentTags: tags,
        propagationRouteTableIds: [table],
        ...prefixListId === undefined ? {} : { prefixListReferences: [{ routeTableId: table, prefixListId }] },
      }),
    });
    new CfnOutput(stack, 'Attachment', { value: vpn.transitGatewayAttachmentId });
  });
}

const hub = () => here.network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false });
const puts = () => here.responses.calls.map(({ error = 'taken' }) => error);
const tags = () => Object.values(here.network.view.state.transitGatewayAttachments).flatMap((each) => each.tags.map(({ Key }) => Key));
const references = () => Object.values(here.network.view.state.transitGatewayPrefixListReferences).map(({ state }) => state);
const ofType = (type: string) => here.cloudFormation.customResourceRequests.filter(({ ResourceType }) => ResourceType === `Custom::${type}`);
const theFunction = () => here.cloudFormation.function('Demo',
  here.cloudFormation.describeResources('Demo').find(({ type }) => type === 'AWS::Lambda::Function')!.logicalId);
/** From the first event of a resource of this kind to the failure of any. */
const waited = () => {
  const events = here.cloudFormation.events;
  return events.find(({ status }) => status === 'CREATE_FAILED')!.timestamp
    - events.find(({ type, status }) => type === 'Custom::TransitGatewayAttachmentTag' && status === 'CREATE_IN_PROGRESS')!.timestamp;
};

test('an answer that is not taken is put again, and neither log nor error holds the address', async () => {
  here.faults.inject({ operation: 'PutObject', when: 'before', how: { code: 'SlowDown', message: 'Slow down.', status: 503 }, times: 2 });
  here.faults.inject({ operation: 'PutObject', when: 'before', how: 'drop-connection', skip: 2, times: 1 });

  const { status } = await here.cloudFormation.deploy(stackWith());

  expect(status).toBe('CREATE_COMPLETE');
  expect(puts().sort()).toEqual(['ConnectionDropped', 'SlowDown', 'SlowDown', 'taken', 'taken']);
  expect(JSON.stringify(here.cloudFormation.logLines)).not.toMatch(/Signature|s3\.amazonaws/);
});

test('a run whose answer cannot be put at all is repeated by Lambda', async () => {
  here.faults.inject({ operation: 'PutObject', when: 'before', how: { code: 'SlowDown', message: 'Slow down.', status: 503 }, times: 5 });

  const { status } = await here.cloudFormation.deploy(stackWith());

  expect(status).toBe('CREATE_COMPLETE');
  expect(theFunction().invocations).toBe(3);
  expect(JSON.stringify(here.cloudFormation.logLines)).not.toMatch(/Signature|s3\.amazonaws/);
});

test.each([0, 1, 30])('each request delivered again after %i seconds ends as one does, there and back', async (seconds) => {
  await beginAnew({ redeliverAfterSeconds: () => seconds });
  const prefixListId = here.network.seed.prefixList(['10.1.0.0/16']);
  const made = await here.cloudFormation.deploy(stackWith({ Site: 'Berlin', Name: 'x' }, prefixListId));
  expect([made.status, tags().sort(), references()]).toEqual(['CREATE_COMPLETE', ['Name', 'Site'], ['available']]);
  await here.clock.sleep(MINUTE);

  expect(await here.cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
  expect(references()).toEqual([]);
});

test('what is waited for in vain is said before the function\'s time is up', async () => {
  here.faults.inject({ operation: 'CreateTags', when: 'before', how: { code: 'IncorrectState', message: 'Not now.', status: 400 }, times: Infinity });

  const { status, failures } = await here.cloudFormation.deploy(stackWith());

  expect(status).toBe('ROLLBACK_COMPLETE');
  expect(failures[0].reason).toMatch(/Message returned: tagging tgw-attach-\w+ with Site: IncorrectState: Not now, after 14 minutes; see why, and deploy again$/);
  expect(Math.round(waited() / MINUTE)).toBe(14);
});

test('a right that is late is waited for, and one that does not come is named in minutes', async () => {
  here.faults.inject({ operation: 'CreateTags', when: 'before', how: { code: 'UnauthorizedOperation', message: 'Denied.', status: 403 }, times: 9 });
  expect((await here.cloudFormation.deploy(stackWith())).status).toBe('CREATE_COMPLETE');

  await beginAnew({});
  here.faults.inject({ operation: 'CreateTags', when: 'before', how: { code: 'UnauthorizedOperation', message: 'Denied.', status: 403 }, times: Infinity });
  const { failures } = await here.cloudFormation.deploy(stackWith());
  expect(failures[0].reason).toContain('UnauthorizedOperation: Denied; see that nothing denies the call to the function\'s role');
  expect(waited()).toBeLessThan(4 * MINUTE);
});

test('of a function that dies each time CloudFormation hears nothing, and waits for twenty minutes instead of an hour', async () => {
  here.ec2.onCall(({ operation, principal }) => {
    if (operation === 'CreateTags' && principal.includes('ConnectionResources')) theFunction().kill();
  });

  const { status, failures } = await here.cloudFormation.deploy(stackWith());

  const [create, remove] = ofType('TransitGatewayAttachmentTag');
  expect([status, failures[0].reason]).toEqual(['ROLLBACK_COMPLETE', expect.stringContaining(`requestId [${create.RequestId}]`)]);
  expect(waited()).toBe(20 * MINUTE);
  // Under a name that nobody here has given, nothing is anybody's to remove.
  expect([remove.RequestType, remove.PhysicalResourceId]).toEqual(['Delete', expect.stringMatching(/^Demo-VpnAttachmentTag/)]);
  expect(here.ec2.calls.map(({ operation }) => operation)).not.toContain('DeleteTags');
});

test('a Delete is answered of what a failed Create has never made', async () => {
  const prefixListId = 'pl-0000000000000dead';

  const { status } = await here.cloudFormation.deploy(stackWith({}, prefixListId));

  expect(status).toBe('ROLLBACK_COMPLETE');
  const [, remove] = ofType('TransitGatewayPrefixListReference');
  expect([remove.RequestType, remove.PhysicalResourceId]).toEqual(['Delete', expect.stringMatching(new RegExp(`^tgw-rtb-\\w+\\|${prefixListId}$`))]);
});

test('forty tags and forty configurations of devices deploy in one stack', async () => {
  const keys = Array.from({ length: 40 }, (_, index) => `Key${index}`);
  const vpnGatewayId = here.network.seed.vpnGateway();
  const { transitGatewayId } = hub();
  const associationRouteTableId = here.network.seed.transitGatewayRouteTable({ transitGatewayId });
  const existing = keys.map(() => here.network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp' }));
  const attachmentTags = Object.fromEntries(keys.map((key) => [key, 'x']));

  const { status, failures } = await here.cloudFormation.deploy(synthesized((stack: Stack) => {
    new SiteToSiteVpn(stack, 'Vpn', {
      ip: '203.0.113.1', routing: VpnRouting.bgp(), transitGatewayRouting: TransitGatewayRouting.LEAVE,
      target: TargetGateway.transitGateway(transitGatewayId, { associationRouteTableId, attachmentTags }),
    });
    existing.forEach((id, index) => new CustomerGatewayConfiguration(stack, `Device${index}`, {
      vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, `Vpn${index}`, id), format: ConfigurationFormat.xml(),
    }));
  }));

  expect([status, failures]).toEqual(['CREATE_COMPLETE', []]);
  expect(tags().sort()).toEqual(keys.sort());
});
