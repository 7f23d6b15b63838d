/**
 * Why a deployment is stopped before it touches the connection, beside the findings of a move: CloudFormation would replace the
 * connection, or take both its tunnels down, or IAM would deny what the operation has to do.
 */
import { sameDestination } from '../../../src/contract/cidr';
import { gatewayOf } from '../../../src/contract/declaration';
import { AcceptableEdit } from '../../../src/contract/finding';
import { sameGateway } from '../../../src/contract/gateway';
import { printable } from '../../../src/contract/printable-text';
import { CONNECTION_TAG, TargetDeclaration } from '../../../src/contract/target-declaration';
import { VpnConnection } from '../observation';
import { nameOfStack } from '../preflight/stacks';

/** A replaced connection has other outside addresses and keys, and the old one is deleted first. */
export function replacementRefusal(
  vpnConnectionId: string, createOnlyToday: readonly string[], former: TargetDeclaration, wanted: TargetDeclaration,
): string | undefined {
  const frozen = movedEnds(former, wanted).filter((property) => createOnlyToday.includes(property));
  if (frozen.length > 0) {
    return `changing the target of VPN connection ${vpnConnectionId}: in this region CloudFormation cannot change ${frozen.join(' and ')} in place, and would`
      + ' replace the connection: its outside addresses and keys would be lost. Nothing was changed. Move it with `VpnTargetMigration`,'
      + ' or wait until `aws cloudformation describe-type` does not list these among `createOnlyProperties` any more';
  }
  const changed = [
    ...differing(former.createOnly, wanted.createOnly),
    ...changedOptions(former, wanted).filter((property) => createOnlyToday.includes(property)),
  ];
  if (changed.length === 0) return undefined;
  return `changing the target of VPN connection ${vpnConnectionId}: ${changed.join(', ')} would change in the same deployment, for which CloudFormation`
    + ' replaces the connection: its outside addresses and keys would be lost. Nothing was changed. Leave these as they were, and change only the target';
}

/**
 * The routes are away for as long as CloudFormation modifies the connection, which takes one call after the other: with the gateway
 * alone that is one provisioning, with options too up to three more, while those of one tunnel by themselves leave the other one up.
 */
export function optionsRefusal(vpnConnectionId: string, former: TargetDeclaration, wanted: TargetDeclaration): string | undefined {
  const changed = changedOptions(former, wanted);
  const finding: AcceptableEdit = `options-change-too:${vpnConnectionId}`;
  if (changed.length === 0 || wanted.acknowledgedFindings.includes(finding)) return undefined;
  return `changing the target of VPN connection ${vpnConnectionId}: ${changed.join(', ')} would change in the same deployment, which CloudFormation modifies`
    + ' by further calls, one after the other, and traffic would stand still until the last one. Nothing was changed. Deploy them before the target or after'
    + ` it, the tunnels one by one, or accept it: add '${finding}' to \`acknowledgedFindings\``;
}

/**
 * The role may delete and create static routes of a connection by its tag, which IAM looks at when they are called: neither call has a
 * DryRun, so without a look at it here each would be denied when there is something to bring back already.
 */
export function tagRefusal(
  { id, connectionTag }: VpnConnection, stackId: string, former: TargetDeclaration, wanted: TargetDeclaration,
): string | undefined {
  const ends = [former.target, wanted.target];
  const keepsStaticRoutes = wanted.staticRoutes.length > 0 && ends[0].id !== ends[1].id && ends.some(({ kind }) => kind === 'virtual-private-gateway');
  const [ofStack, own] = [nameOfStack(stackId), `${nameOfStack(stackId)}/${wanted.connectionLogicalId}`];
  if (!keepsStaticRoutes || connectionTag === ofStack || connectionTag === own) return undefined;
  return `changing the target of VPN connection ${id}: the role of this change may delete and create static routes only of a connection whose tag`
    + ` ${CONNECTION_TAG} is ${own}, and ${connectionTag === undefined ? 'this one has no such tag' : `here it is '${printable(connectionTag)}'`}: each of these calls would`
    + ` be denied. Nothing was changed. Tag it: aws ec2 create-tags --resources ${id} --tags 'Key=${CONNECTION_TAG},Value=${own}'`;
}

