/** An estate out of the lists that were read, whichever way they came: brought into one form, keys taken off, and the account found out. */
import { Estate, Gap, withoutKeys } from './estate';
import { LIST_NAMES, Lists, ListsOfTables, TABLE_LIST_NAMES } from './outputs';
import { idInOneForm, inOneForm } from '../../../lambda/aws/one-form';

/** What was read; what was not is absent, and a gap. */
export interface Parts {
  readonly region: string;
  readonly lists: { readonly [Name in keyof Lists]?: readonly Lists[Name][] };
  readonly tables: { readonly [Name in keyof ListsOfTables]: ReadonlyMap<string, readonly ListsOfTables[Name][]> };
  readonly gaps: readonly Gap[];
}

export function estateOf({ region, lists, tables, gaps }: Parts): Estate {
  const all = Object.fromEntries(LIST_NAMES.map((name) => [name, lists[name]?.map((each) => inOneForm<object>(each)) ?? []])) as {
    [Name in keyof Lists]: Lists[Name][]
  };
  const estate = { ...all, ...inOneFormEach(tables), region, gaps, vpnConnections: all.vpnConnections.map(withoutKeys) };
  const accountId = accountOf(estate);
  return { ...estate, ...accountId === undefined ? {} : { accountId } };
}

export function noTables(): { [Name in keyof ListsOfTables]: Map<string, ListsOfTables[Name][]> } {
  return Object.fromEntries(TABLE_LIST_NAMES.map((name) => [name, new Map()])) as ReturnType<typeof noTables>;
}

function inOneFormEach(tables: Parts['tables']): Parts['tables'] {
  const forms = TABLE_LIST_NAMES.map((name) => [name, new Map([...tables[name]].map(([id, list]) => [idInOneForm(id), inOneForm(list)]))]);
  return Object.fromEntries(forms) as Parts['tables'];
}

/** Gateways and VPCs may be shared by others; the attachment of an own connection, a key's secret and a certificate may not. */
function accountOf(estate: Estate): string | undefined {
  const own = new Set(estate.vpnConnections.map((connection) => connection.VpnConnectionId));
  const attachments = estate.transitGatewayAttachments.filter((each) => each.ResourceType === 'vpn' && own.has(each.ResourceId));
  const arns = [
    ...estate.vpnConnections.map((connection) => connection.PreSharedKeyArn),
    ...estate.customerGateways.map((gateway) => gateway.CertificateArn),
  ];
  const certain = [...attachments.map((each) => each.ResourceOwnerId), ...arns.map((arn) => arn?.split(':')[4])].find((id) => id);
  return certain ?? onlyOne([...estate.vpcs, ...estate.routeTables, ...estate.transitGateways].map((each) => each.OwnerId));
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const distinct = new Set(values.filter((value) => value !== undefined));
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
