/** What of this app is behind an id that is known only at deployment: what that is going to be, and whether EC2 can use it there. */
import {
  CfnElement, CfnResource, IResource, Reference, ResourceEnvironment, Stack, Token, TokenComparison, Tokenization,
} from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** EC2's where the template says none [H aws-vpn-behaviour section 7]. */
const AMAZON_SIDE_ASN_DEFAULT = 64_512;

/** The resource whose id the text is. */
export function resourceBehind(id: string): CfnResource | undefined {
  const target = referenceIn(id)?.target;
  return target !== undefined && CfnResource.isCfnResource(target) ? target : undefined;
}

/** The resource, or parameter, of which the value is an attribute and nothing else. */
export function namedBy(value: unknown): CfnElement | undefined {
  const target = typeof value === 'string' ? referenceIn(value)?.target : undefined;
  return target instanceof CfnElement ? target : undefined;
}

/**
 * The same for two ids of one thing, however each was asked for; another one otherwise, or where it cannot be known.
 *
 * @param environment in which a written id means something
 */
export function identityOf(id: string, environment: string): string {
  const resource = resourceBehind(id);
  if (resource === undefined) return Token.isUnresolved(id) ? id : `${environment} ${id}`;
  // `Ref` and the attribute of the id are one; of anybody else's resource each attribute may be another thing.
  return resource.cfnResourceType.startsWith('AWS::EC2::') ? resource.node.path : `${resource.node.path} ${referenceIn(id)!.displayName}`;
}

/** Of a route table that this app makes; of one that is only an id, nobody here knows it. */
export function vpcIdOfTable(routeTableId: string): string | undefined {
  const table = resourceBehind(routeTableId);
  return table instanceof ec2.CfnRouteTable ? table.vpcId : undefined;
}

/** The autonomous system number of a gateway of this app. */
export function amazonSideAsnOf(gatewayId: string): number | undefined {
  const gateway = resourceBehind(gatewayId);
  if (!(gateway instanceof ec2.CfnVPNGateway) && !(gateway instanceof ec2.CfnTransitGateway)) return undefined;
  return gateway.amazonSideAsn ?? AMAZON_SIDE_ASN_DEFAULT;
}

/** An id as a sentence for the user says it: of a resource of this app its path, as the user knows it. */
export function shownId(id: string): string {
  const resource = resourceBehind(id);
  if (resource !== undefined) return pathOf(resource);
  return Token.isUnresolved(id) ? 'one that is known only at deployment' : id;
}

/** The construct that somebody made, and not the resource in it. */
export function pathOf(resource: IConstruct): string {
  const { scope } = resource.node;
  return scope !== undefined && scope.node.defaultChild === resource ? scope.node.path : resource.node.path;
}

function referenceIn(id: string): Reference | undefined {
  if (!Token.isUnresolved(id)) return undefined;
  const { length, firstToken: token } = Tokenization.reverseString(id);
  return length === 1 && Reference.isReference(token) ? token : undefined;
}

/** [VPC transit gateways guide, "Work with shared transit gateways": a VPN attachment is made in the account that owns the gateway] */
export const BESIDE_GATEWAY = 'a connection, and the routes to it, belong to the account and Region of its gateway, so declare it in a stack there;'
  + ' a VPC of another account that shares the gateway gets its routes from a stack of its own';

export const BESIDE_CONNECTION = 'a device may have a customer gateway in each account and Region, so make one in those of the connection';

export const BESIDE_VPC = 'the route tables of a VPC are changed in its own account and Region, so make the routes in a stack there,'
  + ' as `ec2.CfnRoute` with the gateway\'s id as text';

export const BESIDE_ATTACHED_VPC = 'a virtual private gateway serves a VPC of its own account and Region, so declare it in a stack there';

/** @throws an error when one of the values is an id of a resource that another account or Region of this app has */
export function requireSameEnvironment(scope: IConstruct, prop: string, values: readonly string[], advice: string): void {
  for (const value of values) {
    const named = namedBy(value);
    if (named !== undefined) requireHere(scope, prop, named, Stack.of(named), advice);
  }
}

/** The same of a construct, which an import has in the account and Region of the stack that took it. */
export function requireResourceHere(scope: IConstruct, prop: string, resource: IResource, advice: string): void {
  requireHere(scope, prop, resource, resource.env, advice);
}

/** What is not known before the deployment may be the same. */
function requireHere(scope: IConstruct, prop: string, named: IConstruct, there: ResourceEnvironment, advice: string): void {
  const here = Stack.of(scope);
  const differs = (one: string, other: string) => Token.compareStrings(one, other) === TokenComparison.DIFFERENT;
  if (!differs(here.account, there.account) && !differs(here.region, there.region)) return;
  throw new Error(`\`${prop}\` must be in the same account and Region, ${wordsOf(here)}, got ${named.node.path} in ${wordsOf(there)}; ${advice}`);
}

function wordsOf({ account, region }: ResourceEnvironment): string {
  return `${Token.isUnresolved(account) ? 'the account of the deployment' : account} in ${Token.isUnresolved(region) ? 'its Region' : region}`;
}
