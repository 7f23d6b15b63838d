/**
 * One virtual private gateway in the place of another at a VPC, with connections of its own: what the user's guide calls
 * migrating to AWS VPN [H, SEED2]. No connection is modified; those on the old gateway stay where they are, for the way back.
 */
import { listOf, object, oneOf, optional, seconds, text, texts } from './property-codec';

/** A connection on the old gateway, and the one on the new gateway that carries its traffic afterwards. */
export interface ReplacedConnection {
  readonly fromId: string;
  readonly toId: string;
}

/** The new gateway at a VPC where nobody loses anything, before it takes the old one's place. */
export interface ReplacementTest {
  readonly vpcId: string;
  /** Tables of that VPC which have to learn the networks behind the VPN. */
  readonly routeTableIds: readonly string[];
  /** From the beginning of the operation, for attaching and for the device together. */
  readonly withinSeconds: number;
}

export interface GatewayReplacement {
  /** Where the new gateway takes the old one's place. */
  readonly vpcId: string;
  /** At least one; the record is kept under the old connection of the first. */
  readonly connections: readonly ReplacedConnection[];
  /** What the old connections have to be; absent: any. */
  readonly fromCategory?: 'VPN-Classic';
  readonly test?: ReplacementTest;
}

/** Old ones and new ones. */
export function idsOf(connections: readonly ReplacedConnection[]): string[] {
  return connections.flatMap(({ fromId, toId }) => [fromId, toId]);
}

/** What makes a replacement this one: how it is tested may be edited at any time. */
export function identityOfReplacement({ vpcId, connections, fromCategory }: GatewayReplacement): object {
  return { vpcId, connections, fromCategory };
}

const connections = listOf(object<ReplacedConnection>({ fromId: text, toId: text }));

/** As properties of the custom resource. */
export const replacement = object<GatewayReplacement>({
  vpcId: text,
  connections: {
    ...connections,
    read: (name, value) => {
      if (Array.isArray(value) && value.length > 0) return connections.read(name, value);
      throw new Error(`property ${name} must be a list of at least one, got ${JSON.stringify(value)}`);
    },
  },
  fromCategory: optional(oneOf('VPN-Classic')),
  test: optional(object<ReplacementTest>({ vpcId: text, routeTableIds: texts, withinSeconds: seconds })),
});
