/** The SDK's client as far as adapters use it, `send`, on the network itself: the rules without the wire. */
import type { EC2Client } from '@aws-sdk/client-ec2';
import { Network } from './network';
import { Ec2Error } from '../contracts';

interface Command {
  /** Kind, namespace and name of the operation, and then what it takes and answers. */
  readonly schema: readonly [kind: number, namespace: string, name: string, ...rest: unknown[]];
  readonly input: Record<string, unknown>;
}

/** One call as it was asked and answered. */
export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** EC2's error code, where it was refused. */
  readonly refused?: string;
}

/** @param told of every call; errors are those that the SDK throws */
export function clientOf(network: Network, reported: (call: Call) => void = () => undefined): EC2Client {
  // A bundle may have given the command's class any name: its schema has the operation's.
  const send = async ({ schema: [, , operation], input }: Command) => {
    try {
      const output = network.call(operation, input);
      reported({ operation, input });
      return output;
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      reported({ operation, input, refused: error.code });
      throw Object.assign(new Error(error.message), { name: error.code, $metadata: { httpStatusCode: error.status } });
    }
  };
  return { send } as unknown as EC2Client;
}
