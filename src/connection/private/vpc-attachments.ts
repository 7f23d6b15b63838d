/** What attaches VPCs to a gateway, as far as the stack itself has it: EC2 takes no route of a VPC to a gateway before. */
import { CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Dependable, IConstruct, IDependable } from 'constructs';
import { Place } from '../../private/place';
import { namedBy } from '../../private/references';

/** Each with the property that names the gateway. */
const ATTACHING: Readonly<Record<string, string>> = {
  'AWS::EC2::TransitGatewayAttachment': 'transitGatewayId',
  'AWS::EC2::TransitGatewayVpcAttachment': 'transitGatewayId',
  'AWS::EC2::VPCGatewayAttachment': 'vpnGatewayId',
  'AWS::NetworkManager::VpcAttachment': 'coreNetworkId',
};

/** What a VPC attachment of a transit gateway has besides. */
const ROUTING: readonly string[] = ['AWS::EC2::TransitGatewayRouteTableAssociation', 'AWS::EC2::TransitGatewayRouteTablePropagation'];

export interface VpcAttachments {
  readonly place: Place;
  /** Where these name tables of the stack, only attachments of their VPCs count; otherwise all of the gateway. */
  readonly routeTableIds: readonly string[];
  /** Whether what associates the attachments, and propagates from them, counts, too. */
  readonly withRouting?: boolean;
}

/** They are looked for when the app is synthesized, so that they may be declared after whatever waits for them. */
export function vpcAttachments(scope: IConstruct, wanted: VpcAttachments): IDependable {
  const attached: IDependable = {};
  Dependable.implement(attached, {
    get dependencyRoots() {
      return attachmentsIn(Stack.of(scope), wanted);
    },
  });
  return attached;
}

function attachmentsIn(stack: Stack, { place, routeTableIds, withRouting = false }: VpcAttachments): IConstruct[] {
  const gatewayId = gatewayIdOf(place);
  const vpcIds = routeTableIds.map((id) => vpcIdOf(id));
  const resources = stack.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each) && Stack.of(each) === stack);
  const attachments = resources.filter((each) => isSame(valueOf(each, ATTACHING[each.cfnResourceType]), gatewayId)
    && (vpcIds.length === 0 || vpcIds.some((vpcId) => vpcId === undefined || isSame(valueOf(each, 'vpcId'), vpcId))));
  if (!withRouting) return attachments;
  return [...attachments, ...resources.filter((each) => ROUTING.includes(each.cfnResourceType)
    && attachments.some((attachment) => namedBy(valueOf(each, 'transitGatewayAttachmentId')) === attachment))];
}

function gatewayIdOf(place: Place): string | undefined {
  switch (place.kind) {
    case 'virtual-private-gateway':
    case 'transit-gateway': return place.end.id;
    case 'vpn-concentrator': return place.concentrator.transitGatewayId;
    case 'core-network': return place.coreNetworkId;
    case 'none': return undefined;
  }
}

/** That of a table which is only an id nobody here knows. */
function vpcIdOf(routeTableId: string): unknown {
  const table = namedBy(routeTableId);
  return table instanceof ec2.CfnRouteTable ? table.vpcId : undefined;
}

function valueOf(resource: CfnResource, property: string | undefined): unknown {
  return property === undefined ? undefined : resource[property as keyof CfnResource];
}

/** The same text, or attributes of the same resource: a resource's id may be its Ref or one of its attributes. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || one === other) return one !== undefined;
  const resource = namedBy(one);
  return resource !== undefined && resource === namedBy(other);
}
