/** What of this app is behind an id that is known only at deployment: it says at synthesis what the resource is going to be. */
import { CfnElement, CfnResource, Reference, Token, Tokenization } from 'aws-cdk-lib';
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
