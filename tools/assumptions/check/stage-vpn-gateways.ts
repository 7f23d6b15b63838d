/** The connection on its first virtual private gateway, and its move to the second. */
import { ConnectionSample, Sample, STIRS_WITHIN_MS } from './samples';
import { settled, Walk } from './walk';

/** What would be behind the device. */
export const ROUTES = ['10.95.1.0/24', '10.95.2.0/24'];

export async function askStaticRoutes(walk: Walk): Promise<void> {
  const { ec2, sandbox, find, miss } = walk;
  const VpnConnectionId = await sandbox.connection();
  await settled(walk);
  await makeStaticRoutes(walk);
  const { routes, telemetry } = await settled(walk);
  find('staticRouteSource', routes.find(({ source }) => source !== undefined)?.source ?? 'absent');
  const down = telemetry.filter(({ status }) => status === 'DOWN');
  const counts = new Set(down.map(({ acceptedRoutes }) => acceptedRoutes));
  if (counts.size === 0) miss('acceptedRouteCountWhileDown', 'no tunnel is described as DOWN');
  else find('acceptedRouteCountWhileDown', countWords([...counts]));

  const DestinationCidrBlock = ROUTES[0];
  await ec2.call((client) => client.deleteVpnConnectionRoute({ VpnConnectionId, DestinationCidrBlock }));
  const again = await ec2.ask((client) => client.createVpnConnectionRoute({ VpnConnectionId, DestinationCidrBlock }));
  find('staticRouteCreateWhileDeleting', again.code ?? 'accepted');
  await sandbox.wait('the static routes to settle', async () => (await settled(walk)).routes.every(({ state }) => /^(available|deleted)$/.test(state)));

  await askTwin(walk);
  await askCurrentTarget(walk);
  const VpnGatewayId = await sandbox.vpnGateway((await settled(walk)).gatewayId === await sandbox.vpnGateway(2) ? 1 : 2);
  const dry = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, VpnGatewayId, DryRun: true }));
  const { state } = await (await walk.watch()).connection();
  find('dryRunTellsPermission', dry.code === 'DryRunOperation' && state === 'available' ? 'holds' : 'does-not-hold', dry.code);
}

/** Makes those that are not there, and waits until they are available. */
export async function makeStaticRoutes(walk: Walk): Promise<void> {
  const VpnConnectionId = await walk.sandbox.connection();
  const { routes } = await settled(walk);
  for (const DestinationCidrBlock of ROUTES) {
    if (routes.some(({ cidr, state }) => cidr === DestinationCidrBlock && state !== 'deleted')) continue;
    await walk.ec2.call((client) => client.createVpnConnectionRoute({ VpnConnectionId, DestinationCidrBlock }));
  }
  await walk.sandbox.wait('the static routes to be available', async () => (await availableRoutes(walk)).length === ROUTES.length);
}

export async function availableRoutes(walk: Walk): Promise<string[]> {
  return (await settled(walk)).routes.filter(({ state }) => state === 'available').map(({ cidr }) => cidr);
}

export async function toOtherVpnGateway(walk: Walk): Promise<void> {
  const { ec2, sandbox, find, miss } = walk;
  const [VpnConnectionId, watch] = [await sandbox.connection(), await walk.watch()];
  await makeStaticRoutes(walk);
  const before = await settled(walk);
  const VpnGatewayId = await sandbox.vpnGateway(before.gatewayId === await sandbox.vpnGateway(2) ? 1 : 2);
  const { output, code } = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, VpnGatewayId }));
  find('vpnGatewayNeedsNoVpc', code === undefined ? 'holds' : 'does-not-hold', code);
  if (code !== undefined) return;
  find('modifyAnswersModifying', String(output.VpnConnection?.State) === 'modifying' ? 'holds' : 'does-not-hold', output.VpnConnection?.State);

  const sights = await watch.move();
  tellOfMove(walk, sights, before.gatewayId, VpnGatewayId);
  const { connection } = sights[sights.length - 1];
  tellOfIdentity(walk, before, connection);
  if (connection.gatewayId !== VpnGatewayId) {
    find('modifyOutcome', connection.gatewayId === before.gatewayId ? 'returns-to-old-gateway' : `stands on ${connection.gatewayId}`);
    miss('staticRoutesAcrossVpnGateways', 'the connection did not get to the other virtual private gateway');
    return;
  }
  find('modifyOutcome', 'takes-effect');
  const kept = await availableRoutes(walk);
  const all = kept.length === ROUTES.length;
  find('staticRoutesAcrossVpnGateways', all ? 'kept' : (kept.length === 0 ? 'dropped' : 'some'));
}

