/** Managed prefix lists: what is in them, and which transit gateway tables refer to them. The seed makes both. */
import type {
  GetManagedPrefixListEntriesCommandInput, GetTransitGatewayPrefixListReferencesCommandInput,
  TransitGatewayPrefixListReference as ReferenceOutput,
} from '@aws-sdk/client-ec2';
import { found } from '../errors';
import { filtered, Filters, page } from '../filters';
import { Context, NetworkState, OperationMap, rows, TransitGatewayPrefixListReference } from '../state';

export const prefixListOperations: OperationMap = {
  GetManagedPrefixListEntries: getEntries,
  GetTransitGatewayPrefixListReferences: getReferences,
};

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
  const { items, ...rest } = page(list.cidrs.map((Cidr) => ({ Cidr })), input, context);
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
