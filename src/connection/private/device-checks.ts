/** Which device a connection leads to: one that exists as a construct, or one that is made from its address. */
import { DeviceConnectionOptions } from '../device-connection-options';

/** @throws an error unless exactly one of both is given, with nothing beside it that only the other has */
export function requireOneDevice({ customerGateway, ip, asn }: DeviceConnectionOptions): void {
  if (customerGateway === undefined && ip === undefined) {
    throw new Error('give either `customerGateway` or `ip`, got neither; the connection needs an on-premises device');
  }
  if (customerGateway !== undefined && ip !== undefined) {
    throw new Error('give either `customerGateway` or `ip`, got both; remove the one that does not name the device');
  }
  if (customerGateway !== undefined && asn !== undefined) {
    throw new Error(`\`asn\` belongs to the device at \`ip\`, got ${asn} together with \`customerGateway\`; remove it, since a customer gateway has its own`);
  }
}
