/** A connection that is kept when its stack goes, on a gateway that goes with a stack: EC2 does not delete what a connection stands on. */
import { Annotations, CfnDeletionPolicy, CfnResource } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { pathOf, resourceBehind } from '../../private/references';

/** Said when the app is synthesized: a removal policy may be set from outside until then. */
export function warnOfGatewayThatGoes(scope: IConstruct, connection: CfnResource, gatewayId: string): void {
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
