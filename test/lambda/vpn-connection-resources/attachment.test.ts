/** The attachment of a connection among all that EC2 lists: those that are gone linger, and the order is anybody's. */
import { createHash } from 'node:crypto';
import type { TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { MayPass } from '../../../lambda/custom-resource/request';
import { findAttachment } from '../../../lambda/vpn-connection-resources/ec2/attachment';
import { ec2 } from '../../../lambda/vpn-connection-resources/ec2/client';
import { statesOf } from '../../engine/states';

/** Each page as it is answered, or the error instead of it. */
type Page = readonly TransitGatewayAttachment[] | Error;

/** Of the attachment that has this name here. */
const idOf = (name: string) => `tgw-attach-${createHash('sha256').update(name).digest('hex').slice(0, 17)}`;
const attachment = (State: string, id = State): TransitGatewayAttachment =>
  ({ TransitGatewayAttachmentId: idOf(id), ResourceId: 'vpn-00000001', TransitGatewayId: 'tgw-00000001', State: State as TransitGatewayAttachment['State'] });
const found = (id: string) => ({ isComplete: true, data: { TransitGatewayAttachmentId: idOf(id) } });
const LATER = { isComplete: false, why: expect.stringMatching(/^looking up the attachment of vpn-00000001 on tgw-00000001: /) };

async function lookUp(...pages: Page[]) {
  return lookUpAfter(0, ...pages);
}

async function lookUpAfter(waitedMs: number, ...pages: Page[]) {
  const asked: object[] = [];
  jest.spyOn(ec2, 'send').mockImplementation(async (command: { readonly input: object }) => {
    const page = pages[asked.length];
    asked.push(command.input);
    if (page instanceof Error) throw page;
    return { TransitGatewayAttachments: page, ...asked.length < pages.length ? { NextToken: `token-${asked.length}` } : {} };
  });
  const answer = findAttachment({ VpnConnectionId: 'vpn-00000001', TransitGatewayId: 'tgw-00000001' }, undefined, waitedMs);
  return { answer, asked };
}

afterEach(() => jest.restoreAllMocks());

const ENDS = ['pendingAcceptance', 'rollingBack', 'failed', 'failing', 'rejected', 'rejecting', 'hibernating'];

test.each(statesOf('transit gateway attachment'))('alone and %s', async (state) => {
  const { answer } = await lookUp([attachment(state)]);
  if (ENDS.includes(state)) {
    await expect(answer).rejects.toThrow(
      `looking up the attachment of vpn-00000001 on tgw-00000001: ${idOf(state)} is in state ${state}, from which it does not become available`);
  } else {
    await expect(answer).resolves.toEqual(state === 'available' ? found('available') : LATER);
  }
});

test.each<[string, Page[], object]>([
  ['none is listed yet', [[]], LATER],
  ['one that is being deleted is listed before the new one', [[attachment('deleting'), attachment('available')]], found('available')],
  ['one that is deleted is', [[attachment('deleted'), attachment('available')]], found('available')],
  ['or after it', [[attachment('available'), attachment('deleting'), attachment('deleted')]], found('available')],
  ['all that were there are gone', [[attachment('deleting'), attachment('deleted')]], LATER],
  ['the new one is not available yet', [[attachment('deleting'), attachment('pending')]], LATER],
  ['the new one is on the next page', [[attachment('deleted')], [attachment('available')]], found('available')],
  ['a page is empty', [[], [attachment('available')]], found('available')],
  ['the last page has none', [[attachment('deleting')], []], LATER],
])('%s', async (_, pages, expected) => {
  const { answer, asked } = await lookUp(...pages);
  await expect(answer).resolves.toEqual(expected);
  expect(asked).toHaveLength(pages.length);
});

/** A rollback may come to the look-up before it comes to the connection. */
describe('in an Update that leads away from another gateway', () => {
  const [wanted, former] = ['tgw-00000001', 'tgw-00000002'].map((TransitGatewayId) => ({ VpnConnectionId: 'vpn-00000001', TransitGatewayId }));
  const [patience, over] = [600_000, 600_001];

  test.each<[string, number, Page, Page, object]>([
    ['the one on the new gateway is told as soon as it is there', 0, [attachment('available')], [attachment('available', 'old')], found('available')],
    ['the one on the old gateway is not, for ten minutes', patience, [], [attachment('available', 'old')], LATER],
    ['and is after these', over, [], [attachment('available', 'old')], found('old')],
    ['but where it is going', over, [], [attachment('deleting', 'old')], LATER],
    ['or is not there', over, [], [], LATER],
    ['or the new one is on its way', over, [attachment('pending')], [attachment('available', 'old')], LATER],
  ])('%s', async (_, waitedMs, here, there, expected) => {
    jest.spyOn(ec2, 'send').mockImplementation(async ({ input }: { readonly input: object }) =>
      ({ TransitGatewayAttachments: JSON.stringify(input).includes('tgw-00000001') ? here : there }));
    expect(await findAttachment(wanted, former, waitedMs)).toEqual(expected);
  });
});

describe('in an Update where it was there before and is not any more', () => {
  const wanted = { VpnConnectionId: 'vpn-00000001', TransitGatewayId: 'tgw-00000001' };
  const [patience, over] = [120_000, 120_001];
  const elsewhere = { ...attachment('available', 'elsewhere'), TransitGatewayId: 'tgw-00000002' };
  const lookUpAgain = async (waitedMs: number, here: Page, anywhere: Page) => {
    jest.spyOn(ec2, 'send').mockImplementation(async ({ input }: { readonly input: object }) =>
      ({ TransitGatewayAttachments: JSON.stringify(input).includes('tgw-00000001') ? here : anywhere }));
    return findAttachment(wanted, { ...wanted, Routing: ['association tgw-rtb-1'] } as typeof wanted, waitedMs);
  };

  test('nothing is said for two minutes, in which a description may lag behind', async () => {
    expect(await lookUpAgain(patience, [], [elsewhere])).toEqual(LATER);
    expect(await lookUpAgain(over, [attachment('available')], [elsewhere])).toEqual(found('available'));
  });

  test('the gateway is named to which somebody has moved the connection', async () => {
    await expect(lookUpAgain(over, [], [elsewhere])).rejects.toThrow(new Error('looking up the attachment of vpn-00000001 on tgw-00000001: somebody has moved the'
      + ' connection to tgw-00000002; move it back, or deploy a template that names the gateway where it stands'));
  });

  test.each<[string, Page]>([['none', []], ['one that is deleted', [attachment('deleted')]]])('or it is said that it is gone, where EC2 lists %s', async (_, listed) => {
    await expect(lookUpAgain(over, listed, listed)).rejects.toThrow(new Error('looking up the attachment of vpn-00000001 on tgw-00000001: it has none there any more:'
      + ' somebody has deleted the connection, or moved it to another kind of gateway. See which: aws ec2 describe-vpn-connections --vpn-connection-ids vpn-00000001.'
      + ' If it stands elsewhere, move it back, or deploy a template that names that gateway; if it is deleted, take it out of the template, deploy, and make'
      + ' another'));
  });
});

describe('where the stack is to associate it with a table', () => {
  const wanted = { VpnConnectionId: 'vpn-00000001', TransitGatewayId: 'tgw-00000001', AssociationRouteTableId: 'tgw-rtb-0000000a' };
  const associated = (State: string, TransitGatewayRouteTableId = 'tgw-rtb-0000000d') =>
    ({ ...attachment('available'), Association: { TransitGatewayRouteTableId, State } }) as TransitGatewayAttachment;
  const elsewhere = { ...wanted, TransitGatewayId: 'tgw-00000002' };
  const REFUSED = `looking up the attachment of vpn-00000001 on tgw-00000001: ${idOf('available')} is associated with tgw-rtb-0000000d already, as tgw-00000001 does by itself`
    + ' with every new attachment, which leaves no room for `associationRouteTableId` tgw-rtb-0000000a. Leave that out, if the table of the gateway is the'
    + ' one to use; or first switch its default association off: aws ec2 modify-transit-gateway --transit-gateway-id tgw-00000001 --options DefaultRouteTableAssociation=disable';

  test.each<[string, typeof wanted | undefined, TransitGatewayAttachment, string | undefined]>([
    ['a new one that the gateway has associated', undefined, associated('associated'), REFUSED],
    ['or is about to', undefined, associated('associating'), REFUSED],
    ['with that very table, which CloudFormation would do once more', undefined, associated('associated', 'tgw-rtb-0000000a'), REFUSED.replace('tgw-rtb-0000000d', 'tgw-rtb-0000000a')],
    ['or that comes from another gateway', elsewhere, associated('associated'), REFUSED],
    ['one that the stack has associated, whose table is edited', { ...wanted, AssociationRouteTableId: 'tgw-rtb-0000000d' }, associated('associated'), undefined],
    ['one that is associated with none', undefined, attachment('available'), undefined],
    ['or not any more', undefined, associated('disassociated'), undefined],
  ])('%s', async (_, former, observed, refusal) => {
    jest.spyOn(ec2, 'send').mockImplementation(async () => ({ TransitGatewayAttachments: [observed] }));
    const answer = findAttachment(wanted, former, 0);
    if (refusal === undefined) await expect(answer).resolves.toEqual(found('available'));
    else await expect(answer).rejects.toThrow(refusal);
  });

  test('where it is not, the gateway may do as it does', async () => {
    await expect((await lookUp([associated('associated')])).answer).resolves.toEqual(found('available'));
  });
});

test('it is that of this connection on this gateway, of whatever state, page after page', async () => {
  const { answer, asked } = await lookUp([], [attachment('available')]);
  await answer;
  const Filters = [
    { Name: 'resource-id', Values: ['vpn-00000001'] }, { Name: 'resource-type', Values: ['vpn'] }, { Name: 'transit-gateway-id', Values: ['tgw-00000001'] },
  ];
  expect(asked).toEqual([{ Filters }, { Filters, NextToken: 'token-1' }]);
});

const WHAT = 'looking up the attachment of vpn-00000001 on tgw-00000001';
const refusal = (name: string) => Object.assign(new Error('as said'), { name, $fault: 'client' });

test.each(['RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal'])(
  '%s passes by itself, and the next attempt looks again', async (name) => {
    await expect((await lookUpAfter(800_000, refusal(name))).answer).rejects.toThrow(new MayPass(`${WHAT}: ${name}: as said`));
  });

test('a right that is not there may come within two minutes, and later does not', async () => {
  const denied = `${WHAT}: UnauthorizedOperation: as said; see that nothing denies the call to the function's role`;
  await expect((await lookUpAfter(119_999, refusal('UnauthorizedOperation'))).answer).rejects.toBeInstanceOf(MayPass);
  const { answer } = await lookUpAfter(120_000, refusal('UnauthorizedOperation'));
  await expect(answer).rejects.toThrow(new Error(denied));
  await expect(answer).rejects.not.toBeInstanceOf(MayPass);
});

test.each(['InvalidTransitGatewayID.NotFound', 'NobodyHasHeardOfThis'])('%s does not, and is said', async (name) => {
  const { answer } = await lookUp(refusal(name));
  await expect(answer).rejects.toThrow(`${WHAT}: ${name}: as said`);
  await expect(answer).rejects.not.toBeInstanceOf(MayPass);
});

test.each(['SyntaxError', 'TimeoutError'])('of an answer that could not be read nothing is said but that (%s), and it may come whole', async (name) => {
  const unreadable = Object.assign(new Error('Unexpected token <key>planted.key</key>'), { name });
  await expect((await lookUp(unreadable)).answer).rejects.toThrow(new MayPass(`${WHAT}: ${name}`));
});
