/** One virtual private gateway in the place of another at a VPC, with connections of its own. */
import { Duration, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { MigrationOptions } from './migration-options';
import { MoveDeclaration, VirtualPrivateGatewayEnd } from '../contract/declaration';
import { REPLACEMENT_TYPE } from '../contract/properties';
import { GatewayReplacement, idsOf, ReplacedConnection } from '../contract/replacement-declaration';
import { declareOptions, requireOneVpc } from './private/migration-declaration';
import { GatewayChange } from './private/migration-resource';
import { SiteToSiteVpn } from '../connection/site-to-site-vpn';
import { TargetGateway } from '../connection/target-gateway';
import {
  at, knownSeconds, refuse, requireAtLeastOne, requireEach, requireId, requireKnownLength, requireSeconds, requireVpcRouteTableId,
} from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';
import { placeName } from '../private/place';

const TEST_TIMEOUT_DEFAULT = Duration.minutes(10);

/** EC2 needs a minute at least to attach a gateway. */
const TEST_SECONDS_MIN = 120;

/**
 * A connection on the old virtual private gateway, and the one on the new gateway that carries its traffic afterwards.
 */
export interface VpnConnectionReplacement {
  /** The connection on the old gateway: `SiteToSiteVpn.fromVpnConnectionId(…)`. It is not changed. */
  readonly from: ec2.IVpnConnection;

  /**
   * The connection on the new gateway, with addresses and pre-shared keys of its own, for which the device has been prepared. With
   * static routing it has the static routes of the old one.
   */
  readonly to: ec2.IVpnConnection;
}

/**
 * A test of the new virtual private gateway, before it takes the old one's place: it is attached to another VPC, its tunnels have to
 * come up there and the tables of that VPC to learn the networks behind the VPN, and it is detached again.
 */
export interface VirtualPrivateGatewayTest {
  /** The VPC for the test, `vpc-…`, which has no virtual private gateway. */
  readonly vpcId: string;

  /**
   * Tables of that VPC, `rtb-…`, into which the gateway propagates during the test, and which have to learn the networks.
   *
   * @default - only the tunnels are looked at
   */
  readonly routeTableIds?: string[];

  /**
   * How long the test may take, attaching included. It is a part of `forwardTimeout`.
   *
   * @default Duration.minutes(10)
   */
  readonly timeout?: Duration;
}

/**
 * Properties of a {@link VirtualPrivateGatewayReplacement}.
 */
export interface VirtualPrivateGatewayReplacementProps extends MigrationOptions {
  /**
   * The virtual private gateway that is attached to the VPC. Name the VPC's tables into which it propagates as its
   * `propagatingRouteTableIds`, so that the way back can restore them.
   */
  readonly from: TargetGateway;

  /**
   * The virtual private gateway that takes its place: attached to nothing, with `vpcId`, the VPC, and with
   * `propagatingRouteTableIds`, the tables into which it is to propagate.
   */
  readonly to: TargetGateway;

  /**
   * The connections on the old gateway, each with the one that takes its place. The record is kept under the old connection of the
   * first. What else hangs on the old gateway is cut off, so it is refused unless it is accepted by its finding's id.
   */
  readonly connections: VpnConnectionReplacement[];

  /**
   * A test of the new gateway at another VPC, right before.
   *
   * @default - there is none
   */
  readonly test?: VirtualPrivateGatewayTest;
}

/**
 * Puts one virtual private gateway in the place of another at a VPC, for instance because the AS number of the AWS side has to change,
 * which cannot be changed of a gateway. Both gateways and their connections exist already, and no connection is modified.
 *
 * The old gateway's propagation is switched off and it is detached, the new one is attached, and the routes of the VPC's tables and
 * propagation are led to it. Traffic stops from the first of these until the new connections' tunnels are up: EC2 takes a minute to
 * several for each attachment. Nothing is changed before everything has been checked and a backup has been written; the old
 * connections and the old gateway are kept, and the way back is the same procedure with the gateways swapped.
 *
 * Stages, maintenance window, deadlines, verification and records are those of a {@link VpnTargetMigration}.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/how_it_works.html#VPNGateway
 */
@namedInErrors
export class VirtualPrivateGatewayReplacement extends GatewayChange {
  /**
   * @throws an error when a property is malformed, two contradict each other, or the stack replaces the gateway of that VPC already
   */
  constructor(scope: Construct, id: string, props: VirtualPrivateGatewayReplacementProps) {
    super(scope, id);
    props.from._requireHere(this, 'from');
    props.to._requireHere(this, 'to');
    this._declaration = this.declare(props);
    requireUnreplaced(this._declaration.replacement!.vpcId, this.others());
    // Of the connections their static routes too, where this app makes them.
    this._make(REPLACEMENT_TYPE, props, [
      ...props.connections.flatMap(({ from, to }) => [from, to]), ...props.from._dependencies, ...props.to._dependencies,
    ]);
  }

  /**
   * What the old connections have to be.
   *
   * @internal
   */
  protected get _fromCategory(): GatewayReplacement['fromCategory'] {
    return undefined;
  }

  private declare(props: VirtualPrivateGatewayReplacementProps): MoveDeclaration {
    const { connections, test } = props;
    const { routeTableIds = [], timeout = TEST_TIMEOUT_DEFAULT } = test ?? {};
    const { from, to, vpcId } = requireReplaceable(props.from, props.to);
    const pairs = requireConnections(connections.map((pair) => ({ fromId: pair.from.vpnId, toId: pair.to.vpnId })));
    connections.forEach((pair, index) => {
      if (pair.to instanceof SiteToSiteVpn) requireOnGateway(`connections[${index}].to`, pair.to.node.path, pair.to._target, props.to);
    });
    const options = declareOptions(props);
    requireTest(test, vpcId, options);
    return {
      vpnConnectionId: pairs[0].fromId,
      from,
      to,
      ...options,
      replacement: {
        vpcId,
        connections: pairs,
        ...this._fromCategory === undefined ? {} : { fromCategory: this._fromCategory },
        ...test === undefined ? {} : { test: { vpcId: test.vpcId, routeTableIds, withinSeconds: timeout.toSeconds() } },
      },
    };
  }

  /** At two gateways' places at one VPC CloudFormation would work at the same time. */
  private others(): { readonly path: string; readonly vpcId: string }[] {
    return Stack.of(this).node.findAll()
      .filter((each): each is VirtualPrivateGatewayReplacement => each instanceof VirtualPrivateGatewayReplacement && each !== this)
      .map((each) => ({ path: each.node.path, vpcId: each._declaration.replacement!.vpcId }));
  }
}

/**
 * Moves a VPC from an AWS Classic VPN connection to a connection of today. A Classic connection cannot be modified
 * ({@link VpnTargetMigration} refuses it), so the new connection stands on a virtual private gateway of its own, which takes the place of
 * the old one: this is a {@link VirtualPrivateGatewayReplacement} whose old connections have to be of category `VPN-Classic`.
 *
 * The way back is there until the Classic connection is deleted. A Classic connection cannot be made again.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html
 */
export class ClassicVpnMigration extends VirtualPrivateGatewayReplacement {
  /**
   * @internal
   */
  protected get _fromCategory(): GatewayReplacement['fromCategory'] {
    return 'VPN-Classic';
  }
}

function requireReplaceable(from: TargetGateway, to: TargetGateway) {
  const [old, wanted] = [requireVirtualPrivateGateway('from', from), requireVirtualPrivateGateway('to', to)];
  refuse(
    [old.id === wanted.id, () =>
      `\`from\` and \`to\` must be two virtual private gateways, got ${JSON.stringify(old.id)} for both; there is nothing to replace`],
    [wanted.vpcId === undefined, () => '`to` must say at which VPC it takes the place of `from`, got no `vpcId`;'
      + ' pass `TargetGateway.virtualPrivateGateway(…, { vpcId: \'vpc-…\' })`'],
  );
  requireOneVpc(old.vpcId, wanted.vpcId);
  const { vpcId, ...rest } = old;
  return { from: rest, to: wanted, vpcId: wanted.vpcId! };
}

function requireConnections(connections: readonly ReplacedConnection[]): readonly ReplacedConnection[] {
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
function requireOnGateway(prop: string, path: string, standsOn: TargetGateway, wanted: TargetGateway): void {
  const place = standsOn._place;
  if (place.kind === 'virtual-private-gateway' && place.end.id === wanted.gatewayId) return;
  throw new Error(`\`${prop}\` must be a connection on the gateway of \`to\`, got ${path} on ${placeName(place)}; give it that gateway as \`target\``);
}

function requireTest(
  test: VirtualPrivateGatewayTest | undefined, vpcId: string,
  { vpcRouteTables, forwardDeadlineSeconds }: Pick<MoveDeclaration, 'vpcRouteTables' | 'forwardDeadlineSeconds'>,
): void {
  if (test === undefined) return;
  const { routeTableIds = [], timeout = TEST_TIMEOUT_DEFAULT } = test;
  requireId('test.vpcId', test.vpcId, 'vpc', 'VPC');
  requireEach('test.routeTableIds', routeTableIds, requireVpcRouteTableId);
  const shared = routeTableIds.find((id) => vpcRouteTables.some((table) => table.routeTableId === id));
  refuse(
    [test.vpcId === vpcId, () =>
      `\`test.vpcId\` must be another VPC than that of \`to\`, got ${JSON.stringify(vpcId)} for both; nobody may depend on the test`],
    [shared !== undefined, () => '`test.routeTableIds` must be tables of the test VPC,'
      + ` got ${JSON.stringify(shared)}, which \`vpcRouteTables\` names too; remove it from one`],
  );
  requireSeconds('test.timeout', timeout, TEST_SECONDS_MIN);
  refuse([(knownSeconds(timeout) ?? 0) >= forwardDeadlineSeconds, () =>
    `\`test.timeout\` must be shorter than \`forwardTimeout\`, of which it is a part, got ${timeout.toHumanString()}`
    + ` and ${Duration.seconds(forwardDeadlineSeconds).toHumanString()}; shorten it, or make \`forwardTimeout\` longer`]);
}

function requireUnreplaced(vpcId: string, others: readonly { readonly path: string; readonly vpcId: string }[]): void {
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
