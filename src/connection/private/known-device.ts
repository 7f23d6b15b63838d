/** What is known at synthesis of the device behind a customer gateway. One that was taken by its id may be anything. */

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
