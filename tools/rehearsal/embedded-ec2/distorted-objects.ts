/** Objects that an answer may hold besides what was asked for: deleted ones that linger, and strangers in states that nobody knows. */
import { Structure } from './answers';

const STATE_OF_LATER = 'hibernating';
const NETWORK_OF_NOBODY = '198.18.77.0/24';
const ATTACHMENT_OF_NOBODY = 'tgw-attach-0ddba11000000000f';

type Items = readonly Structure[];

/** @returns the answer, with what was deleted listed before what is there */
export function addLingering(operation: string, input: Structure, answer: Structure): Structure {
  const before = (name: string, gone: (each: Structure) => Structure) => {
    const items = itemsOf(answer, name);
    return { ...answer, [name]: [...items.map(gone), ...items] };
  };
  const another = (id: string, State: string) => (each: Structure) => ({ ...each, [id]: idOfAnother(each[id]), State });
  switch (operation) {
    case 'DescribeTransitGatewayAttachments': return before('TransitGatewayAttachments', another('TransitGatewayAttachmentId', 'deleted'));
    case 'DescribeTransitGatewayVpcAttachments': return before('TransitGatewayVpcAttachments', another('TransitGatewayAttachmentId', 'deleted'));
    case 'DescribeTransitGatewayRouteTables': return before('TransitGatewayRouteTables', another('TransitGatewayRouteTableId', 'deleted'));
    case 'GetTransitGatewayAttachmentPropagations': return before('TransitGatewayAttachmentPropagations', (each) => ({ ...each, State: 'disabled' }));
    case 'GetTransitGatewayPrefixListReferences': return before('TransitGatewayPrefixListReferences', (each) => ({ ...each, State: 'deleting' }));
    case 'SearchTransitGatewayRoutes': return before('Routes', (each) => ({ ...each, State: 'deleted' }));
    case 'DescribeVpnConnections': return withLingeringConnections(input, answer);
    case 'DescribeVpnGateways': return withMembers(answer, 'VpnGateways', (gateway) => ({
      VpcAttachments: [...itemsOf(gateway, 'VpcAttachments').map((each) => ({ ...each, State: 'detached' })), ...itemsOf(gateway, 'VpcAttachments')],
    }));
    case 'DescribeRouteTables': return withLingeringAssociations(answer);
    default: return answer;
  }
}

/** @returns the answer, with something in it that has nothing to do with what it is asked for, in a state of a later version */
export function addWithNewStates(operation: string, input: Structure, answer: Structure): Structure {
  const after = (name: string, ...added: readonly Structure[]) => ({ ...answer, [name]: [...itemsOf(answer, name), ...added] });
  const [transitGatewayId] = valuesOf(input, 'transit-gateway-id');
  switch (operation) {
    case 'DescribeTransitGatewayAttachments':
      if (transitGatewayId === undefined || valuesOf(input, 'resource-id').length > 0) return answer;
      return after('TransitGatewayAttachments', {
        TransitGatewayAttachmentId: ATTACHMENT_OF_NOBODY, TransitGatewayId: transitGatewayId, ResourceType: 'quantum-link', State: STATE_OF_LATER,
      });
    case 'DescribeTransitGatewayRouteTables':
      if (transitGatewayId === undefined) return answer;
      return after('TransitGatewayRouteTables', {
        TransitGatewayRouteTableId: 'tgw-rtb-0ddba11000000000f', TransitGatewayId: transitGatewayId, State: STATE_OF_LATER,
      });
    case 'DescribeRouteTables':
      // It leads to something that this version has no member for.
      return withMembers(answer, 'RouteTables', (table) => ({
        Routes: [...itemsOf(table, 'Routes'), { DestinationCidrBlock: NETWORK_OF_NOBODY, Origin: 'CreateRoute', State: STATE_OF_LATER }],
        Associations: [...itemsOf(table, 'Associations'), { AssociationState: { State: STATE_OF_LATER }, Main: false }],
      }));
    case 'DescribeVpcs':
      return withMembers(answer, 'Vpcs', (vpc) => ({
        CidrBlockAssociationSet: [
          ...itemsOf(vpc, 'CidrBlockAssociationSet'), { CidrBlock: NETWORK_OF_NOBODY, CidrBlockState: { State: STATE_OF_LATER } },
        ],
      }));
    default:
      return answer;
  }
}

/** Asked for by id, EC2 answers these and no others. */
function withLingeringConnections(input: Structure, answer: Structure): Structure {
  const items = itemsOf(answer, 'VpnConnections');
  const isById = input.VpnConnectionIds !== undefined || valuesOf(input, 'vpn-connection-id').length > 0;
  const others = isById ? [] : items.map((each) => ({ ...each, VpnConnectionId: idOfAnother(each.VpnConnectionId), State: 'deleted' }));
  const VpnConnections = [...others, ...items].map((each) => ({
    ...each, Routes: [...itemsOf(each, 'Routes').map((route) => ({ ...route, State: 'deleted' })), ...itemsOf(each, 'Routes').map((route) => ({ ...route }))],
  }));
  return { ...answer, VpnConnections };
}

/** Every table has lost the subnets that the other ones have. */
function withLingeringAssociations(answer: Structure): Structure {
  const subnetsOf = (table: Structure) => itemsOf(table, 'Associations').flatMap(({ SubnetId: id }) => id ?? []);
  const all = itemsOf(answer, 'RouteTables').flatMap(subnetsOf);
  return withMembers(answer, 'RouteTables', (table) => ({
    Associations: [
      ...all.filter((id) => !subnetsOf(table).includes(id)).map((SubnetId) => ({ SubnetId, Main: false, AssociationState: { State: 'disassociated' } })),
      ...itemsOf(table, 'Associations'),
    ],
  }));
}

function withMembers(answer: Structure, name: string, change: (each: Structure) => Structure): Structure {
  return { ...answer, [name]: itemsOf(answer, name).map((each) => ({ ...each, ...change(each) })) };
}

function idOfAnother(id: unknown): string {
  return `${String(id).slice(0, -8)}0ddba11f`;
}

function itemsOf(of: Structure, name: string): Items {
  return (of[name] ?? []) as Items;
}

/** Of a filter. */
function valuesOf(input: Structure, filter: string): readonly string[] {
  const filters = (input.Filters ?? []) as readonly { readonly Name?: string; readonly Values?: readonly string[] }[];
  return filters.find((each) => each.Name === filter)?.Values ?? [];
}
