/** EC2's refusals, each with the code and the words that AWS uses where these are known. */
import { canonicalCidr } from './cidr';
import { isLive, NAMINGS, TableName, Tables, VpnConnection, WITHOUT_POINT } from './records';
import { Context, get, NetworkState } from './state';
import { Ec2Error } from '../contracts';

export function notFound(table: TableName, id: string, context: Context): Ec2Error {
  const { code, noun } = NAMINGS[table];
  const wire = table === 'transitGatewayRouteTables' ? context.unknowns.transitGatewayRouteTableNotFound
    : `${code}${WITHOUT_POINT.includes(table) ? '' : '.'}NotFound`;
  return new Ec2Error(wire, `The ${noun} ID '${id}' does not exist`);
}

/** The record as it is; a deleted one is found, too. */
export function found<Name extends TableName>(state: NetworkState, table: Name, id: string | undefined, context: Context): Tables[Name] {
  requireWellFormed(table, id);
  const record = get(state, table, id);
  if (record === undefined) throw notFound(table, id, context);
  return record;
}

/** The record of an object that an operation is to act on: one that is not deleted. */
export function live<Name extends TableName>(state: NetworkState, table: Name, id: string | undefined, context: Context): Tables[Name] {
  const record = found(state, table, id, context);
  if ('state' in record && !isLive(record)) throw notFound(table, record.id, context);
  return record;
}

/** [1.1 M, TF PR 19311: an empty value is answered like a missing one] */
export function required<T>(name: string, value: T | undefined | null): T {
  if (value === undefined || value === null || value === '') {
    throw new Ec2Error('MissingParameter', `The request must contain the parameter ${name.charAt(0).toLowerCase()}${name.slice(1)}`);
  }
  return value;
}

/** [2.3: InvalidRoute.Malformed, "CIDR not written exactly (also for VPN routes)"] */
export function exactCidr(name: string, value: string | undefined): string {
  const cidr = required(name, value);
  if (canonicalCidr(cidr) !== cidr) throw new Ec2Error('InvalidRoute.Malformed', `The destination CIDR block ${cidr} is malformed`);
  return cidr;
}

/** [2.3] */
export function noSuchRoute(destination: string, routeTableId: string): Ec2Error {
  return new Ec2Error('InvalidRoute.NotFound', `no route with destination-cidr-block ${destination} in route table ${routeTableId}`);
}

/** [2.3] */
export function routeExists(destination: string): Ec2Error {
  return new Ec2Error('RouteAlreadyExists', `The route identified by ${destination} already exists`);
}

export function incorrectState(id: string, state: string): Ec2Error {
  return new Ec2Error('IncorrectState', `${id} is in invalid state ${state}`);
}

/** [2.1 connection state, H ERR; the code of other services for the same: 2.3] */
export function notAvailable(connection: VpnConnection, { unknowns }: Context): Ec2Error {
  const message = `The vpnConnection ${connection.id} must be in the available state to complete the request`;
  return new Ec2Error(unknowns.modifyWhileNotAvailable, message);
}

/** Ids are a prefix and 17 hex digits, 8 in old accounts [5]. */
function requireWellFormed(table: TableName, id: string | undefined): asserts id is string {
  const { prefix, code, noun } = NAMINGS[table];
  const text = required(`${noun}Id`, id);
  const digits = text.slice(prefix.length + 1);
  if (text.startsWith(`${prefix}-`) && /^([0-9a-f]{8}|[0-9a-f]{17})$/.test(digits)) return;
  throw new Ec2Error(`${code}.Malformed`, `Invalid id: "${text}" (expecting "${prefix}-...")`);
}
