/** Transit gateway route tables: which attachment uses which, and which attachments propagate into which. */
import type {
  AssociateTransitGatewayRouteTableCommandInput, DescribeTransitGatewayRouteTablesCommandInput,
  DisableTransitGatewayRouteTablePropagationCommandInput, DisassociateTransitGatewayRouteTableCommandInput,
  EnableTransitGatewayRouteTablePropagationCommandInput, GetTransitGatewayAttachmentPropagationsCommandInput,
  GetTransitGatewayRouteTableAssociationsCommandInput, GetTransitGatewayRouteTablePropagationsCommandInput,
  TransitGatewayAttachmentPropagation, TransitGatewayAttachmentResourceType, TransitGatewayRouteTable as RouteTableOutput,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { found, incorrectState, live } from '../errors';
import { filtered, Filters, page, withIds } from '../filters';
import { TransitGatewayAttachment, TransitGatewayRouteTable } from '../records';
import { Context, NetworkState, OperationMap, patch, rows, schedule, TransitionMap } from '../state';

export const transitGatewayRouteTableOperations: OperationMap = {
  DescribeTransitGatewayRouteTables: describeRouteTables,
  GetTransitGatewayRouteTableAssociations: getAssociations,
  GetTransitGatewayRouteTablePropagations: getPropagations,
  GetTransitGatewayAttachmentPropagations: getAttachmentPropagations,
  AssociateTransitGatewayRouteTable: associate,
  DisassociateTransitGatewayRouteTable: disassociate,
  EnableTransitGatewayRouteTablePropagation: enablePropagation,
  DisableTransitGatewayRouteTablePropagation: disablePropagation,
};

/** Each settles only what is still under way: a later call may have overtaken it. */
export const transitGatewayRouteTableTransitions: TransitionMap = {
  'association-settled': (state, { subject, detail }) => {
    const association = state.transitGatewayAttachments[subject]?.association;
    if (association?.routeTableId !== detail.routeTableId || association.state !== detail.from) return;
    const settled = association.state === 'associating' ? { ...association, state: 'associated' } : undefined;
    patch(state, 'transitGatewayAttachments', subject, { association: settled });
  },
  'propagation-settled': (state, { subject, detail }) => {
    const settled = (state.transitGatewayAttachments[subject]?.propagations ?? []).flatMap((propagation) => {
      if (propagation.routeTableId !== detail.routeTableId || propagation.state !== detail.from) return [propagation];
      return propagation.state === 'enabling' ? [{ ...propagation, state: 'enabled' }] : [];
    });
    patch(state, 'transitGatewayAttachments', subject, { propagations: settled });
  },
};

const ROUTE_TABLE_FILTERS: Filters<RouteTableOutput> = {
  'default-association-route-table': (table) => [table.DefaultAssociationRouteTable],
  'default-propagation-route-table': (table) => [table.DefaultPropagationRouteTable],
  'state': (table) => [table.State],
  'transit-gateway-id': (table) => [table.TransitGatewayId],
  'transit-gateway-route-table-id': (table) => [table.TransitGatewayRouteTableId],
};

/** What associations and propagations have in common. */
interface Member {
  readonly TransitGatewayAttachmentId: string;
  readonly ResourceId: string;
  readonly ResourceType: TransitGatewayAttachmentResourceType;
  readonly Tags?: never[];
}

const MEMBER_FILTERS: Filters<Member> = {
  'resource-id': (member) => [member.ResourceId],
  'resource-type': (member) => [member.ResourceType],
  'transit-gateway-attachment-id': (member) => [member.TransitGatewayAttachmentId],
};

const ATTACHMENT_PROPAGATION_FILTERS: Filters<TransitGatewayAttachmentPropagation & { Tags?: never[] }> = {
  'transit-gateway-route-table-id': (propagation) => [propagation.TransitGatewayRouteTableId],
};

function describeRouteTables(state: NetworkState, input: DescribeTransitGatewayRouteTablesCommandInput, context: Context): object {
  const tables = rows(state, 'transitGatewayRouteTables').map((table) => routeTableOutput(state, table));
  const asked = withIds(
    tables, input.TransitGatewayRouteTableIds, (table) => table.TransitGatewayRouteTableId, 'transitGatewayRouteTables', context,
  );
  const { items, ...rest } = page(filtered(asked, input.Filters, ROUTE_TABLE_FILTERS), input, context);
  return { TransitGatewayRouteTables: items, ...rest };
}

function getAssociations(state: NetworkState, input: GetTransitGatewayRouteTableAssociationsCommandInput, context: Context): object {
  const table = found(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  const associations = rows(state, 'transitGatewayAttachments')
    .filter((attachment) => attachment.association?.routeTableId === table.id)
    .map((attachment) => ({ ...memberOutput(attachment), State: attachment.association?.state }));
  const { items, ...rest } = page(filtered(associations, input.Filters, MEMBER_FILTERS), input, context);
  return { Associations: items, ...rest };
}

function getPropagations(state: NetworkState, input: GetTransitGatewayRouteTablePropagationsCommandInput, context: Context): object {
  const table = found(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  const propagations = rows(state, 'transitGatewayAttachments').flatMap((attachment) => attachment.propagations
    .filter((propagation) => propagation.routeTableId === table.id)
    .map((propagation) => ({ ...memberOutput(attachment), State: propagation.state })));
  const { items, ...rest } = page(filtered(propagations, input.Filters, MEMBER_FILTERS), input, context);
  return { TransitGatewayRouteTablePropagations: items, ...rest };
}

function getAttachmentPropagations(
  state: NetworkState, input: GetTransitGatewayAttachmentPropagationsCommandInput, context: Context,
): object {
  const attachment = found(state, 'transitGatewayAttachments', input.TransitGatewayAttachmentId, context);
  const propagations = attachment.propagations
    .map((propagation) => ({ TransitGatewayRouteTableId: propagation.routeTableId, State: propagation.state as 'enabled' }));
  const { items, ...rest } = page(filtered(propagations, input.Filters, ATTACHMENT_PROPAGATION_FILTERS), input, context);
  return { TransitGatewayAttachmentPropagations: items, ...rest };
}

/** [2.3: Resource.AlreadyAssociated means associated with *some* table, terraform-provider-aws#16452] */
function associate(state: NetworkState, input: AssociateTransitGatewayRouteTableCommandInput, context: Context): object {
  const { attachment, table } = attachmentAndTable(state, input, context);
  if (attachment.association !== undefined) {
    const message = `Transit Gateway Attachment ${attachment.id} is already associated to a route table.`;
    throw new Ec2Error(context.unknowns.associateWhenAssociated, message);
  }
  requireAvailable(attachment);
  return beginAssociation(state, attachment, table, 'associating', context);
}

/** [M TF: InvalidAssociation.NotFound] */
function disassociate(state: NetworkState, input: DisassociateTransitGatewayRouteTableCommandInput, context: Context): object {
  const { attachment, table } = attachmentAndTable(state, input, context);
  if (attachment.association?.routeTableId !== table.id || attachment.association.state === 'disassociating') {
    throw new Ec2Error('InvalidAssociation.NotFound', `There is no association of ${attachment.id} with ${table.id}`);
  }
  return beginAssociation(state, attachment, table, 'disassociating', context);
}

function enablePropagation(state: NetworkState, input: EnableTransitGatewayRouteTablePropagationCommandInput, context: Context): object {
  const { attachment, table } = attachmentAndTable(state, input, context);
  const existing = attachment.propagations.find((propagation) => propagation.routeTableId === table.id);
  const answer = context.unknowns.duplicatePropagation;
  if (existing !== undefined && existing.state !== 'disabling') {
    if (answer !== 'accepted') {
      throw new Ec2Error(answer, `Propagation ${attachment.id} already exists in Transit Gateway Route Table ${table.id}.`);
    }
    return { Propagation: { TransitGatewayRouteTableId: table.id, ...memberOutput(attachment), State: existing.state } };
  }
  requireAvailable(attachment);
  return beginPropagation(state, attachment, table, 'enabling', context);
}

/** [2.3 M TF: TransitGatewayRouteTablePropagation.NotFound] */
function disablePropagation(state: NetworkState, input: DisableTransitGatewayRouteTablePropagationCommandInput, context: Context): object {
  const { attachment, table } = attachmentAndTable(state, input, context);
  const existing = attachment.propagations.find((propagation) => propagation.routeTableId === table.id);
  if (existing === undefined || existing.state === 'disabling') {
    throw new Ec2Error('TransitGatewayRouteTablePropagation.NotFound', `Propagation ${attachment.id} does not exist in ${table.id}.`);
  }
  return beginPropagation(state, attachment, table, 'disabling', context);
}

function beginAssociation(
  state: NetworkState, attachment: TransitGatewayAttachment, table: TransitGatewayRouteTable, change: 'associating' | 'disassociating',
  context: Context,
): object {
  const [routeTableId, settledAt] = [table.id, context.now + context.latencies.associationSettleMs];
  patch(state, 'transitGatewayAttachments', attachment.id, { association: { routeTableId, state: change } });
  schedule(state, settledAt, 'association-settled', attachment.id, { routeTableId, from: change });
  return { Association: { TransitGatewayRouteTableId: table.id, ...memberOutput(attachment), State: change } };
}

function beginPropagation(
  state: NetworkState, attachment: TransitGatewayAttachment, table: TransitGatewayRouteTable, change: 'enabling' | 'disabling',
  context: Context,
): object {
  const [routeTableId, settledAt] = [table.id, context.now + context.latencies.propagationSettleMs];
  const others = attachment.propagations.filter((propagation) => propagation.routeTableId !== routeTableId);
  patch(state, 'transitGatewayAttachments', attachment.id, { propagations: [...others, { routeTableId, state: change }] });
  schedule(state, settledAt, 'propagation-settled', attachment.id, { routeTableId, from: change });
  return { Propagation: { TransitGatewayRouteTableId: table.id, ...memberOutput(attachment), State: change } };
}

function attachmentAndTable(
  state: NetworkState, input: { TransitGatewayAttachmentId?: string; TransitGatewayRouteTableId?: string }, context: Context,
): { attachment: TransitGatewayAttachment; table: TransitGatewayRouteTable } {
  const table = live(state, 'transitGatewayRouteTables', input.TransitGatewayRouteTableId, context);
  const attachment = live(state, 'transitGatewayAttachments', input.TransitGatewayAttachmentId, context);
  if (attachment.transitGatewayId !== table.transitGatewayId) {
    throw new Ec2Error('InvalidParameterValue', `${attachment.id} and ${table.id} belong to different transit gateways`);
  }
  return { attachment, table };
}

/** [2.3 IncorrectState: something is mid-transition] */
function requireAvailable(attachment: TransitGatewayAttachment): void {
  if (attachment.state !== 'available') throw incorrectState(attachment.id, attachment.state);
}

function memberOutput(attachment: TransitGatewayAttachment): Member {
  return {
    TransitGatewayAttachmentId: attachment.id,
    ResourceId: attachment.resourceId,
    ResourceType: attachment.resourceType as TransitGatewayAttachmentResourceType,
  };
}

export function routeTableOutput(state: NetworkState, table: TransitGatewayRouteTable): RouteTableOutput {
  const gateway = state.transitGateways[table.transitGatewayId];
  return {
    TransitGatewayRouteTableId: table.id,
    TransitGatewayId: table.transitGatewayId,
    State: table.state as RouteTableOutput['State'],
    DefaultAssociationRouteTable: gateway?.defaultAssociationRouteTableId === table.id,
    DefaultPropagationRouteTable: gateway?.defaultPropagationRouteTableId === table.id,
    CreationTime: new Date(table.createdAt),
    Tags: [...table.tags],
  };
}
