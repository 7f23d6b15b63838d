/** The checks and warnings of a connection that look at its ends, at its stack and at other connections: nothing of its own options. */
import { Annotations, CfnDeletionPolicy, CfnParameter, CfnResource, Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { requireRoutable, requireRouteTablesFor } from './target-checks';
import { canonicalDestination } from '../../contract/cidr';
import { GatewayEnd } from '../../contract/declaration';
import { nameOfGateway } from '../../contract/gateway';
import { at } from '../../private/checks';
import {
  BESIDE_CONNECTION, BESIDE_GATEWAY, BESIDE_VPC, pathOf, requireResourceHere, requireSameEnvironment, resourceBehind,
} from '../../private/references';
import { DeviceConnectionOptions, SiteToSiteVpnOptions, TransitGatewayRouting } from '../site-to-site-vpn-options';
import { TargetGateway } from '../target-gateway';
import { TunnelOptions } from '../tunnel-options';
import { VpcRoutes } from '../vpc-routes';
import { VpnRouting } from '../vpn-routing';

/** A connection as it is declared. */
interface DeclaredConnection extends DeviceConnectionOptions {
  readonly target: TargetGateway;
  readonly routing: VpnRouting;
  readonly vpcRoutes?: VpcRoutes[];
}

/** @throws an error when there is not one device, or the ends and the routes do not go together or are somewhere else */
export function checkConnection(scope: IConstruct, props: DeclaredConnection): void {
  const { target: { _place: place }, routing, transitGatewayRouting } = props;
  requireOneDevice(props);
  requireEnvironment(scope, props);
  requireRoutable(place, routing);
  if (place.kind === 'transit-gateway' && transitGatewayRouting !== TransitGatewayRouting.LEAVE) requireRouteTablesFor(routing, place.end);
}

/** @throws an error when another connection on the same gateway has the block of one of its tunnels */
export function checkMadeConnection(scope: IConstruct, connection: CfnResource, props: DeclaredConnection): void {
  const { target: { _place: place }, tunnels = [] } = props;
  const end = place.kind === 'virtual-private-gateway' || place.kind === 'transit-gateway' ? place.end : undefined;
  if (end !== undefined) takeInsideCidrs(scope, end, tunnels);
  warnOfParameters(scope, props);
  if (end !== undefined) warnOfGatewayThatGoes(scope, connection, end.id);
}

/** One that exists as a construct, or one that is made from its address, with nothing beside it that only the other has. */
function requireOneDevice({ customerGateway, ip, asn }: DeviceConnectionOptions): void {
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

function requireEnvironment(scope: IConstruct, props: DeclaredConnection): void {
  const { target, customerGateway, vpcRoutes = [], transportTransitGatewayAttachmentId: transport } = props;
  target._requireHere(scope, 'target');
  if (customerGateway !== undefined) {
    requireResourceHere(scope, 'customerGateway', customerGateway, BESIDE_CONNECTION);
    requireSameEnvironment(scope, 'customerGateway', [customerGateway.customerGatewayId], BESIDE_CONNECTION);
  }
  requireSameEnvironment(scope, 'vpcRoutes', vpcRoutes.flatMap(({ _routeTableIds }) => _routeTableIds), BESIDE_VPC);
  if (transport !== undefined) requireSameEnvironment(scope, 'transportTransitGatewayAttachmentId', [transport], BESIDE_GATEWAY);
}

/** By app: who has which block on which gateway. */
const taken = new WeakMap<IConstruct, Map<string, string>>();

/** What must be the tunnel's own on its gateway. */
const OWN: Record<GatewayEnd['kind'], 'insideCidr' | 'insideIpv6Cidr'> = {
  'virtual-private-gateway': 'insideCidr',
  'transit-gateway': 'insideIpv6Cidr',
};

/**
 * EC2 refuses an IPv4 block that another tunnel of the same virtual private gateway has (InvalidCidr.InUse), and wants IPv6 blocks to
 * differ on one transit gateway; the same IPv4 block may stand twice on a transit gateway [H, UG-tunnel-configure].
 */
function takeInsideCidrs(scope: IConstruct, gateway: GatewayEnd, tunnels: readonly TunnelOptions[]): void {
  const ofApp = taken.get(scope.node.root) ?? new Map<string, string>();
  taken.set(scope.node.root, ofApp);
  tunnels.forEach((tunnel, index) => {
    const block = tunnel[OWN[gateway.kind]];
    if (block === undefined || Token.isUnresolved(block)) return;
    const key = `${keyOf(scope, gateway.id)} ${canonicalDestination(block)}`;
    const owner = ofApp.get(key);
    if (owner !== undefined) {
      throw new Error(`\`${at('tunnels', index)}.${OWN[gateway.kind]}\` must be a block of its own on ${nameOfGateway(gateway)}, got ${JSON.stringify(block)},`
        + ` which ${owner} has already; choose another`);
    }
    ofApp.set(key, scope.node.path);
  });
}

/** A gateway that is known only at deployment is the same for one stack if it is the same reference. */
function keyOf(scope: IConstruct, gatewayId: string): string {
  if (!Token.isUnresolved(gatewayId)) return gatewayId;
  const stack = Stack.of(scope);
  return `${stack.node.path} ${JSON.stringify(stack.resolve(gatewayId))}`;
}

/** Ours that are create-only in the template and may be a token; the others are enumerations or booleans. */
const FROM_TOKENS = ['transportTransitGatewayAttachmentId', 'localIpv4Cidr', 'remoteIpv4Cidr', 'localIpv6Cidr', 'remoteIpv6Cidr'] as const;

/**
 * That an edit of the code replaces the connection cannot be seen, as the former template is not at hand; that a deployment may do so
 * without any edit can. References to other resources are not warned of: those change when the code does.
 */
function warnOfParameters(scope: IConstruct, options: SiteToSiteVpnOptions): void {
  for (const prop of FROM_TOKENS) {
    const parameter = parameterIn(scope, options[prop]);
    if (parameter === undefined) continue;
    Annotations.of(scope).addWarningV2(`cdk-site-to-site-vpn:replacedByParameter:${prop}`,
      `\`${prop}\` comes from the parameter ${parameter}: another value of it makes CloudFormation delete the connection, its outside addresses`
      + ' with it, and make another; write the value in the code');
  }
}

function parameterIn(scope: IConstruct, value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const stack = Stack.of(scope);
  const resolved = JSON.stringify(stack.resolve(value));
  const parameters = scope.node.root.node.findAll().filter((each): each is CfnParameter => each instanceof CfnParameter);
  return parameters.map((each) => String(stack.resolve(each.logicalId))).find((logicalId) => resolved.includes(`{"Ref":"${logicalId}"}`));
}

/**
 * EC2 does not delete what a connection stands on: the connection is kept when its stack goes, and the gateway goes with a stack. Said when
 * the app is synthesized, as a removal policy may be set from outside until then.
 */
function warnOfGatewayThatGoes(scope: IConstruct, connection: CfnResource, gatewayId: string): void {
  const gateway = resourceBehind(gatewayId);
  if (gateway === undefined) return;
  scope.node.addValidation({
    validate: () => {
      if (isKept(connection) && !isKept(gateway)) warn(scope, gateway);
      return [];
    },
  });
}

function warn(scope: IConstruct, gateway: CfnResource): void {
  Annotations.of(scope).addWarningV2('cdk-site-to-site-vpn:keptOnGatewayThatGoes',
    `the connection is kept when its stack is deleted, and ${pathOf(gateway)} is not: EC2 deletes no gateway with a connection, so that the deletion ends in`
    + ' DELETE_FAILED; let the connection go with its stack (`removalPolicy`), or keep the gateway, too');
}

function isKept({ cfnOptions: { deletionPolicy } }: CfnResource): boolean {
  return deletionPolicy === CfnDeletionPolicy.RETAIN || deletionPolicy === CfnDeletionPolicy.RETAIN_EXCEPT_ON_CREATE;
}