function tellOfIdentity({ find }: Walk, before: ConnectionSample, after: ConnectionSample): void {
  const parts = Object.keys(before.identity) as (keyof ConnectionSample['identity'])[];
  const changed = parts.filter((part) => before.identity[part] !== after.identity[part]);
  if (changed.length === 0) find('connectionKeepsItsIdentity', 'holds');
  else find('connectionKeepsItsIdentity', 'does-not-hold', `changed: ${changed.join(', ')}`);
}

function tellOfMove({ find, miss }: Walk, sights: readonly Sample[], from: string | undefined, to: string): void {
  const [{ connection: first }] = sights;
  const where = first.gatewayId === from ? 'old' : (first.gatewayId === to ? 'new' : 'no');
  find('describeAfterModify', first.state === 'available' ? `available-on-${where}-gateway` : first.state);
  const moving = sights.map(({ connection }) => connection).filter(({ state }) => state === 'modifying');
  if (moving.length === 0) {
    for (const name of ['gatewayAssociationState', 'configurationWhileModifying'] as const) miss(name, 'the connection was never seen modifying');
    return;
  }
  const transitional = moving.map(({ association }) => association).find((association) => association !== undefined && association !== 'associated');
  const absent = moving.every(({ association }) => association === undefined);
  find('gatewayAssociationState', absent ? 'absent' : (transitional === undefined ? 'associated' : 'transitional'), transitional);
  find('configurationWhileModifying', moving.every(({ hasConfiguration }) => hasConfiguration) ? 'kept' : 'dropped');
}

function countWords(counts: readonly number[]): string {
  if (counts.length > 1) return `${counts.join(' and ')} routes`;
  if (counts[0] === ROUTES.length) return 'number-of-routes';
  return counts[0] === 0 ? 'zero' : `${counts[0]} routes`;
}

/** A second connection of the same two gateways, which has to be deleted if it comes about. */
async function askTwin(walk: Walk): Promise<void> {
  const { ec2, sandbox, find } = walk;
  const [first, CustomerGatewayId] = [await sandbox.connection(), await sandbox.customerGateway()];
  const { gatewayId: VpnGatewayId } = await settled(walk);
  const { made, TagSpecifications } = sandbox.tracked('vpn-connection', 'second VPN connection');
  const twin = await ec2.ask((client) => client.createVpnConnection({
    Type: 'ipsec.1', CustomerGatewayId, VpnGatewayId, Options: { StaticRoutesOnly: true }, TagSpecifications,
  }));
  const id = twin.output?.VpnConnection?.VpnConnectionId;
  made(id);
  find('duplicateVpnConnection', twin.code ?? (id === first ? 'returns-existing' : 'creates-another'));
}

async function askCurrentTarget(walk: Walk): Promise<void> {
  const { ec2, sandbox, find } = walk;
  const [VpnConnectionId, watch] = [await sandbox.connection(), await walk.watch()];
  const { gatewayId: VpnGatewayId } = await settled(walk);
  const { code } = await ec2.ask((client) => client.modifyVpnConnection({ VpnConnectionId, VpnGatewayId }));
  if (code !== undefined) {
    find('modifyToCurrentTarget', code);
    return;
  }
  const sights = await watch.move();
  const stirred = sights.some(({ connection }) => connection.state !== 'available');
  find('modifyToCurrentTarget', stirred ? 'provisions-again' : 'accepted-without-effect', stirred ? undefined : `not modifying within ${STIRS_WITHIN_MS / 1000} s`);
}
