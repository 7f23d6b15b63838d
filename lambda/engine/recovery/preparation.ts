/** What whoever goes a way needs in the shell, be it a script or a person: where it leads, and what is looked at. */
import { Procedure } from './procedure';
import { FRAME, READING } from './shell';
import { lines, sh, ShellText } from './shell-text';
import { nameOfGateway } from '../../../src/contract/gateway';
import { Action } from '../actions';
import { PlannedSide } from '../plan';

export function nameOfSide({ gateway, customerGatewayId }: PlannedSide): string {
  return `${nameOfGateway(gateway)} with customer gateway ${customerGatewayId}`;
}

/** Settings and functions. */
export function preparation(procedure: Procedure): ShellText {
  return lines(settings(procedure), FRAME, READING, look(procedure));
}

function settings({ backup: { vpnConnectionId, plan: { replacement, from } }, source, target }: Procedure): ShellText {
  const region = sh`region=\${AWS_REGION:-\${AWS_DEFAULT_REGION:?set AWS_REGION to the Region of the VPN connection}}`;
  if (replacement !== undefined) {
    const carriers = replacement.connections.map(({ fromId, toId }) => (target === from ? fromId : toId));
    return sh`${region}
carriers=(${carriers})
gateway=none connection=none rounds=160 # of 15 seconds and more each: EC2 has been seen to need 30 minutes to detach a gateway
`;
  }
  return sh`${region}
connection=${vpnConnectionId}
source_gateway=${source.gateway.id} source_customer_gateway=${source.customerGatewayId}
wanted_gateway=${target.gateway.id} wanted_customer_gateway=${target.customerGatewayId}
rounds=160 # of 15 seconds and more each: \`aws ec2 wait vpn-connection-available\` gives up after 10 minutes
`;
}

/** Every table and gateway that any step depends on is read once a round. */
function look(procedure: Procedure): ShellText {
  const { backup: { plan }, source, target, leaveSource, configureTarget } = procedure;
  const actions = [...leaveSource, ...configureTarget.flat()];
  const tables = once(actions.flatMap((action) => ('routeTableId' in action && action.routeTableId.startsWith('rtb-') ? [action.routeTableId] : [])));
  const gateways = once([
    ...actions.flatMap((action) => (action.do === 'attach-vpn-gateway' || action.do === 'detach-vpn-gateway' ? [action.gatewayId] : [])),
    ...plan.exchangeAtVpcId === undefined ? [] : [source.gateway.id, target.gateway.id],
  ]);
  const ofConnection = plan.replacement === undefined;
  return lines(
    sh`look() {`,
    ...ofConnection ? [sh`  look_at_attachment`] : [],
    ...tables.map((id) => sh`  look_at_vpc_route_table ${id}`),
    ...gateways.map((id) => sh`  look_at_vpn_gateway ${id}`),
    ...ofConnection ? [...whileOn('source', leaveSource), ...whileOn('wanted', configureTarget.flat())] : [],
    sh`}
`);
}

function whileOn(side: 'source' | 'wanted', actions: readonly Action[]): ShellText[] {
  const tables = once(actions.flatMap((action) => (
    action.do === 'create-transit-gateway-route' || action.do === 'delete-transit-gateway-route' ? [action.routeTableId] : [])));
  return [
    side === 'source' ? sh`  if [ "$gateway" = "$source_gateway" ]; then` : sh`  if [ "$gateway" = "$wanted_gateway" ]; then`,
    sh`    :`,
    ...tables.map((id) => sh`    look_at_transit_gateway_route_table ${id}`),
    sh`  fi`,
  ];
}

/** What is there on the source besides, and would be lost without a trace. */
export function refusals({ source, target, leaveSource }: Procedure): ShellText[] {
  const cidrs = leaveSource.flatMap((action) => (action.do === 'delete-static-route' ? [action.cidr] : []));
  const inTables = leaveSource.flatMap((action) => (action.do === 'delete-transit-gateway-route' ? [action] : []));
  return [
    ...source.gateway.kind === 'virtual-private-gateway' && target.gateway.kind === 'transit-gateway' ? [sh`refuse_other_static_routes ${cidrs}`] : [],
    ...once(inTables.map(({ routeTableId }) => routeTableId)).map((id) => (
      sh`refuse_other_routes_in ${id} ${inTables.filter(({ routeTableId }) => routeTableId === id).map(({ cidr }) => cidr)}`)),
  ];
}

function once(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
