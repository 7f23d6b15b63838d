/** Why a change of the target is not begun, beside the findings: CloudFormation would replace the connection, or delete its routes. */
import { TargetDeclaration } from './declaration';

/** A replaced connection has other outside addresses and keys, and the old one is deleted first. */
export function replacementRefusal(
  vpnConnectionId: string, createOnlyToday: readonly string[], former: TargetDeclaration, wanted: TargetDeclaration,
): string | undefined {
  const moved = [
    ...former.target.kind === wanted.target.kind && former.target.id === wanted.target.id ? [] : ['VpnGatewayId', 'TransitGatewayId'],
    ...former.customerGatewayId === wanted.customerGatewayId ? [] : ['CustomerGatewayId'],
  ];
  const frozen = moved.filter((property) => createOnlyToday.includes(property));
  if (frozen.length > 0) {
    return `changing the target of VPN connection ${vpnConnectionId}: in this region CloudFormation cannot change ${frozen.join(' and ')} in place, and would`
      + ' replace the connection: its outside addresses and keys would be lost. Nothing was changed. Move it with `VpnTargetMigration`,'
      + ' or wait until `aws cloudformation describe-type` does not list these among `createOnlyProperties` any more';
  }
  const changed = [
    ...differing(former.createOnly, wanted.createOnly),
    ...differing(former.options, wanted.options).filter((property) => createOnlyToday.includes(property)),
  ];
  if (changed.length === 0) return undefined;
  return `changing the target of VPN connection ${vpnConnectionId}: ${changed.join(', ')} would change in the same deployment, for which CloudFormation`
    + ' replaces the connection: its outside addresses and keys would be lost. Nothing was changed. Leave these as they were, and change only the target';
}

/**
 * The routes are away for as long as CloudFormation modifies the connection, which takes one call after the other: with the gateway
 * alone that is one provisioning, with options too up to three more, while options by themselves leave one tunnel up.
 */
export function optionsRefusal(vpnConnectionId: string, former: TargetDeclaration, wanted: TargetDeclaration): string | undefined {
  const changed = differing(former.options, wanted.options);
  const finding = `options-change-too:${vpnConnectionId}`;
  if (changed.length === 0 || wanted.acknowledgedFindings.includes(finding)) return undefined;
  return `changing the target of VPN connection ${vpnConnectionId}: ${changed.join(', ')} would change in the same deployment, which CloudFormation modifies`
    + ' by further calls, one after the other, and traffic would stand still until the last one. Nothing was changed. Deploy them before the target or after'
    + ` it, or accept it: add '${finding}' to \`acknowledgedFindings\``;
}

export function strandedRoutesRefusal(
  vpnConnectionId: string,
  routes: readonly { readonly logicalId: string; readonly retained: boolean | 'unknown' }[],
  acknowledged: readonly string[],
): string | undefined {
  const doomed = routes.filter(({ logicalId, retained }) => retained === false
    || (retained === 'unknown' && !acknowledged.includes(findingOf(logicalId))));
  if (doomed.length === 0) return undefined;
  const known = doomed.filter(({ retained }) => retained === 'unknown').map(({ logicalId }) => `'${findingOf(logicalId)}'`);
  return `VPN connection ${vpnConnectionId}: this stack has what leads to it as resources of their own (${doomed.map(({ logicalId }) => logicalId).join(', ')}),`
    + ' which CloudFormation deletes once they are out of the template, and with them the routes. Nothing was changed. Deploy them first with'
    + ' `DeletionPolicy: Retain`, as by `RemovalPolicies.of(connection).retain()`, then take them out of the template'
    + `${known.length === 0 ? '' : `; where that was done, and the template that says so cannot be read any more, add ${known.join(', ')} to \`acknowledgedFindings\``}`;
}

type Values = { readonly [property: string]: string };

function differing(former: Values = {}, wanted: Values = {}): string[] {
  const names = [...new Set([...Object.keys(former), ...Object.keys(wanted)])].sort();
  return names.filter((property) => former[property] !== wanted[property]);
}

function findingOf(logicalId: string): string {
  return `route-resource:${logicalId}`;
}
