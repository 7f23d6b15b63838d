/**
 * One virtual private gateway in the place of another at a VPC, with connections of its own: what the user's guide calls
 * migrating to AWS VPN [H, SEED2]. No connection is modified; those on the old gateway stay where they are, for the way back.
 */
import { requireOneOf, requireSeconds, requireText } from './property-values';

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

/** The same in the custom resource's properties. */
export interface ReplacementProperties {
  readonly VpcId: string;
  readonly Connections: readonly { readonly FromId: string; readonly ToId: string }[];
  readonly FromCategory?: string;
  readonly Test?: { readonly VpcId: string; readonly RouteTableIds?: readonly string[]; readonly WithinSeconds: string };
}

/** Old ones and new ones. */
export function idsOf(connections: readonly ReplacedConnection[]): string[] {
  return connections.flatMap(({ fromId, toId }) => [fromId, toId]);
}

/** What makes a replacement this one: how it is tested may be edited at any time. */
export function identityOfReplacement({ vpcId, connections, fromCategory }: GatewayReplacement): object {
  return { vpcId, connections, fromCategory };
}

export function replacementToProperties(replacement: GatewayReplacement): ReplacementProperties {
  const { vpcId, connections, fromCategory, test } = replacement;
  return {
    VpcId: vpcId,
    Connections: connections.map(({ fromId, toId }) => ({ FromId: fromId, ToId: toId })),
    ...fromCategory === undefined ? {} : { FromCategory: fromCategory },
    ...test === undefined ? {} : {
      Test: { VpcId: test.vpcId, RouteTableIds: test.routeTableIds, WithinSeconds: String(test.withinSeconds) },
    },
  };
}

/** @throws when a property is missing or has a value that `replacementToProperties` never writes. */
export function replacementFromProperties(properties: ReplacementProperties): GatewayReplacement {
  const { VpcId, Connections, FromCategory, Test } = properties;
  if (!Array.isArray(Connections) || Connections.length === 0) {
    throw new Error(`property Replacement.Connections must be a list of at least one, got ${JSON.stringify(Connections)}`);
  }
  return {
    vpcId: requireText('Replacement.VpcId', VpcId),
    connections: Connections.map(({ FromId, ToId }) => ({
      fromId: requireText('Replacement.Connections.FromId', FromId), toId: requireText('Replacement.Connections.ToId', ToId),
    })),
    ...FromCategory === undefined ? {} : { fromCategory: requireOneOf('Replacement.FromCategory', FromCategory, ['VPN-Classic'] as const) },
    ...Test === undefined ? {} : {
      test: {
        vpcId: requireText('Replacement.Test.VpcId', Test.VpcId),
        routeTableIds: Test.RouteTableIds ?? [],
        withinSeconds: requireSeconds('Replacement.Test.WithinSeconds', Test.WithinSeconds),
      },
    },
  };
}
