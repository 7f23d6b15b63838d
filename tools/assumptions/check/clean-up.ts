/** Deletes what a run made: whatever carries its tag or stands on its ledger, in an order in which nothing is in the way. */
import type { Filter } from '@aws-sdk/client-ec2';
import { codeOf, Ec2Calls, Interrupted, reasonOf } from './ec2-calls';
import { Kind, KINDS, Ledger } from './ledger';
import { RUN_TAG } from './sandbox';
import { Time, WAIT_MAX_MS } from './waiting';

export interface CleanUpProps extends Time {
  readonly ec2: Ec2Calls;
  readonly ledger: Ledger;
  readonly tell: (text: string) => void;
}

export interface Left {
  readonly kind: Kind;
  readonly id: string;
  readonly reason: string;
}

const LOOK_EVERY_MS = 10_000;
/** Calls that fail for no reason of EC2's rules, lost connections for example, are tried again so often. */
const FAILURES_MAX = 5;

/** What goes away by itself, or once what is being deleted has gone. */
const IN_THE_WAY = /^(IncorrectState|DependencyViolation|InvalidState|.*\.InvalidState|InvalidVpnGatewayState|InvalidCustomerGatewayState)$/;
const GONE = /NotFound$/;

/** @returns what could not be deleted, and why */
export async function cleanUp(props: CleanUpProps): Promise<Left[]> {
  const left: Left[] = [];
  const tables = await idsOf(props, 'transit-gateway-route-table', left);
  for (const kind of KINDS) {
    for (const id of await idsOf(props, kind, left)) {
      const reason = await deleteOne(props, kind, id, tables);
      if (reason === undefined) props.tell(`deleted: ${id}`);
      else left.push({ kind, id, reason });
    }
  }
  if (left.length === 0) props.ledger.end();
  return left;
}

/** Those with an id on the ledger, and those that the run's tag is found on: a creation may have come about without an answer. */
async function idsOf({ ec2, ledger, ...time }: CleanUpProps, kind: Kind, left: Left[]): Promise<string[]> {
  const Filters: Filter[] = [{ Name: `tag:${RUN_TAG}`, Values: [ledger.run] }];
  for (let failures = 1; ; failures += 1) {
    try {
      return [...new Set([...ledger.idsOf(kind), ...await LISTS[kind](ec2, Filters)])];
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      if (codeOf(error) === undefined && failures < FAILURES_MAX) {
        await time.sleep(LOOK_EVERY_MS);
        continue;
      }
      const id = `with the tag ${RUN_TAG}=${ledger.run}`;
      if (!left.some((each) => each.kind === kind)) left.push({ kind, id, reason: `could not be looked for: ${reasonOf(error)}` });
      return ledger.idsOf(kind);
    }
  }
}

const isThere = ({ State }: { readonly State?: string }) => State !== 'deleted' && State !== 'deleting';

/** Whether it is still listed, which for what others depend on has to end. */
const isListed = ({ State }: { readonly State?: string }) => State !== 'deleted';

const LISTS: Readonly<Record<Kind, (ec2: Ec2Calls, Filters: Filter[]) => Promise<string[]>>> = {
  'vpn-connection': async (ec2, Filters) => {
    const { VpnConnections = [] } = await ec2.call((client) => client.describeVpnConnections({ Filters }));
    return VpnConnections.filter(isListed).flatMap(({ VpnConnectionId }) => VpnConnectionId ?? []);
  },
  'prefix-list': async (ec2, Filters) => {
    const { PrefixLists = [] } = await ec2.call((client) => client.describeManagedPrefixLists({ Filters }));
    return PrefixLists.filter(({ State }) => !State?.startsWith('delete-')).flatMap(({ PrefixListId }) => PrefixListId ?? []);
  },
  'transit-gateway-route-table': async (ec2, Filters) => {
    const { TransitGatewayRouteTables: tables = [] } = await ec2.call((client) => client.describeTransitGatewayRouteTables({ Filters }));
    return tables.filter(isThere).flatMap(({ TransitGatewayRouteTableId }) => TransitGatewayRouteTableId ?? []);
  },
  'transit-gateway': async (ec2, Filters) => {
    const { TransitGateways = [] } = await ec2.call((client) => client.describeTransitGateways({ Filters }));
    return TransitGateways.filter(isThere).flatMap(({ TransitGatewayId }) => TransitGatewayId ?? []);
  },
  'customer-gateway': async (ec2, Filters) => {
    const { CustomerGateways = [] } = await ec2.call((client) => client.describeCustomerGateways({ Filters }));
    return CustomerGateways.filter(isThere).flatMap(({ CustomerGatewayId }) => CustomerGatewayId ?? []);
  },
  'vpn-gateway': async (ec2, Filters) => {
    const { VpnGateways = [] } = await ec2.call((client) => client.describeVpnGateways({ Filters }));
    return VpnGateways.filter(isThere).flatMap(({ VpnGatewayId }) => VpnGatewayId ?? []);
  },
  'vpc': async (ec2, Filters) => {
    const { Vpcs = [] } = await ec2.call((client) => client.describeVpcs({ Filters }));
    return Vpcs.flatMap(({ VpcId }) => VpcId ?? []);
  },
};

