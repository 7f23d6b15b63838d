/** The checks that what a connection is wired to is where EC2 can use it: in the account and Region of the stack that uses it. */
import { IResource, ResourceEnvironment, Stack, Token, TokenComparison } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { namedBy } from './references';

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