/** What is refused of an edit that leaves the connection where it is; what the region's schema calls create-only has to be known for it. */
export function guardRefusal(
  vpnConnectionId: string, createOnlyToday: readonly string[], former: TargetDeclaration, wanted: TargetDeclaration,
): string | undefined {
  // Somebody has moved it before: CloudFormation still goes by what its template said.
  if (movedEnds(former, wanted).length > 0) {
    return replacementRefusal(vpnConnectionId, createOnlyToday, former, wanted) ?? bothTunnelsRefusal(vpnConnectionId, former, wanted);
  }
  // What the schema does not name, CloudFormation changes in place by now.
  const isFrozen = (property: string) => createOnlyToday.includes(property);
  const [values, options] = [differing(former.createOnly, wanted.createOnly).filter(isFrozen), changedOptions(former, wanted)];
  const replaced = [
    ...values.map((property) => `${property} (${former.createOnly[property] ?? 'unset'} to ${wanted.createOnly[property] ?? 'unset'})`),
    ...options.filter(isFrozen),
  ];
  if (replaced.length > 0) return lostConnectionRefusal(vpnConnectionId, replaced, former, wanted);
  return bothTunnelsRefusal(vpnConnectionId, former, wanted);
}

/**
 * The edit makes another connection of another logical id, while the former one is still there: what is create-only is part of the id.
 * Whatever leads to the former one leads to that then, and the device knows nothing of it.
 */
export function successorRefusal(vpnConnectionId: string, former: TargetDeclaration, wanted: TargetDeclaration): string | undefined {
  const { target, customerGatewayId, onRemoval, acknowledgedFindings } = wanted;
  const finding: AcceptableEdit = `connection-replaced:${vpnConnectionId}`;
  const isAccepted = acknowledgedFindings.includes(finding);
  // EC2 makes no second connection of one customer gateway on one virtual private gateway, or answers with the first, which would be
  // deleted then [aws-vpn-behaviour 2.1, duplicates].
  const isAlone = target.kind === 'virtual-private-gateway' && sameGateway(gatewayOf(former.target), gatewayOf(target))
    && former.customerGatewayId === customerGatewayId;
  if (isAccepted && !isAlone) return undefined;
  const changes = differing(former.createOnly, wanted.createOnly)
    .map((property) => `${property} (${former.createOnly[property] ?? 'unset'} to ${wanted.createOnly[property] ?? 'unset'})`);
  const shared = sharedRoutes(former, wanted);
  const acceptance = [
    ...isAccepted ? [] : [`add '${finding}' to \`acknowledgedFindings\``],
    ...isAlone ? [`give it another customer gateway, as EC2 makes no second one between ${customerGatewayId} and ${target.id}`] : [],
    ...shared.length === 0 ? [] : [`delete its static routes in ${shared.join(', ')} by hand before, as a table has one to a network, and the new one needs that`],
  ];
  return `VPN connection ${vpnConnectionId}: ${changes.length === 0 ? 'its logical id' : changes.join(', ')} would change, for which CloudFormation makes`
    + ` another connection, leads everything to that, and ${onRemoval === 'RETAIN' ? 'keeps' : 'deletes'} this one in the end: its outside addresses and keys`
    + ' are others, and nothing flows until the device is configured for them. Nothing was changed. Put back what the template said before,'
    + ` or make a second connection beside this one and lead the traffic over to it; or accept it: ${acceptance.join(', and ')}`;
}

/** Of static routes that are to be made for another attachment. */
function sharedRoutes(former: TargetDeclaration, wanted: TargetDeclaration): string[] {
  if (former.target.kind !== 'transit-gateway' || wanted.target.kind !== 'transit-gateway') return [];
  if (!wanted.staticRoutes.some((cidr) => former.staticRoutes.some((each) => sameDestination(each, cidr)))) return [];
  const { staticRouteTableIds } = wanted.target;
  return former.target.staticRouteTableIds.filter((id) => staticRouteTableIds.includes(id));
}

/** Whether there is anything in an edit for which the region's schema has to be asked. */
export function concernsConnection(former: TargetDeclaration, wanted: TargetDeclaration): boolean {
  const changes = [...movedEnds(former, wanted), ...differing(former.createOnly, wanted.createOnly), ...changedOptions(former, wanted)];
  return changes.length > 0;
}

