/** The application that somebody deploys for a move, from its declaration: what the construct makes of it is the same declaration. */
import type { Stack } from 'aws-cdk-lib';
import { SiteToSiteVpn, VpnTargetMigration } from '../../../src';
import { MoveDeclaration } from '../../../src/contract/declaration';
import { targetOf } from '../../rehearsal/scenarios/application';

/** Puts the move into a stack; what the declaration leaves to the construct's defaults it has from the same defaults. */
export function addMove(stack: Stack, declaration: MoveDeclaration): VpnTargetMigration {
  const { vpnConnectionId, from, to, customerGateway, vpcRouteTables, onPremisesCidrs, acknowledgedFindings } = declaration;
  return new VpnTargetMigration(stack, 'Migration', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Connection', vpnConnectionId),
    from: targetOf(from),
    to: targetOf(to),
    ...customerGateway === undefined ? {} : { customerGateway: { from: customerGateway.fromId, to: customerGateway.toId } },
    vpcRouteTables: vpcRouteTables.map(({ routeTableId, moved, left }) => ({ routeTableId, moved: [...moved], left: [...left] })),
    onPremisesCidrs: [...onPremisesCidrs],
    acknowledgedFindings: [...acknowledgedFindings],
  });
}
