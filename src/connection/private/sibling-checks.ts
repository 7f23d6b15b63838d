/**
 * What resources of an app must not have in common, or not do to each other, whoever makes them. Looked at when everything is there:
 * one walk over the stage for all of its constructs, however many there are.
 *
 * Each of these EC2 refuses, or carries out in another way than the template says.
 */
import { Stack, Stage, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { ASN_DEFAULT } from './known-device';
import { canonicalDestination, containsCidr, isCidr } from '../../contract/cidr';
import { identityOf, pathOf, resourceBehind, shownId, vpcIdOfTable } from '../../private/references';

/** What a construct knows of itself and no resource of its says. */
export interface SiblingFacts {
  /** The block of the VPC that a Client VPN endpoint leads into. */
  readonly vpcCidr?: string;
  /** What custom resources make in transit gateway route tables. */
  readonly prefixListReferences?: readonly { readonly routeTableId: string; readonly prefixListId: string }[];
  /** The tables into which it has its virtual private gateway propagate, by a resource that it shares with others. */
  readonly propagation?: { readonly gatewayId: string; readonly routeTableIds: readonly string[] };
}

const registered = new WeakMap<IConstruct, SiblingFacts>();

/** From now on the construct tells, when the app is synthesized, what of it does not go together with the rest. */
export function checkAgainstSiblings(construct: IConstruct, neighbour: SiblingFacts = {}): void {
  registered.set(construct, neighbour);
  construct.node.addValidation({ validate: () => faultsOf(construct) });
}

/** One walk, for everybody who asks once. */
interface Round {
  readonly asked: WeakSet<IConstruct>;
  readonly faults: ReadonlyMap<IConstruct, string[]>;
}

const rounds = new WeakMap<IConstruct, Round>();

/** Whoever asks a second time does so in another synthesis, and the tree may have changed since. */
function faultsOf(construct: IConstruct): string[] {
  const stage = Stage.of(construct) ?? construct.node.root;
  let round = rounds.get(stage);
  if (round === undefined || round.asked.has(construct)) {
    round = { asked: new WeakSet(), faults: new Walk(stage).faults };
    rounds.set(stage, round);
  }
  round.asked.add(construct);
  return round.faults.get(construct) ?? [];
}

/** A route, or what propagates routes, from a VPC route table to a gateway of one VPC. */
interface RouteToGateway {
  readonly by: IConstruct;
  readonly gatewayId: string;
  readonly routeTableId: string;
}

class Walk {
  public readonly faults = new Map<IConstruct, string[]>();
  /** What there is room for once, and who takes it. */
  private readonly taken = new Map<string, IConstruct>();
  private readonly vpcIdsOfGateways = new Map<string, string[]>();
  private readonly leadingToGateways: RouteToGateway[] = [];
  private readonly environments = new Map<Stack, string>();

  constructor(stage: IConstruct) {
    this.visit(stage);
    for (const each of this.leadingToGateways) this.requireGatewayOfVpc(each);
  }

  private visit(construct: IConstruct): void {
    this.look(construct);
    for (const child of construct.node.children) if (!Stage.isStage(child)) this.visit(child);
  }

  private look(each: IConstruct): void {
    if (each instanceof ec2.CfnTransitGatewayRoute) return this.lookAtTransitGatewayRoute(each);
    if (each instanceof ec2.CfnRoute) return this.lookAtVpcRoute(each);
    if (each instanceof ec2.CfnVPCGatewayAttachment) return this.visitAttachment(each);
    if (each instanceof ec2.CfnVPNGatewayRoutePropagation) return this.lookAtPropagation(each);
    if (each instanceof ec2.CfnClientVpnRoute) return this.lookAtClientVpnRoute(each);
    if (each instanceof ec2.CfnCustomerGateway) return this.lookAtCustomerGateway(each);
    const { gatewayId = '', routeTableIds = [] } = registered.get(each)?.propagation ?? {};
    for (const routeTableId of routeTableIds) this.leadingToGateways.push({ by: each, gatewayId, routeTableId });
    for (const { routeTableId, prefixListId } of registered.get(each)?.prefixListReferences ?? []) {
      this.take(each, `reference ${this.identity(each, routeTableId)} ${this.identity(each, prefixListId)}`, (others) =>
        `\`prefixListReferences\` must name a prefix list once for a transit gateway route table, got ${shownId(prefixListId)} in ${shownId(routeTableId)}`
        + ` from ${others}; EC2 takes one reference: remove one of them`);
    }
  }

  /** [H transit-gateway-quotas; RouteAlreadyExists] */
  private lookAtTransitGatewayRoute(route: ec2.CfnTransitGatewayRoute): void {
    const { transitGatewayRouteTableId: table, destinationCidrBlock: destination } = route;
    if (destination === undefined) return;
    this.take(route, `static ${this.identity(route, table)} ${this.destination(destination)}`, (others) =>
      `a transit gateway route table must have one static route to a network, got ${shownId(destination)} in ${shownId(table)} from ${others};`
      + ' EC2 refuses the second one: use BGP, or another table or network');
  }

  /** [H ERR RouteAlreadyExists] */
  private lookAtVpcRoute(route: ec2.CfnRoute): void {
    const { routeTableId: table, gatewayId } = route;
    const destination = route.destinationCidrBlock ?? route.destinationIpv6CidrBlock ?? route.destinationPrefixListId;
    if (gatewayId !== undefined) this.leadingToGateways.push({ by: route, gatewayId, routeTableId: table });
    if (destination === undefined) return;
    this.take(route, `route ${this.identity(route, table)} ${this.destination(destination)}`, (others) =>
      `a VPC route table must have one route to a network, got ${shownId(destination)} in ${shownId(table)} from ${others};`
      + ' EC2 refuses the second one: remove one of them');
    this.requireRouteOutOfVpc(route, destination);
  }

  /** [EC2's error "Route target is not supported. This route only supports interface and instance targets", hashicorp/terraform#26018] */
  private requireRouteOutOfVpc(route: ec2.CfnRoute, destination: string): void {
    const block = blockOfVpc(vpcIdOfTable(route.routeTableId));
    const leadsOut = route.gatewayId ?? route.transitGatewayId ?? route.coreNetworkArn;
    if (block === undefined || leadsOut === undefined || Token.isUnresolved(destination) || !containsCidr(block, destination)) return;
    this.tell(this.ownerOf(route), `\`vpcRoutes\` must lead to networks outside of the VPC, got ${destination} in ${shownId(route.routeTableId)}, whose VPC has ${block};`
      + ' EC2 takes no route to a gateway there: correct the network');
  }

  /** [H ERR InvalidVpcState; UG-vpn-limits: one attached gateway] */
  private visitAttachment(attachment: ec2.CfnVPCGatewayAttachment): void {
    const { vpnGatewayId: gatewayId, vpcId } = attachment;
    if (gatewayId === undefined) return;
    const gateway = this.identity(attachment, gatewayId);
    this.vpcIdsOfGateways.set(gateway, [...this.vpcIdsOfGateways.get(gateway) ?? [], vpcId]);
    this.take(attachment, `attached ${this.identity(attachment, vpcId)}`, (others) =>
      `\`vpc\` must have one virtual private gateway, got ${others} for ${shownId(vpcId)};`
      + ' EC2 attaches no second one: remove one, or leave out `vpnGateway` of the VPC');
  }

  private lookAtPropagation(propagation: ec2.CfnVPNGatewayRoutePropagation): void {
    const { routeTableIds, vpnGatewayId: gatewayId } = propagation;
    for (const routeTableId of routeTableIds) this.leadingToGateways.push({ by: propagation, gatewayId, routeTableId });
  }

  /** [EC2: "route table … and network gateway … belong to different networks"; Gateway.NotAttached for propagation, TF] */
  private requireGatewayOfVpc({ by, gatewayId, routeTableId }: RouteToGateway): void {
    const attached = this.vpcIdsOfGateways.get(this.identity(by, gatewayId));
    const vpcId = vpcIdOfTable(routeTableId);
    if (attached === undefined || vpcId === undefined || attached.some((each) => !this.areTwo(by, each, vpcId))) return;
    this.tell(this.ownerOf(by), `${shownId(routeTableId)} must be a route table of the VPC of virtual private gateway ${shownId(gatewayId)}, got one of ${shownId(vpcId)},`
      + ` and the gateway is attached to ${attached.map(shownId).join(' and ')}; name a table of that VPC`);
  }

  /** [Client VPN guide: an association adds the route to the VPC; InvalidClientVpnDuplicateRoute, terraform-provider-aws#18080] */
  private lookAtClientVpnRoute(route: ec2.CfnClientVpnRoute): void {
    const { clientVpnEndpointId: endpointId, destinationCidrBlock: destination, targetVpcSubnetId: subnetId = '' } = route;
    const endpoint = resourceBehind(endpointId)?.node.scope;
    const vpcCidr = endpoint === undefined ? undefined : registered.get(endpoint)?.vpcCidr;
    if (vpcCidr !== undefined && !Token.isUnresolved(destination) && canonicalDestination(destination) === canonicalDestination(vpcCidr)) {
      this.tell(endpoint, `a route must lead to another network than the endpoint's own VPC, got ${destination} from ${pathOf(route)};`
        + ' EC2 adds that route with the first association, and refuses a second one: remove it');
    }
    const key = `client ${this.identity(route, endpointId)} ${this.destination(destination)} ${this.identity(route, subnetId)}`;
    this.take(route, key, (others) => `an endpoint must have one route to a network through a subnet, got ${shownId(destination)} from ${others}; remove one of them`, endpoint);
  }

  /** EC2 answers the creation of an equal one with the one that is there; deleting either deletes both [aws-vpn-behaviour 2.1]. */
  private lookAtCustomerGateway(gateway: ec2.CfnCustomerGateway): void {
    const { ipAddress, bgpAsn, bgpAsnExtended, certificateArn, deviceName } = gateway;
    const values = [ipAddress, bgpAsn ?? ASN_DEFAULT, bgpAsnExtended, certificateArn, deviceName].map((each) => `${each ?? ''}`);
    this.take(gateway, `device ${this.environmentOf(gateway)} ${values.join(' ')}`, (others) =>
      `a customer gateway must differ from every other one by its address, AS number or \`deviceName\`, got the same from ${others}: EC2 makes one of both, and`
      + ' deletes it with either; of one device pass the customer gateway of the one to the other as `customerGateway`, of two give each a `deviceName`');
  }

  /** @param words for the user, given the paths of both */
  private take(by: IConstruct, key: string, words: (others: string) => string, owner?: IConstruct): void {
    const first = this.taken.get(key);
    if (first === undefined) {
      this.taken.set(key, by);
      return;
    }
    const [firstOwner, secondOwner] = [this.ownerOf(first), this.ownerOf(by)];
    // Two of one construct are told apart by their own paths.
    const paths = firstOwner === secondOwner ? [first, by] : [firstOwner ?? first, secondOwner ?? by];
    this.tell(owner ?? secondOwner ?? firstOwner, words(paths.map(pathOf).join(' and ')));
  }

  private tell(owner: IConstruct | undefined, fault: string): void {
    if (owner !== undefined) this.faults.set(owner, [...this.faults.get(owner) ?? [], fault]);
  }

  /** The construct of this library that a resource is part of. */
  private ownerOf(construct: IConstruct): IConstruct | undefined {
    for (let each: IConstruct | undefined = construct; each !== undefined; each = each.node.scope) if (registered.has(each)) return each;
    return undefined;
  }

  private areTwo(scope: IConstruct, a: string, b: string): boolean {
    return Token.isUnresolved(a) === Token.isUnresolved(b) && (resourceBehind(a) === undefined) === (resourceBehind(b) === undefined)
      && (!Token.isUnresolved(a) || resourceBehind(a) !== undefined) && this.identity(scope, a) !== this.identity(scope, b);
  }

  private identity(scope: IConstruct, id: string): string {
    return identityOf(id, this.environmentOf(scope));
  }

  private destination(text: string): string {
    return isCidr(text) ? canonicalDestination(text) : text;
  }

  /** A written id may be used in another account or Region, where it is another thing. */
  private environmentOf(construct: IConstruct): string {
    const stack = Stack.of(construct);
    const known = this.environments.get(stack) ?? stack.environment;
    this.environments.set(stack, known);
    return known;
  }
}

/** Of a VPC that this app makes, where it is written down. */
function blockOfVpc(vpcId: string | undefined): string | undefined {
  const vpc = vpcId === undefined ? undefined : resourceBehind(vpcId);
  const block = vpc instanceof ec2.CfnVPC ? vpc.cidrBlock : undefined;
  return block === undefined || Token.isUnresolved(block) ? undefined : block;
}