/** One try; true when it has gone, or goes without anybody having to wait for it. */
const DELETIONS: Readonly<Record<Kind, (ec2: Ec2Calls, id: string, tables: readonly string[]) => Promise<boolean>>> = {
  'vpn-connection': async (ec2, VpnConnectionId) => {
    const { VpnConnections = [] } = await ec2.call((client) => client.describeVpnConnections({ VpnConnectionIds: [VpnConnectionId] }));
    if (!VpnConnections.some(isListed)) return true;
    if (VpnConnections.some(isThere)) await ec2.call((client) => client.deleteVpnConnection({ VpnConnectionId }));
    return false;
  },
  'prefix-list': async (ec2, PrefixListId, tables) => {
    for (const TransitGatewayRouteTableId of tables) await removeReferences(ec2, TransitGatewayRouteTableId, PrefixListId);
    await ec2.call((client) => client.deleteManagedPrefixList({ PrefixListId }));
    return true;
  },
  'transit-gateway-route-table': async (ec2, TransitGatewayRouteTableId) => {
    await ec2.call((client) => client.deleteTransitGatewayRouteTable({ TransitGatewayRouteTableId }));
    return true;
  },
  'transit-gateway': async (ec2, TransitGatewayId) => {
    await ec2.call((client) => client.deleteTransitGateway({ TransitGatewayId }));
    return true;
  },
  'customer-gateway': async (ec2, CustomerGatewayId) => {
    await ec2.call((client) => client.deleteCustomerGateway({ CustomerGatewayId }));
    return true;
  },
  'vpn-gateway': async (ec2, VpnGatewayId) => {
    const { VpnGateways = [] } = await ec2.call((client) => client.describeVpnGateways({ VpnGatewayIds: [VpnGatewayId] }));
    for (const { VpcId, State } of VpnGateways[0]?.VpcAttachments ?? []) {
      if (State === 'attached' || State === 'attaching') await ec2.call((client) => client.detachVpnGateway({ VpnGatewayId, VpcId }));
    }
    await ec2.call((client) => client.deleteVpnGateway({ VpnGatewayId }));
    return true;
  },
  'vpc': async (ec2, VpcId) => {
    await ec2.call((client) => client.deleteVpc({ VpcId }));
    return true;
  },
};

async function removeReferences(ec2: Ec2Calls, TransitGatewayRouteTableId: string, prefixListId: string): Promise<void> {
  const asked = await ec2.ask((client) => client.getTransitGatewayPrefixListReferences({ TransitGatewayRouteTableId }));
  for (const { PrefixListId, State } of asked.output?.TransitGatewayPrefixListReferences ?? []) {
    if (PrefixListId !== prefixListId || State === 'deleting') continue;
    await ec2.call((client) => client.deleteTransitGatewayPrefixListReference({ TransitGatewayRouteTableId, PrefixListId }));
  }
}

/** Tries until it has gone. @returns why not, when it has not */
async function deleteOne(
  { ec2, sleep, now, tell }: CleanUpProps, kind: Kind, id: string, tables: readonly string[],
): Promise<string | undefined> {
  const began = now();
  let last = '';
  for (let failures = 0; ;) {
    try {
      if (await DELETIONS[kind](ec2, id, tables)) return undefined;
      last = 'is being deleted';
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      const code = codeOf(error);
      if (code !== undefined && GONE.test(code)) return undefined;
      last = reasonOf(error);
      const passes = code !== undefined && IN_THE_WAY.test(code);
      if (!passes) failures += 1;
      if (failures >= FAILURES_MAX || (!passes && code !== undefined)) return last;
    }
    if (now() - began > WAIT_MAX_MS) return `${last}, after ${WAIT_MAX_MS / 60_000} minutes`;
    tell(`waits to delete: ${id}: ${last}`);
    await sleep(LOOK_EVERY_MS);
  }
}
