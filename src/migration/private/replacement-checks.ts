/** The checks of a declared replacement of a virtual private gateway that need nothing but the declaration. */
import { Duration, Token } from 'aws-cdk-lib';
import { TargetGateway } from '../../connection/target-gateway';
import { MoveDeclaration, VirtualPrivateGatewayEnd } from '../../contract/declaration';
import { idsOf, ReplacedConnection } from '../../contract/replacement-declaration';
import {
  at, knownSeconds, requireAtLeastOne, requireEach, requireId, requireKnownLength, requireSeconds, requireVpcRouteTableId,
} from '../../private/checks';
import { placeName } from '../../private/place';

/** EC2 needs a minute at least to attach a gateway. */
const TEST_SECONDS_MIN = 120;

export interface ReplaceableEnds {
  readonly from: VirtualPrivateGatewayEnd;
  readonly to: VirtualPrivateGatewayEnd;
  readonly vpcId: string;
}

export function requireReplaceable(from: TargetGateway, to: TargetGateway): ReplaceableEnds {
  const [old, wanted] = [requireVirtualPrivateGateway('from', from), requireVirtualPrivateGateway('to', to)];
  if (old.id === wanted.id) {
    throw new Error(`\`from\` and \`to\` must be two virtual private gateways, got ${JSON.stringify(old.id)} for both; there is nothing to replace`);
  }
  if (wanted.vpcId === undefined) {
    throw new Error('`to` must say at which VPC it takes the place of `from`, got no `vpcId`;'
      + ' pass `TargetGateway.virtualPrivateGateway(…, { vpcId: \'vpc-…\' })`');
  }
  if (old.vpcId !== undefined && old.vpcId !== wanted.vpcId) {
    throw new Error(`\`vpcId\` of \`from\` must be that of \`to\`, got ${JSON.stringify(old.vpcId)} and ${JSON.stringify(wanted.vpcId)};`
      + ' one VPC exchanges its gateway, so name it at `to` and leave it out at `from`');
  }
  const { vpcId, ...rest } = old;
  return { from: rest, to: wanted, vpcId: wanted.vpcId };
}

export function requireConnections(connections: readonly ReplacedConnection[]): readonly ReplacedConnection[] {
  requireKnownLength('connections', connections);
  requireAtLeastOne('connections', connections, 'connection and the one that takes its place');
  connections.forEach(({ fromId, toId }, index) => {
    requireId(`${at('connections', index)}.from.vpnId`, fromId, 'vpn', 'VPN connection');
    requireId(`${at('connections', index)}.to.vpnId`, toId, 'vpn', 'VPN connection');
  });
  const all = idsOf(connections);
  const twice = all.find((id, index) => all.indexOf(id) !== index);
  if (twice === undefined) return connections;
  throw new Error(`\`connections\` must name each connection once, got ${JSON.stringify(twice)} twice; every old one has a new one of its own`);
}

/** A connection of this app says itself where it stands. */
export function requireOnGateway(prop: string, path: string, standsOn: TargetGateway, wanted: TargetGateway): void {
  const place = standsOn._place;
  if (place.kind === 'virtual-private-gateway' && place.end.id === wanted.gatewayId) return;
  throw new Error(`\`${prop}\` must be a connection on the gateway of \`to\`, got ${path} on ${placeName(place)}; give it that gateway as \`target\``);
}

interface DeclaredTest {
  readonly vpcId: string;
  readonly routeTableIds?: string[];
  readonly timeout?: Duration;
}

export function requireTest(
  test: DeclaredTest | undefined, vpcId: string, usual: Duration,
  { vpcRouteTables, forwardDeadlineSeconds }: Pick<MoveDeclaration, 'vpcRouteTables' | 'forwardDeadlineSeconds'>,
): void {
  if (test === undefined) return;
  const { routeTableIds = [], timeout = usual } = test;
  requireId('test.vpcId', test.vpcId, 'vpc', 'VPC');
  if (test.vpcId === vpcId) {
    throw new Error(`\`test.vpcId\` must be another VPC than that of \`to\`, got ${JSON.stringify(vpcId)} for both; nobody may depend on the test`);
  }
  requireEach('test.routeTableIds', routeTableIds, requireVpcRouteTableId);
  const shared = routeTableIds.find((id) => vpcRouteTables.some((table) => table.routeTableId === id));
  if (shared !== undefined) {
    throw new Error(`\`test.routeTableIds\` must be tables of the test VPC, got ${JSON.stringify(shared)}, which \`vpcRouteTables\` names too; remove it from one`);
  }
  requireSeconds('test.timeout', timeout, TEST_SECONDS_MIN);
  if ((knownSeconds(timeout) ?? 0) < forwardDeadlineSeconds) return;
  throw new Error(`\`test.timeout\` must be shorter than \`forwardTimeout\`, of which it is a part, got ${timeout.toHumanString()}`
    + ` and ${Duration.seconds(forwardDeadlineSeconds).toHumanString()}; shorten it, or make \`forwardTimeout\` longer`);
}

export function requireUnreplaced(vpcId: string, others: readonly { readonly path: string; readonly vpcId: string }[]): void {
  const other = others.find((each) => each.vpcId === vpcId && !Token.isUnresolved(vpcId));
  if (other === undefined) return;
  throw new Error(`\`to.vpcId\` must be a VPC whose gateway nothing else in the stack replaces, got ${vpcId}, which ${other.path} is for;`
    + ' put the second replacement into a stack of its own that is deployed after this one');
}

function requireVirtualPrivateGateway(prop: 'from' | 'to', target: TargetGateway): VirtualPrivateGatewayEnd {
  const place = target._place;
  if (place.kind === 'virtual-private-gateway') return place.end as VirtualPrivateGatewayEnd;
  throw new Error(`\`${prop}\` must be a virtual private gateway, got ${placeName(place)}; to or from another kind of gateway`
    + ' VpnTargetMigration moves a connection');
}
