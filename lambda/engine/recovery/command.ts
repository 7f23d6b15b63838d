/** Each step as the words of one AWS CLI command, as a person would type it, and the shell's way of writing words. */
import { ATTACHMENT } from './course';
import { isPrefixListId } from '../../../src/contract/cidr';
import { Gateway } from '../../../src/contract/gateway';
import { Step } from '../steps';

/** Words after `aws ec2`; the Region goes to every command alike. */
export function commandOf(vpnConnectionId: string, step: Step): readonly string[] {
  switch (step.do) {
    case 'delete-static-route':
      return ['delete-vpn-connection-route', '--vpn-connection-id', vpnConnectionId, '--destination-cidr-block', step.cidr];
    case 'create-static-route':
      return ['create-vpn-connection-route', '--vpn-connection-id', vpnConnectionId, '--destination-cidr-block', step.cidr];
    case 'modify-vpn-connection':
      return ['modify-vpn-connection', '--vpn-connection-id', vpnConnectionId, ...connectionTarget(step.to, step.customerGatewayId)];
    case 'associate-route-table':
      return ['associate-transit-gateway-route-table', ...tableAndAttachment(step)];
    case 'disassociate-route-table':
      return ['disassociate-transit-gateway-route-table', ...tableAndAttachment(step)];
    case 'enable-propagation':
      return ['enable-transit-gateway-route-table-propagation', ...tableAndAttachment(step)];
    case 'disable-propagation':
      return ['disable-transit-gateway-route-table-propagation', ...tableAndAttachment(step)];
    case 'create-transit-gateway-route':
      return ['create-transit-gateway-route', ...tableAndAttachment(step), '--destination-cidr-block', step.cidr];
    case 'delete-transit-gateway-route':
      return ['delete-transit-gateway-route', '--transit-gateway-route-table-id', step.routeTableId, '--destination-cidr-block', step.cidr];
    case 'replace-vpc-route':
      return ['replace-route', '--route-table-id', step.routeTableId, ...destination(step.destination), ...routeTarget(step.to)];
    case 'create-vpc-route':
      return ['create-route', '--route-table-id', step.routeTableId, ...destination(step.destination), ...routeTarget(step.to)];
    case 'delete-vpc-route':
      return ['delete-route', '--route-table-id', step.routeTableId, ...destination(step.destination)];
    case 'enable-vgw-propagation':
      return ['enable-vgw-route-propagation', '--route-table-id', step.routeTableId, '--gateway-id', step.gatewayId];
    case 'disable-vgw-propagation':
      return ['disable-vgw-route-propagation', '--route-table-id', step.routeTableId, '--gateway-id', step.gatewayId];
    case 'attach-vpn-gateway':
      return ['attach-vpn-gateway', '--vpn-gateway-id', step.gatewayId, '--vpc-id', step.vpcId];
    case 'detach-vpn-gateway':
      return ['detach-vpn-gateway', '--vpn-gateway-id', step.gatewayId, '--vpc-id', step.vpcId];
    case 'delete-customer-gateway':
      return ['delete-customer-gateway', '--customer-gateway-id', step.customerGatewayId];
  }
}

/** The command as a line of the script. */
export function lineOf(words: readonly string[]): string {
  const [operation, ...parameters] = words;
  return `aws ec2 ${operation} --region "$region" ${parameters.map(quoted).join(' ')}`;
}

/** A word as the shell reads it back unchanged; the attachment's id is looked up. */
export function quoted(word: string): string {
  if (word === ATTACHMENT) return '"$attachment"';
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll('\'', '\'\\\'\'')}'`;
}

function connectionTarget(gateway: Gateway | undefined, customerGatewayId: string | undefined): string[] {
  return [
    ...gateway === undefined ? [] : [gateway.kind === 'transit-gateway' ? '--transit-gateway-id' : '--vpn-gateway-id', gateway.id],
    ...customerGatewayId === undefined ? [] : ['--customer-gateway-id', customerGatewayId],
  ];
}

function tableAndAttachment({ routeTableId, attachmentId }: { readonly routeTableId: string; readonly attachmentId: string }): string[] {
  return ['--transit-gateway-route-table-id', routeTableId, '--transit-gateway-attachment-id', attachmentId];
}

function destination(text: string): string[] {
  if (isPrefixListId(text)) return ['--destination-prefix-list-id', text];
  return [text.includes(':') ? '--destination-ipv6-cidr-block' : '--destination-cidr-block', text];
}

function routeTarget(gateway: Gateway): string[] {
  return [gateway.kind === 'transit-gateway' ? '--transit-gateway-id' : '--gateway-id', gateway.id];
}
