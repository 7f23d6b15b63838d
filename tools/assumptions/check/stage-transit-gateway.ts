/** The connection's move from a virtual private gateway to a transit gateway, and the new attachment from its first moment on. */
import { AttachmentSample, Sample } from './samples';
import { askUnattachedTransitGateway } from './stage-vpc';
import { availableRoutes, makeStaticRoutes } from './stage-vpn-gateways';
import { settled, Walk } from './walk';

/** Routes of the transit gateway's own table. */
export const EARLY_ROUTE = '10.94.1.0/24';

const UNUSABLE = /^(deleting|deleted|failed|failing|rejected)$/;
const ASSOCIATED_WITHIN_MS = 120_000;

export async function toTransitGateway(walk: Walk): Promise<void> {
  const { ec2, sandbox, find, miss } = walk;
  const [VpnConnectionId, watch] = [await sandbox.connection(), await walk.watch()];
  const [TransitGatewayId, tableId] = [await sandbox.transitGateway(1), await sandbox.routeTable()];
  await askUnattachedTransitGateway(walk, TransitGatewayId);
  await makeStaticRoutes(walk);
  if ((await watch.attachments()).some(({ state }) => !UNUSABLE.test(state))) {
    find('attachmentOnlyAfterModify', 'does-not-hold', 'attached before it was ever on a transit gateway');
  }
  const early = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, TransitGatewayId }));
  find('modifyToTransitGatewayWithStaticRoutes', early.code ?? 'accepted');
  if (early.code !== undefined) {
    miss('staticRoutesOnArrivalAtTransitGateway', 'EC2 does not let a connection with static routes go to a transit gateway');
    await deleteStaticRoutes(walk);
    await ec2.call((client) => client.modifyVpnConnection({ VpnConnectionId, TransitGatewayId }));
  }
  const sights = await watch.move(async (sight) => askPending(walk, sight, tableId));
  const attached = await arrival(walk, TransitGatewayId);
  if (attached === undefined) {
    const { gatewayId } = await settled(walk);
    for (const name of LOST) miss(name, `the connection is on ${gatewayId}, not on ${TransitGatewayId}`);
    tellOfAttachment(walk, sights, undefined);
    return;
  }
  tellOfAttachment(walk, [...sights, ...attached], attached[attached.length - 1].attachments.find(({ state }) => state === 'available'));
  if (early.code === undefined) {
    const routes = await availableRoutes(walk);
    find('staticRoutesOnArrivalAtTransitGateway', routes.length === 0 ? 'deleted' : 'kept');
  }
  const refused = await ec2.ask((client) => client.createVpnConnectionRoute({ VpnConnectionId, DestinationCidrBlock: '10.95.3.0/24' }));
  find('staticRouteOnTransitGatewayConnection', refused.code ?? 'accepted');
  find('staticRoutesOnlyOnVpnGateways', refused.code === undefined ? 'does-not-hold' : 'holds', refused.code);
}

const LOST = ['staticRouteOnTransitGatewayConnection', 'staticRoutesOnlyOnVpnGateways', 'newAttachmentGetsDefaultTables', 'oneAttachmentPerConnection'] as const;

export async function toForeignTransitGateway({ ec2, sandbox, find, miss, sharedTransitGatewayId, ...walk }: Walk): Promise<void> {
  if (sharedTransitGatewayId === undefined) {
    miss('modifyToForeignTransitGateway', 'it needs a transit gateway that another account shares with yours: --shared-transit-gateway tgw-…');
    return;
  }
  const VpnConnectionId = await sandbox.connection();
  await settled({ ec2, sandbox, find, miss, ...walk });
  // The permission for this operation has been there since the first move, so that this refusal is about the gateway.
  const { code } = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, TransitGatewayId: sharedTransitGatewayId }), ['UnauthorizedOperation']);
  find('modifyToForeignTransitGateway', code ?? 'accepted');
}

/**
 * Waits for a new attachment that can be used.
 * @returns the looks, the last of which has it, or nothing when the connection is elsewhere
 */
export async function arrival(walk: Walk, transitGatewayId: string, wantsAssociation = true): Promise<Sample[] | undefined> {
  const watch = await walk.watch();
  const sights: Sample[] = [];
  const { now } = walk.sandbox.props;
  let availableAt: number | undefined;
  if ((await settled(walk)).gatewayId !== transitGatewayId) return undefined;
  await walk.sandbox.wait(`the attachment of ${watch.vpnConnectionId} to ${transitGatewayId}`, async () => {
    const sight = await watch.look();
    sights.push(sight);
    const found = sight.attachments.find(({ gatewayId, state }) => gatewayId === transitGatewayId && state === 'available');
    if (found === undefined) return false;
    availableAt ??= now();
    return !wantsAssociation || found.associatedWith !== undefined || now() - availableAt > ASSOCIATED_WITHIN_MS;
  });
  return sights;
}

async function deleteStaticRoutes(walk: Walk): Promise<void> {
  const VpnConnectionId = await walk.sandbox.connection();
  for (const DestinationCidrBlock of await availableRoutes(walk)) {
    await walk.ec2.call((client) => client.deleteVpnConnectionRoute({ VpnConnectionId, DestinationCidrBlock }));
  }
  await walk.sandbox.wait('the static routes to be deleted', async () => (await settled(walk)).routes.every(({ state }) => state === 'deleted'));
}

const asked = new WeakSet<Walk>();

/** Once, as soon as the attachment is seen on its way. */
async function askPending(walk: Walk, { attachments }: Sample, TransitGatewayRouteTableId: string): Promise<void> {
  const pending = attachments.find(({ state }) => state === 'pending');
  if (pending === undefined || asked.has(walk)) return;
  asked.add(walk);
  const TransitGatewayAttachmentId = pending.id;
  const { code } = await walk.ec2.ask((client) =>
    client.createTransitGatewayRoute({ TransitGatewayRouteTableId, TransitGatewayAttachmentId, DestinationCidrBlock: EARLY_ROUTE }));
  walk.find('routeToPendingAttachment', code ?? 'accepted');
}

function tellOfAttachment({ find, miss }: Walk, sights: readonly Sample[], attachment: AttachmentSample | undefined): void {
  const pending = sights.flatMap(({ attachments }) => attachments.filter(({ state }) => state === 'pending'));
  if (pending.length > 0 || attachment !== undefined) find('attachmentVisibility', pending.length > 0 ? 'pending-at-once' : 'when-available');
  else miss('attachmentVisibility', 'no attachment was seen');
  if (pending.length === 0) {
    for (const name of ['defaultTablesOfNewAttachment', 'routeToPendingAttachment'] as const) miss(name, 'the attachment was never seen pending');
  } else if (attachment?.associatedWith === undefined && pending.every(({ associatedWith }) => associatedWith === undefined)) {
    miss('defaultTablesOfNewAttachment', 'the attachment was never seen associated');
  } else {
    find('defaultTablesOfNewAttachment', pending.some(({ associatedWith }) => associatedWith !== undefined) ? 'at-once' : 'after-available');
  }
  if (attachment === undefined) return;
  find('newAttachmentGetsDefaultTables', attachment.associatedWith === undefined ? 'does-not-hold' : 'holds');
  const existing = sights[sights.length - 1].attachments.filter(({ state }) => !UNUSABLE.test(state));
  find('oneAttachmentPerConnection', existing.length === 1 ? 'holds' : 'does-not-hold', `${existing.length} attached`);
}
