/**
 * What can be seen at synthesis of a replacement of the connection to come. That an edit of the code replaces it cannot be seen,
 * as the former template is not at hand; that a deployment may do so without any edit can: a property that CloudFormation
 * cannot change in place takes its value from a parameter of the stack.
 */
import { Annotations, CfnParameter, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { SiteToSiteVpnOptions } from '../../connection/site-to-site-vpn-options';

/** Ours that are create-only in the template and may be a token; the others are enumerations or booleans. */
const FROM_TOKENS = ['transportTransitGatewayAttachmentId', 'localIpv4Cidr', 'remoteIpv4Cidr', 'localIpv6Cidr', 'remoteIpv6Cidr'] as const;

/** References to other resources are not warned of: those change when the code does. */
export function warnOfParameters(scope: IConstruct, options: SiteToSiteVpnOptions): void {
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
