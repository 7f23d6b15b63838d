/** The transit gateway's route tables, with the connection's attachment on them. */
import { LIST_CIDRS } from './sandbox';
import { settled, Walk } from './walk';

/** To the attachment, in the second table. */
export const ROUTE = '10.94.2.0/24';

/** In the form of an id, and nobody's. */
const NO_TABLE = 'tgw-rtb-0123456789abcdef0';
const STATIC = [{ Name: 'type', Values: ['static'] }];
/** The guide calls the routes of a prefix list propagated: https://docs.aws.amazon.com/vpc/latest/tgw/view-prefix-list-reference.html */
const ANY_TYPE = [{ Name: 'type', Values: ['static', 'propagated'] }];

export async function askTables(walk: Walk): Promise<void> {
  const { ec2, sandbox, find, miss } = walk;
  const absent = await ec2.ask((client) => client.searchTransitGatewayRoutes({ TransitGatewayRouteTableId: NO_TABLE, Filters: STATIC }));
  find('transitGatewayRouteTableNotFound', absent.code ?? 'accepted');
  const TransitGatewayAttachmentId = await attachmentOn(walk, await sandbox.transitGateway(1));
  if (TransitGatewayAttachmentId === undefined) {
    const { gatewayId } = await settled(walk);
    for (const name of LOST) miss(name, `the connection is on ${gatewayId}, without an attachment to the sandbox's first transit gateway`);
    return;
  }
  const TransitGatewayRouteTableId = await sandbox.routeTable();
  const member = { TransitGatewayRouteTableId, TransitGatewayAttachmentId };
  const associated = await ec2.ask((client) => client.associateTransitGatewayRouteTable(member));
  find('associateWhenAssociated', associated.code ?? 'accepted');
  await askPropagation(walk, member);

  await ec2.call((client) => client.createTransitGatewayRoute({ ...member, DestinationCidrBlock: ROUTE }));
  await sandbox.wait(`the route ${ROUTE}`, async () => (await staticRoutes(walk)).some((each) => each.cidr === ROUTE && each.state === 'active'));
  const resourceId = (await staticRoutes(walk)).find(({ cidr }) => cidr === ROUTE)?.resourceIds[0] ?? 'none';
  find('routeAttachmentResourceId', /^vpn-\w+$/.test(resourceId) ? 'vpn-id' : resourceId.replace(/^vpn-\w+\([\d.]+\)$/, 'vpn-id(address)'));
  await askPrefixList(walk, member);
}

const LOST = [
  'duplicatePropagation', 'associateWhenAssociated', 'routeAttachmentResourceId', 'prefixListRouteInSearch', 'duplicatePrefixListReference',
  'staticAttachmentPropagatesNothing',
] as const;

interface Member {
  readonly TransitGatewayRouteTableId: string;
  readonly TransitGatewayAttachmentId: string;
}

export async function attachmentOn(walk: Walk, transitGatewayId: string): Promise<string | undefined> {
  const attachments = await (await walk.watch()).attachments();
  return attachments.find(({ gatewayId, state }) => gatewayId === transitGatewayId && state === 'available')?.id;
}

interface RouteSample {
  readonly cidr?: string;
  readonly prefixListId?: string;
  readonly type: string;
  readonly state: string;
  readonly resourceIds: readonly string[];
  readonly attachmentIds: readonly string[];
}

/** Those of the second table. */
export async function staticRoutes(walk: Walk): Promise<RouteSample[]> {
  return routes(walk, STATIC);
}

async function routes({ ec2, sandbox }: Walk, Filters: typeof STATIC): Promise<RouteSample[]> {
  const TransitGatewayRouteTableId = await sandbox.routeTable();
  const { Routes = [] } = await ec2.call((client) => client.searchTransitGatewayRoutes({ TransitGatewayRouteTableId, Filters }));
  return Routes.map((route) => ({
    cidr: route.DestinationCidrBlock,
    prefixListId: route.PrefixListId,
    type: String(route.Type),
    state: String(route.State),
    resourceIds: (route.TransitGatewayAttachments ?? []).flatMap(({ ResourceId }) => ResourceId ?? []),
    attachmentIds: (route.TransitGatewayAttachments ?? []).flatMap(({ TransitGatewayAttachmentId }) => TransitGatewayAttachmentId ?? []),
  }));
}

async function askPropagation({ ec2, sandbox, find }: Walk, member: Member): Promise<void> {
  const { TransitGatewayRouteTableId } = member;
  await ec2.call((client) => client.enableTransitGatewayRouteTablePropagation(member));
  await sandbox.wait('the propagation', async () => {
    const { TransitGatewayRouteTablePropagations: propagations = [] } = await ec2.call((client) =>
      client.getTransitGatewayRouteTablePropagations({ TransitGatewayRouteTableId }));
    return propagations.some(({ State }) => State === 'enabled');
  });
  const again = await ec2.ask((client) => client.enableTransitGatewayRouteTablePropagation(member));
  find('duplicatePropagation', again.code ?? 'accepted');
  const Filters = [{ Name: 'type', Values: ['propagated'] }];
  const { Routes = [] } = await ec2.call((client) => client.searchTransitGatewayRoutes({ TransitGatewayRouteTableId, Filters }));
  find('staticAttachmentPropagatesNothing', Routes.length === 0 ? 'holds' : 'does-not-hold', Routes.length === 0 ? undefined : `${Routes.length} routes`);
}

async function askPrefixList(walk: Walk, member: Member): Promise<void> {
  const { ec2, sandbox, find } = walk;
  const reference = { ...member, PrefixListId: await sandbox.prefixList() };
  await ec2.call((client) => client.createTransitGatewayPrefixListReference(reference));
  await sandbox.wait('the prefix list reference', async () => (await references(walk))[0]?.state === 'available');
  const rows = (await routes(walk, ANY_TYPE))
    .filter(({ cidr, prefixListId }) => prefixListId !== undefined || cidr === undefined || LIST_CIDRS.includes(cidr));
  find('prefixListRouteInSearch', listWords(rows));
  const again = await ec2.ask((client) => client.createTransitGatewayPrefixListReference(reference));
  find('duplicatePrefixListReference', again.code ?? 'accepted');
  await sandbox.wait('the prefix list reference', async () => (await references(walk))[0]?.state === 'available');
}

function listWords(rows: readonly RouteSample[]): string {
  if (rows.length === 1 && rows[0].cidr === undefined) return 'one-row';
  if (!LIST_CIDRS.every((entry) => rows.some(({ cidr }) => cidr === entry))) return `${rows.length} rows`;
  return rows.every(({ type }) => type === 'propagated') ? 'each-entry-propagated' : 'each-entry';
}

export async function references({ ec2, sandbox }: Walk): Promise<{ state: string; blackhole: boolean; attachmentId?: string }[]> {
  const TransitGatewayRouteTableId = await sandbox.routeTable();
  const { TransitGatewayPrefixListReferences: found = [] } = await ec2.call((client) =>
    client.getTransitGatewayPrefixListReferences({ TransitGatewayRouteTableId }));
  return found.map((each) => ({
    state: String(each.State), blackhole: each.Blackhole === true, attachmentId: each.TransitGatewayAttachment?.TransitGatewayAttachmentId,
  }));
}
