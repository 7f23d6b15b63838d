/** What the keeping of a configuration needs of the world, and how a call fails. */
import { DeclaredFormat } from '../../src/contract/device-configuration/declaration';
import { ChoicesOfTunnel, ConnectionEnds } from '../../src/contract/device-configuration/device-tunnel';
import { adviceFor, FailureKind } from '../aws/failure-kind';
import { DeviceType } from '../engine/device-configuration/device-type';
import { ObservedConnection } from '../engine/device-configuration/readiness';
import type { RetryableFailure } from '../runner/ports';

/** With its configuration, which holds the pre-shared keys: nothing that is made of it may be logged or be part of an error. */
export interface ConnectionWithConfiguration extends ObservedConnection {
  /** Absent while EC2 does not show it. */
  readonly xml?: string;
  /** The options of its tunnels, less their keys. */
  readonly choices: readonly ChoicesOfTunnel[];
}

/** @throws {UnfitForDevice} when the service's configuration is not what is expected, of which nothing is repeated */
export type ReadXml = (xml: string) => ConnectionEnds;

export interface SampleRequest extends Pick<Extract<DeclaredFormat, { kind: 'sample' }>, 'ikeVersion' | 'sampleType'> {
  readonly vpnConnectionId: string;
  readonly deviceTypeId: string;
}

export interface Network {
  /** Nothing of a connection that EC2 does not know. */
  connection(id: string): Promise<ConnectionWithConfiguration | undefined>;
  deviceTypes(): Promise<DeviceType[]>;
  /** Holds the pre-shared keys; empty where EC2 answers without one. */
  sample(request: SampleRequest): Promise<string>;
}

export interface Secrets {
  /** @param token names the version: a second call with the same one leaves the secret as the first has made it */
  put(secretArn: string, token: string, value: string): Promise<void>;
}

/**
 * A call that did not work out. Of the answer it has the code alone: EC2's own words, and the client's about an answer that it could
 * not read, may quote what holds a key. What does not fit in an answer is in our words, and holds none.
 */
export class CallFailure extends Error {
  constructor(readonly doing: string, said: string | RetryableFailure, readonly kind: FailureKind) {
    super(`${doing}: ${typeof said === 'string' ? codeAlone(said) : said.message}${adviceFor(kind)}`);
    this.name = 'CallFailure';
  }
}

/** Codes are words; anything else that stands in the code's place is not repeated. */
function codeAlone(code: string): string {
  return /^[A-Za-z]+(\.[A-Za-z]+)*$/.test(code) && code.length <= 80 ? code : 'an answer without a code';
}
