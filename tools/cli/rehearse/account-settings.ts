/**
 * What stands beside EC2 in a rehearsal: the account's quotas and its Direct Connect, as the services themselves tell a person who
 * rehearses on a live estate. A saved one does not hold them.
 */
import { DirectConnect, Quota } from '../../../lambda/engine/observation';
import { vpnGatewayIdsOf } from '../../../lambda/runner/account-services';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { QuotaName, quotasTowards } from '../../../src/contract/quotas';
import type { Quotas } from '../../rehearsal/embedded-ec2/latencies';
import type { Network } from '../../rehearsal/embedded-ec2/network';
import { OtherServices } from '../plan/unqueried-services';

export interface AccountSettings {
  readonly quotas: Partial<Quotas>;
  readonly directConnect: DirectConnect;
  /** What could not be read, or cannot be shown as it is. */
  readonly limitations: readonly string[];
}

/** The limit of the emulated EC2 that each of AWS's quotas is. */
const LIMITS: { readonly [name in QuotaName]: keyof Quotas } = {
  'vpn-connections-per-vpn-gateway': 'connectionsPerVpnGateway',
  'routes-per-transit-gateway': 'routesPerTransitGateway',
  'attachments-per-transit-gateway': 'attachmentsPerTransitGateway',
  'routes-per-vpc-route-table': 'routesPerVpcRouteTable',
};

/** @param services absent: saved outputs, which do not tell */
export async function accountSettingsOf(declaration: MoveDeclaration, services?: OtherServices): Promise<AccountSettings> {
  const { from, to } = declaration;
  if (from.id === to.id) return { quotas: {}, directConnect: { paths: [] }, limitations: [] };
  const vpnGatewayIds = vpnGatewayIdsOf(declaration);
  if (services === undefined) {
    const unasked = [...vpnGatewayIds.length === 0 ? [] : ['Direct Connect'], 'Service Quotas'].join(' and ');
    return { quotas: {}, directConnect: { paths: [] }, limitations: [`saved outputs do not tell of ${unasked}: there is none of it in this rehearsal`] };
  }
  const [quotas = [], directConnect = { paths: [] }] = await Promise.all([
    services.quotas?.(quotasTowards(to.kind)), vpnGatewayIds.length === 0 ? undefined : services.directConnect?.(vpnGatewayIds),
  ]);
  return { quotas: limitsOf(quotas), directConnect, limitations: [...unreadQuotas(quotas), ...unshown(directConnect)] };
}

/** Puts Direct Connect onto the gateways of the estate. What is announced over it AWS does not tell: it stands there without prefixes. */
export function addDirectConnect({ directConnect }: AccountSettings, { seed }: Network): void {
  if ('unreadable' in directConnect) return;
  for (const { id, kind, vpnGatewayId, state } of directConnect.paths) {
    if (kind === 'virtual interface') seed.virtualInterface({ id, on: vpnGatewayId, state });
    else seed.directConnectGatewayAssociation({ directConnectGatewayId: id, gatewayId: vpnGatewayId, state });
  }
}

function limitsOf(quotas: readonly Quota[]): Partial<Quotas> {
  return Object.fromEntries(quotas.flatMap(({ name, applied }) => typeof applied === 'number' ? [[LIMITS[name], applied]] : []));
}

function unreadQuotas(quotas: readonly Quota[]): string[] {
  return quotas.flatMap(({ name, applied }) => typeof applied === 'number' ? []
    : [`quota ${name} is not known (${applied.unreadable}): nothing is refused for it here`]);
}

function unshown(directConnect: DirectConnect): string[] {
  if ('unreadable' in directConnect) {
    return [`Direct Connect could not be read (${directConnect.unreadable}): there is none in this rehearsal, and the deployment asks for itself`];
  }
  return directConnect.paths.map(({ kind, id }) => `what ${kind} ${id} announces AWS does not tell: no flow goes over it here`);
}
