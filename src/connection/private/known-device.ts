/** What is known at synthesis of the device behind a customer gateway. One that was taken by its id may be anything. */
import { Stack, Tokenization } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** The ASN AWS assumes for a device that does not say [H, SDK]. */
export const ASN_DEFAULT = 65000;

export interface KnownDevice {
  readonly ip?: string;
  readonly asn?: number;
  /** EC2 knows no address of it, as is possible with a certificate. */
  readonly hasNoAddress?: boolean;
}

/** A customer gateway of this library, which says what is known of its device. */
export interface DescribesDevice {
  readonly _device: KnownDevice;
}

/** Nothing is known of somebody else's implementation: its getters may throw. */
export function knownDevice(customerGateway: object): KnownDevice {
  return (customerGateway as Partial<DescribesDevice>)._device ?? {};
}

/**
 * By which EC2 tells customer gateways apart that are equal otherwise: it answers the creation of one that is equal in everything with the
 * one that is there, and deleting either deletes both [aws-vpn-behaviour 2.1, CGW duplicates]. Nothing of it is a construct's path: a
 * customer gateway whose name changes is replaced, and its connection is down meanwhile.
 */
export function defaultDeviceName(scope: IConstruct, ip: string, asn: number, ...more: string[]): string {
  return [Stack.of(scope).stackName, ip, Tokenization.stringifyNumber(asn), ...more].join('-');
}
