/** Managed prefix lists, which the seed makes, and the transit gateway tables that refer to them. */
import type {
  CreateTransitGatewayPrefixListReferenceCommandInput, DeleteTransitGatewayPrefixListReferenceCommandInput,
  GetManagedPrefixListEntriesCommandInput, GetTransitGatewayPrefixListReferencesCommandInput,
  ModifyTransitGatewayPrefixListReferenceCommandInput, TransitGatewayPrefixListReference as ReferenceOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { found, incorrectState, live, notFound } from '../errors';
import { filtered, Filters, page } from '../filters';
import { TransitGatewayPrefixListReference } from '../records';
import { Context, issue, NetworkState, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';

export const prefixListOperations: OperationMap = {
  GetManagedPrefixListEntries: getEntries,
  GetTransitGatewayPrefixListReferences: getReferences,
  CreateTransitGatewayPrefixListReference: createReference,
  ModifyTransitGatewayPrefixListReference: modifyReference,
  DeleteTransitGatewayPrefixListReference: deleteReference,
};

export const prefixListTransitions: TransitionMap = {
  'prefix-list-reference-settled': (state, { subject, detail }) => {
    const reference = state.transitGatewayPrefixListReferences[subject];
    if (reference?.token !== detail.token) return;
    if (reference.state === 'deleting') remove(state, 'transitGatewayPrefixListReferences', subject);
    else patch(state, 'transitGatewayPrefixListReferences', subject, { state: 'available' });
  },
};

/** What happens to the references that lead to an attachment which is no more [U]. */
export function loseAttachment(state: NetworkState, attachmentId: string, { unknowns }: Context): void {
  const fate = unknowns.prefixListReferenceOfDeletedAttachment;
  for (const reference of rows(state, 'transitGatewayPrefixListReferences')) {
    if (reference.attachmentId !== attachmentId) continue;
    if (fate === 'gone') remove(state, 'transitGatewayPrefixListReferences', reference.id);
    if (fate === 'blackhole') patch(state, 'transitGatewayPrefixListReferences', reference.id, { attachmentId: undefined });
  }
}

/** [GetTransitGatewayPrefixListReferences API reference] */
const REFERENCE_FILTERS: Filters<ReferenceOutput & { Tags?: never[] }> = {
  'attachment.resource-id': (reference) => [reference.TransitGatewayAttachment?.ResourceId],
  'attachment.resource-type': (reference) => [reference.TransitGatewayAttachment?.ResourceType],
  'attachment.transit-gateway-attachment-id': (reference) => [reference.TransitGatewayAttachment?.TransitGatewayAttachmentId],
  'is-blackhole': (reference) => [reference.Blackhole],
  'prefix-list-id': (reference) => [reference.PrefixListId],
  'prefix-list-owner-id': (reference) => [reference.PrefixListOwnerId],
  'state': (reference) => [reference.State],
};

function getEntries(state: NetworkState, input: GetManagedPrefixListEntriesCommandInput, context: Context): object {
  const list = found(state, 'prefixLists', input.PrefixListId, context);
  const { items, ...rest } = page(list.cidrs.map((Cidr) => ({ Cidr })), input, context, { min: 1, max: 100 });
  return { Entries: items, ...rest };
}

function getReferences(state: NetworkState, input: GetTransitGatewayPrefixListReferencesCommandInput, context: Context): object {
  const table = found(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  const references = rows(state, 'transitGatewayPrefixListReferences')
    .filter(({ routeTableId }) => routeTableId === table.id)
    .map((reference) => referenceOutput(state, reference));
  const { items, ...rest } = page(filtered(references, input.Filters, REFERENCE_FILTERS), input, context);
  return { TransitGatewayPrefixListReferences: items, ...rest };
}

/** [MODEL: answers the reference, `pending`] */
function createReference(state: NetworkState, input: CreateTransitGatewayPrefixListReferenceCommandInput, context: Context): object {
  const { routeTableId, prefixListId, id } = tableAndList(state, input, context);
  const answer = context.unknowns.duplicatePrefixListReference;
  const present = state.transitGatewayPrefixListReferences[id];
  if (present?.state === 'deleting') throw incorrectState(id, present.state);
  if (present !== undefined && answer !== 'accepted') throw new Ec2Error(answer, `${routeTableId} has a reference to ${prefixListId} already`);
  const attachmentId = targetOf(state, input, routeTableId, context);
  put(state, 'transitGatewayPrefixListReferences', { id, routeTableId, prefixListId, attachmentId, state: 'pending', tags: [] });
  return settling(state, id, 'pending', context);
}

function modifyReference(state: NetworkState, input: ModifyTransitGatewayPrefixListReferenceCommandInput, context: Context): object {
  const { routeTableId, id } = tableAndList(state, input, context);
  const present = existingReference(state, id, context);
  if (present.state !== 'available') throw incorrectState(id, present.state);
  patch(state, 'transitGatewayPrefixListReferences', id, { attachmentId: targetOf(state, input, routeTableId, context) });
  return settling(state, id, 'modifying', context);
}

function deleteReference(state: NetworkState, input: DeleteTransitGatewayPrefixListReferenceCommandInput, context: Context): object {
  const { id } = tableAndList(state, input, context);
  const present = existingReference(state, id, context);
  if (present.state === 'deleting') throw incorrectState(id, present.state);
  return settling(state, id, 'deleting', context);
}

function tableAndList(
  state: NetworkState, input: { TransitGatewayRouteTableId?: string; PrefixListId?: string }, context: Context,
): { routeTableId: string; prefixListId: string; id: string } {
  const routeTableId = live(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context).id;
  const prefixListId = found(state, 'prefixLists', input.PrefixListId, context).id;
  return { routeTableId, prefixListId, id: `${routeTableId}|${prefixListId}` };
}

function existingReference(state: NetworkState, id: string, context: Context): TransitGatewayPrefixListReference {
  const present = state.transitGatewayPrefixListReferences[id];
  if (present === undefined) throw notFound('transitGatewayPrefixListReferences', id, context);
  return present;
}

/** An attachment of the same gateway, or nothing for a blackhole. */
function targetOf(
  state: NetworkState, input: CreateTransitGatewayPrefixListReferenceCommandInput, routeTableId: string, context: Context,
): string | undefined {
  if (input.Blackhole === true) return undefined;
  const attachment = live(state, 'transitGatewayAttachments', input.TransitGatewayAttachmentId, context);
  if (attachment.transitGatewayId !== state.transitGatewayRouteTables[routeTableId].transitGatewayId) {
    throw new Ec2Error('InvalidParameterValue', `${attachment.id} and ${routeTableId} belong to different transit gateways`);
  }
  if (attachment.state !== 'available') throw incorrectState(attachment.id, attachment.state);
  return attachment.id;
}

function settling(state: NetworkState, id: string, through: string, context: Context): object {
  const token = issue(state);
  patch(state, 'transitGatewayPrefixListReferences', id, { state: through, token });
  schedule(state, context.now + context.latencies.transitGatewayRouteSettleMs, 'prefix-list-reference-settled', id, { token });
  return { TransitGatewayPrefixListReference: referenceOutput(state, state.transitGatewayPrefixListReferences[id]) };
}

/** [AWS CLI get-transit-gateway-prefix-list-references, its example] */
function referenceOutput(state: NetworkState, reference: TransitGatewayPrefixListReference): ReferenceOutput {
  const { attachmentId } = reference;
  const attachment = state.transitGatewayAttachments[attachmentId ?? ''];
  return {
    TransitGatewayRouteTableId: reference.routeTableId,
    PrefixListId: reference.prefixListId,
    PrefixListOwnerId: state.prefixLists[reference.prefixListId]?.ownerId,
    State: reference.state as ReferenceOutput['State'],
    Blackhole: attachmentId === undefined,
    ...(attachment === undefined ? {} : {
      TransitGatewayAttachment: {
        TransitGatewayAttachmentId: attachment.id,
        ResourceType: attachment.resourceType as NonNullable<ReferenceOutput['TransitGatewayAttachment']>['ResourceType'],
        ResourceId: attachment.resourceId,
      },
    }),
  };
}
