/** Prefix lists of the customer's: they are made, described and deleted here; what refers to them has its own file. */
import type {
  CreateManagedPrefixListCommandInput, DeleteManagedPrefixListCommandInput, DescribeManagedPrefixListsCommandInput,
  ManagedPrefixList as PrefixListOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { exactCidr, live, required } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { PrefixList } from '../records';
import { Context, NetworkState, newId, OperationMap, put, remove, rows } from '../state';
import { tagsFor } from '../tag-specifications';

export const managedPrefixListOperations: OperationMap = {
  CreateManagedPrefixList: createPrefixList,
  DescribeManagedPrefixLists: describePrefixLists,
  DeleteManagedPrefixList: deletePrefixList,
};

const FILTERS: Filters<PrefixListOutput> = {
  'owner-id': (list) => [list.OwnerId],
  'prefix-list-id': (list) => [list.PrefixListId],
};

/** It is there at once: how long `create-in-progress` lasts nobody documents, and nothing here is asked of it meanwhile. */
function createPrefixList(state: NetworkState, input: CreateManagedPrefixListCommandInput, context: Context): object {
  required('PrefixListName', input.PrefixListName);
  const cidrs = (input.Entries ?? []).map(({ Cidr }) => exactCidr('Cidr', Cidr));
  if (cidrs.length > required('MaxEntries', input.MaxEntries)) {
    throw new Ec2Error('PrefixListMaxEntriesExceeded', `The prefix list has ${cidrs.length} entries, more than its ${input.MaxEntries}`);
  }
  const list: PrefixList = { id: newId(state, 'pl'), ownerId: context.accountId, cidrs, tags: tagsFor('prefix-list', input.TagSpecifications) };
  put(state, 'prefixLists', list);
  return { PrefixList: prefixListOutput(list) };
}

function describePrefixLists(state: NetworkState, input: DescribeManagedPrefixListsCommandInput, context: Context): object {
  const lists = rows(state, 'prefixLists').map(prefixListOutput);
  const asked = withIds(lists, input.PrefixListIds, (list) => list.PrefixListId, 'prefixLists', context);
  const { items, ...rest } = page(filtered(asked, input.Filters, FILTERS), input, context, { min: 1, max: 100 });
  return { PrefixLists: items, ...rest };
}

/** [H DeleteManagedPrefixList API reference: all references to it are removed before; DependencyViolation of 2.3] */
function deletePrefixList(state: NetworkState, input: DeleteManagedPrefixListCommandInput, context: Context): object {
  const list = live(state, 'prefixLists', input.PrefixListId, context);
  const references = rows(state, 'transitGatewayPrefixListReferences').filter(({ prefixListId }) => prefixListId === list.id);
  const routes = rows(state, 'vpcRouteTables').filter((table) => table.routes.some(({ destination }) => destination === list.id));
  const user = references[0]?.routeTableId ?? routes[0]?.id;
  if (user !== undefined) throw new Ec2Error('DependencyViolation', `The prefix list ${list.id} is referred to by ${user}`);
  remove(state, 'prefixLists', list.id);
  return { PrefixList: { ...prefixListOutput(list), State: 'delete-in-progress' } };
}

function prefixListOutput(list: PrefixList): PrefixListOutput {
  return {
    PrefixListId: list.id, OwnerId: list.ownerId, State: 'create-complete', AddressFamily: 'IPv4', MaxEntries: list.cidrs.length, Tags: [...list.tags],
  };
}
