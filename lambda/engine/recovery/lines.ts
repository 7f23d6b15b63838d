/** What whoever goes a way needs in the shell, be it a script or a person: where it leads, what is looked at, and each step. */
import { commandOf, lineOf, quoted } from './command';
import { conditionOn } from './conditions';
import { ATTACHMENT, Procedure } from './procedure';
import { nameOfGateway } from '../../../src/contract/gateway';
import { Action, describeAction } from '../actions';
import { PlannedSide } from '../plan';
import { Backup } from '../record';

export function nameOfSide({ gateway, customerGatewayId }: PlannedSide): string {
  return `${nameOfGateway(gateway)} with customer gateway ${customerGatewayId}`;
}

export function settings({ vpnConnectionId, plan: { replacement, from } }: Backup, { source, target }: Procedure): string[] {
  const region = 'region=${AWS_REGION:-${AWS_DEFAULT_REGION:?set AWS_REGION to the Region of the VPN connection}}';
  if (replacement !== undefined) {
    const carriers = replacement.connections.map(({ fromId, toId }) => (target === from ? fromId : toId));
    return [
      region,
      `carriers=${quoted(carriers.join(' '))}`,
      'gateway=none connection=none rounds=160 # of 15 seconds and more each: EC2 has been seen to need 30 minutes to detach a gateway',
      '',
    ];
  }
  return [
    region,
    `connection=${quoted(vpnConnectionId)}`,
    `source_gateway=${quoted(source.gateway.id)} source_customer_gateway=${quoted(source.customerGatewayId)}`,
    `wanted_gateway=${quoted(target.gateway.id)} wanted_customer_gateway=${quoted(target.customerGatewayId)}`,
    'rounds=160 # of 15 seconds and more each: `aws ec2 wait vpn-connection-available` gives up after 10 minutes',
    '',
  ];
}

/** Every table and gateway that any step depends on is read once a round. */
export function lookUpLines({ plan }: Backup, procedure: Procedure): string[] {
  const actions = [...procedure.leaveSource, ...procedure.configureTarget.flat()];
  const tables = (prefix: string) => [...new Set(actions.flatMap((action) => ('routeTableId' in action && action.routeTableId.startsWith(prefix) ? [action.routeTableId] : [])))];
  const places = new Set(actions.flatMap((action) => (action.do === 'attach-vpn-gateway' || action.do === 'detach-vpn-gateway' ? [`${action.gatewayId} ${action.vpcId}`] : [])));
  if (plan.exchangeAtVpcId !== undefined) {
    for (const { gateway } of [procedure.source, procedure.target]) places.add(`${gateway.id} ${plan.exchangeAtVpcId}`);
  }
  return [
    'look() {',
    ...plan.replacement !== undefined ? [] : ['  look_at_attachment'],
    ...tables('rtb-').map((id) => `  look_at_vpc_route_table ${quoted(id)}`),
    ...[...places].map((place) => `  look_at_vpn_gateway ${place.split(' ').map(quoted).join(' ')}`),
    ...plan.replacement !== undefined ? [] : onlyWhereItStands(procedure),
    '}',
    '',
  ];
}

/** What is there on the source besides, and would be lost without a trace. */
export function refusals(procedure: Procedure): string[] {
  const cidrs = procedure.leaveSource.flatMap((action) => (action.do === 'delete-static-route' ? [action.cidr] : []));
  const onTables = new Map<string, string[]>();
  for (const action of procedure.leaveSource) {
    if (action.do === 'delete-transit-gateway-route') onTables.set(action.routeTableId, [...onTables.get(action.routeTableId) ?? [], action.cidr]);
  }
  return [
    ...procedure.source.gateway.kind === 'virtual-private-gateway' && procedure.target.gateway.kind === 'transit-gateway'
      ? [`  refuse_other_static_routes ${cidrs.map(quoted).join(' ')}`] : [],
    ...[...onTables].map(([id, own]) => `  refuse_other_routes_in ${quoted(id)} ${own.map(quoted).join(' ')}`),
  ];
}

/** One change, made only where what is seen is as it was before the step. */
export function actionLines({ vpnConnectionId }: Backup, procedure: Procedure, action: Action): string[] {
  const { what, seen: observed, before, after } = conditionOn(procedure, action);
  const words = commandOf(vpnConnectionId, action);
  // A pair of quotes around everything that is seen: what a look finds is never split into words.
  return [
    `  # ${inWords(action)}`,
    `  change ${quoted(what)} "${observed}" ${quoted(before)} "${allowed(after)}" \\`,
    `    ${lineOf(words)}`,
  ];
}

/** What has to be seen once the step is done. */
export function expectationLine(procedure: Procedure, action: Action): string {
  const { what, seen: observed, after } = conditionOn(procedure, action);
  return `  see ${quoted(what)} "${observed}" "${allowed(after)}"`;
}

export function inWords(action: Action): string {
  return describeAction(action).replaceAll(ATTACHMENT, 'the attachment');
}

function onlyWhereItStands(procedure: Procedure): string[] {
  const routed = (side: readonly Action[]) => [...new Set(side.flatMap((action) => (
    action.do === 'create-transit-gateway-route' || action.do === 'delete-transit-gateway-route' ? [action.routeTableId] : [])))];
  return [
    '  if [ "$gateway" = "$source_gateway" ]; then',
    '    :',
    ...routed(procedure.leaveSource).map((id) => `    look_at_transit_gateway_route_table ${quoted(id)}`),
    '  fi',
    '  if [ "$gateway" = "$wanted_gateway" ]; then',
    '    :',
    ...routed(procedure.configureTarget.flat()).map((id) => `    look_at_transit_gateway_route_table ${quoted(id)}`),
    '  fi',
  ];
}

function allowed(after: readonly string[]): string {
  return after.map((each) => quoted(each).replaceAll('"', '')).join(' ');
}
