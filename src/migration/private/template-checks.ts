/**
 * The template of a connection that a move moves: after the move it must say the same as the network, and nobody else may make the
 * same routes.
 */
import { Annotations, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { SiteToSiteVpn } from '../../connection/site-to-site-vpn';
import { gatewayOf, MoveDeclaration } from '../../contract/declaration';
import { nameOfGateway, sameGateway } from '../../contract/gateway';

/**
 * Of a connection that another stack has, or that CDK's own construct makes, nothing is known.
 *
 * @param move gets the warnings
 * @throws an error when custom resources move it already, or somebody else makes the routes
 */
export function checkTemplate(move: IConstruct, declaration: MoveDeclaration, vpnConnection: ec2.IVpnConnection): void {
  if (!(vpnConnection instanceof SiteToSiteVpn)) return;
  if (vpnConnection._targetChange !== undefined) {
    throw new Error(`\`vpnConnection\` must be a connection without \`targetChange\`, got ${vpnConnection.node.path}, which moves with its routes when its`
      + ' `target` is edited; edit that instead');
  }
  const [from, to] = [gatewayOf(declaration.from), gatewayOf(declaration.to)];
  const written = gatewayOf(vpnConnection._target._end);
  if (declaration.customerGateway?.fromId === vpnConnection.customerGatewayId) {
    warnOfTemplate(move, 'templateNamesOldCustomerGateway', vpnConnection, 'the customer gateway that the connection leaves',
      'the move\'s `customerGateway.to` as `customerGateway`');
  }
  // Only the customer gateway changes, and the routing stays whose it is.
  if (sameGateway(from, to)) return;
  if (sameGateway(written, to) && vpnConnection._makesTransitGatewayRouting) {
    throw new Error(`\`transitGatewayRouting\` of ${vpnConnection.node.path} must be LEAVE, since this move makes the routing of the attachment;`
      + ' CloudFormation would fail to make it a second time');
  }
  if (!sameGateway(written, from)) return;
  // The id of a gateway that the app makes is not known yet, and its token tells nobody anything.
  const old = Token.isUnresolved(written.id) ? `the ${written.kind.replaceAll('-', ' ')} of the move's \`from\`` : nameOfGateway(written);
  warnOfTemplate(move, 'templateNamesOldGateway', vpnConnection, old, to.kind === 'transit-gateway'
    ? 'the `target` of the move\'s `to` with `transitGatewayRouting` LEAVE' : 'the virtual private gateway of the move\'s `to`, without options, as `target`');
}

function warnOfTemplate(move: IConstruct, warning: string, vpnConnection: SiteToSiteVpn, old: string, remedy: string): void {
  Annotations.of(move).addWarningV2(`cdk-site-to-site-vpn:${warning}`,
    `after this move the template of ${vpnConnection.node.path} still names ${old}, and \`cdk deploy --revert-drift\` would move the connection back;`
    + ` once the move is completed, give it ${remedy}`);
}
