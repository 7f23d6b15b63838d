/** Answers that leave something out: on none of them may anybody decide that it is not there. */
import { NormalizedSchema } from '@smithy/core/schema';
import { Dice, Structure } from './answers';

/** What an object must say to be one, by the name of its structure. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  VpnConnection: ['VpnConnectionId', 'State', 'CustomerGatewayId'],
  VpnStaticRoute: ['DestinationCidrBlock', 'State'],
  VpnGateway: ['VpnGatewayId', 'State'],
  VpcAttachment: ['VpcId', 'State'],
  CustomerGateway: ['CustomerGatewayId', 'State'],
  TransitGateway: ['TransitGatewayId', 'State', 'OwnerId'],
  TransitGatewayAttachment: ['TransitGatewayAttachmentId', 'TransitGatewayId', 'ResourceType', 'State'],
  TransitGatewayAttachmentAssociation: ['TransitGatewayRouteTableId', 'State'],
  TransitGatewayAttachmentPropagation: ['TransitGatewayRouteTableId', 'State'],
  TransitGatewayRouteTable: ['TransitGatewayRouteTableId', 'State'],
  TransitGatewayRoute: ['DestinationCidrBlock', 'Type', 'State'],
  TransitGatewayRouteAttachment: ['TransitGatewayAttachmentId'],
  TransitGatewayPrefixListReference: ['PrefixListId'],
  RouteTable: ['RouteTableId', 'VpcId'],
  Route: ['DestinationCidrBlock', 'Origin', 'State'],
  PropagatingVgw: ['GatewayId'],
  Vpc: ['VpcId'],
  Subnet: ['SubnetId', 'VpcId', 'AvailabilityZone'],
};

interface Place {
  readonly structure: Structure;
  readonly member: string;
}

/** @returns the answer, in which one object lacks its id, its state, or what it leads to; the same where it holds no object */
export function withoutOneMember(schema: NormalizedSchema, answer: Structure, dice: Dice): Structure {
  const places = placesIn(schema, answer);
  if (places.length === 0) return answer;
  const { structure, member } = places[dice.between(0, places.length - 1)];
  return replaced(answer, structure, Object.fromEntries(Object.entries(structure).filter(([name]) => name !== member))) as Structure;
}

/** @returns the answer less one item, where there is one and the distortion can be told of it */
export function without(kind: 'flag-without-token' | 'fewer-objects', input: Structure, answer: Structure, dice: Dice): Structure {
  const [name, list] = Object.entries(answer).find((each): each is [string, unknown[]] => Array.isArray(each[1])) ?? [];
  if (name === undefined || list === undefined || list.length === 0) return answer;
  const index = dice.between(0, list.length - 1);
  const fewer = { ...answer, [name]: list.filter((_, each) => each !== index) };
  if (kind === 'fewer-objects') return isAskedById(input, list[0] as Structure) ? fewer : answer;
  if (!Object.hasOwn(answer, 'AdditionalRoutesAvailable')) return answer;
  const { NextToken: _, ...rest } = fewer as Structure & { readonly NextToken?: unknown };
  return { ...rest, AdditionalRoutesAvailable: true };
}

/** Whether the items themselves were named, and not what they are part of: the id of an item is its first member, or its own kind's. */
function isAskedById({ Filters, ...input }: Structure, item: Structure): boolean {
  const filters = (Filters ?? []) as readonly { readonly Name?: string; readonly Values?: readonly string[] }[];
  const asked = [...filters.map((each) => each.Values ?? []), ...Object.values(input).filter(Array.isArray)] as readonly unknown[][];
  const own = OWN_IDS.find((name) => Object.hasOwn(item, name));
  return own !== undefined && asked.some((ids) => ids.includes(item[own]));
}

/** In the order in which one of them tells what kind of object it is. */
const OWN_IDS = ['RouteTableId', 'SubnetId', 'VpnConnectionId', 'VpnGatewayId', 'CustomerGatewayId', 'TransitGatewayAttachmentId',
  'TransitGatewayRouteTableId', 'TransitGatewayId', 'VpcId'];

function placesIn(schema: NormalizedSchema | undefined, value: unknown): Place[] {
  if (schema?.isListSchema() === true && Array.isArray(value)) {
    return value.flatMap((each: unknown) => placesIn(schema.getValueSchema(), each));
  }
  if (schema?.isStructSchema() !== true || typeof value !== 'object' || value === null) return [];
  const structure = value as Structure;
  const needed = NEEDED[schema.getName(false) ?? ''] ?? [];
  const here = needed.filter((member) => structure[member] !== undefined).map((member) => ({ structure, member }));
  return [...here, ...Object.entries(structure).flatMap(([name, member]) => placesIn(schema.getMemberSchemas()[name], member))];
}

function replaced(value: unknown, old: Structure, by: Structure): unknown {
  if (value === old) return by;
  if (Array.isArray(value)) return value.map((each: unknown) => replaced(each, old, by));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replaced(member, old, by)]));
}
