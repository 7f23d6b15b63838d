/** The connection's move from one transit gateway to another: what it leaves behind. */
import { attachmentOn, references, ROUTE, staticRoutes } from './stage-tables';
import { arrival } from './stage-transit-gateway';
import { comesWithin } from './waiting';
import { settled, Walk } from './walk';

const DELETED_WITHIN_MS = 10 * 60_000;

export async function toOtherTransitGateway(walk: Walk): Promise<void> {
  const { ec2, sandbox, find, miss } = walk;
  const [VpnConnectionId, watch] = [await sandbox.connection(), await walk.watch()];
  const old = await attachmentOn(walk, await sandbox.transitGateway(1));
  const TransitGatewayId = await sandbox.transitGateway(2);
  if (old === undefined) {
    const { gatewayId } = await settled(walk);
    for (const name of LOST) miss(name, `the connection is on ${gatewayId}, without an attachment to the sandbox's first transit gateway`);
    return;
  }
  await ec2.call((client) => client.modifyVpnConnection({ VpnConnectionId, TransitGatewayId }));
  await watch.move();
  const attached = await arrival(walk, TransitGatewayId, false);
  if (attached === undefined) {
    for (const name of LOST) miss(name, 'the connection did not get to the other transit gateway');
    return;
  }
  const { attachments } = attached[attached.length - 1];
  const arrived = attachments.find(({ gatewayId, state }) => gatewayId === TransitGatewayId && state === 'available');
  find('attachmentOnlyAfterModify', arrived?.id === old ? 'does-not-hold' : 'holds');
  const goes = await comesWithin(sandbox.props, DELETED_WITHIN_MS, async () => /^(deleted|gone)$/.test(await stateOf(walk, old)));
  find('oldAttachmentIsDeleted', goes ? 'holds' : 'does-not-hold', await stateOf(walk, old));

  const route = (await staticRoutes(walk)).find(({ cidr }) => cidr === ROUTE);
  find('routesOfDeletedAttachment', route === undefined ? 'gone' : routeWords(route.state, route.attachmentIds.includes(old)));
  const [reference] = await references(walk);
  find('prefixListReferenceOfDeletedAttachment', reference === undefined ? 'gone' : referenceWords(reference.blackhole, reference.attachmentId === old));
}

const LOST = ['routesOfDeletedAttachment', 'prefixListReferenceOfDeletedAttachment', 'attachmentOnlyAfterModify', 'oldAttachmentIsDeleted'] as const;

async function stateOf(walk: Walk, id: string): Promise<string> {
  const attachments = await (await walk.watch()).attachments();
  return attachments.find((each) => each.id === id)?.state ?? 'gone';
}

function routeWords(state: string, namesIt: boolean): string {
  return `${state}-${namesIt ? 'with' : 'without'}-attachment`;
}

function referenceWords(blackhole: boolean, namesIt: boolean): string {
  if (namesIt) return 'names-attachment';
  return blackhole ? 'blackhole' : 'names-nothing';
}