function lostConnectionRefusal(
  vpnConnectionId: string, replaced: readonly string[], former: TargetDeclaration, wanted: TargetDeclaration,
): string | undefined {
  const { target, customerGatewayId, onRemoval, acknowledgedFindings } = wanted;
  const finding: AcceptableEdit = `connection-replaced:${vpnConnectionId}`;
  const isAccepted = acknowledgedFindings.includes(finding);
  // EC2 makes no second connection of one customer gateway on one virtual private gateway [aws-vpn-behaviour 2.1, duplicates]. It would
  // refuse CloudFormation when that has given the retained one up and cannot return to it.
  const isAlone = target.kind === 'virtual-private-gateway';
  const collides = isAlone && onRemoval === 'RETAIN';
  if (isAccepted && !collides) return undefined;
  const left = former.target.kind === 'transit-gateway' && former.staticRoutes.length > 0 ? former.target.staticRouteTableIds : [];
  const isRouting = replaced.some((each) => each.startsWith('StaticRoutesOnly'));
  const acceptance = [
    ...isAccepted ? [] : [`add '${finding}' to \`acknowledgedFindings\``],
    ...collides ? [`set \`removalPolicy\` to DESTROY, as this one would be retained, and EC2 makes no second one between ${customerGatewayId} and ${target.id}`] : [],
    ...left.length === 0 ? [] : [`delete its static routes in ${left.join(', ')} by hand before, as they would go on leading to it`],
  ];
  return `VPN connection ${vpnConnectionId}: ${replaced.join(', ')} would change, for which CloudFormation replaces the connection: its outside addresses and`
    + ` keys would be lost.${isRouting ? ' The kind of routing of a connection is create-only.' : ''} Nothing was changed. Put back what the template said`
    + ` before, or make a second connection beside this one${isAlone ? ', on another gateway or for another customer gateway,' : ''} and lead the traffic over`
    + ` to it; or accept it: ${acceptance.join(', and ')}`;
}

/**
 * CloudFormation takes a tunnel for done when EC2 shows the connection available, and goes on to the next one; the device may have
 * brought up neither by then.
 *
 * That it leaves a tunnel alone whose options stay is documented nowhere. If it does not, no edit of a template leaves a tunnel up all
 * the time, and one tunnel in a deployment is still the least that can be asked for: so that is asked for under both answers.
 */
function bothTunnelsRefusal(vpnConnectionId: string, former: TargetDeclaration, wanted: TargetDeclaration): string | undefined {
  const finding: AcceptableEdit = `both-tunnels-change:${vpnConnectionId}`;
  const widens = changedOptions(former, wanted).includes(BANDWIDTH);
  if (wanted.acknowledgedFindings.includes(finding) || !(widens || changedTunnels(former, wanted).length > 1)) return undefined;
  const [what, instead] = widens
    // [aws-vpn-behaviour 6, ModifyVpnConnectionOptions]
    ? [`${BANDWIDTH} would change, which EC2 changes of both tunnels in one call, and replaces the endpoints of both`, 'Put it back']
    : [`${TUNNELS} would change of both tunnels, and CloudFormation goes on to the second when EC2 has replaced the endpoint of the first, without`
      + ' waiting for the device to bring that up', 'Deploy the options of one tunnel, see that it is UP, and deploy those of the other one then'];
  return `VPN connection ${vpnConnectionId}: ${what}: both would be DOWN at the same time. Nothing was changed. ${instead}, or accept the interruption:`
    + ` add '${finding}' to \`acknowledgedFindings\``;
}

const BANDWIDTH = 'TunnelBandwidth';
const TUNNELS = 'VpnTunnelOptionsSpecifications';

function movedEnds(former: TargetDeclaration, wanted: TargetDeclaration): string[] {
  return [
    ...former.target.kind === wanted.target.kind && former.target.id === wanted.target.id ? [] : ['VpnGatewayId', 'TransitGatewayId'],
    ...former.customerGatewayId === wanted.customerGatewayId ? [] : ['CustomerGatewayId'],
  ];
}

/** By the names of a template's properties. */
function changedOptions(former: TargetDeclaration, wanted: TargetDeclaration): string[] {
  return [...differing(former.options, wanted.options), ...changedTunnels(former, wanted).length > 0 ? [TUNNELS] : []];
}

/** A connection has two tunnels; one that a template does not name has no options. */
function changedTunnels({ tunnelOptions: before = [] }: TargetDeclaration, { tunnelOptions: after = [] }: TargetDeclaration): number[] {
  return [0, 1].filter((index) => (before[index] ?? '') !== (after[index] ?? ''));
}

type Values = { readonly [property: string]: string };

function differing(former: Values = {}, wanted: Values = {}): string[] {
  const names = [...new Set([...Object.keys(former), ...Object.keys(wanted)])].sort();
  return names.filter((property) => former[property] !== wanted[property]);
}
