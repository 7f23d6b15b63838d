/**
 * The blocks inside the tunnels of an app's connections. EC2 refuses an IPv4 block that another tunnel of the same virtual private
 * gateway has (InvalidCidr.InUse), and wants IPv6 blocks to differ on one transit gateway; the same IPv4 block may stand twice
 * on a transit gateway [H, UG-tunnel-configure].
 */
import { Stack, Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { canonicalDestination } from '../../contract/cidr';
import { GatewayEnd } from '../../contract/declaration';
import { nameOfGateway } from '../../contract/gateway';
import { at } from '../../private/checks';
import { TunnelOptions } from '../tunnel-options';

/** By app: who has which block on which gateway. */
const taken = new WeakMap<IConstruct, Map<string, string>>();

/** What must be the tunnel's own on its gateway. */
const OWN: Record<GatewayEnd['kind'], 'insideCidr' | 'insideIpv6Cidr'> = {
  'virtual-private-gateway': 'insideCidr',
  'transit-gateway': 'insideIpv6Cidr',
};

/** @throws an error when another connection on the same gateway has one of the blocks */
export function takeInsideCidrs(scope: IConstruct, gateway: GatewayEnd, tunnels: readonly TunnelOptions[]): void {
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
