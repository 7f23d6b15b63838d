/** Each step of a recovery script as the one command that a person would type; `test/recovery` runs whole scripts. */
import { CGW, HUB, SPOKES, STATIC_TABLE, TGW, VGW, VPC, VPN, VPN_ATTACHMENT } from './estate';
import { Action } from '../../lambda/engine/actions';
import { commandOf, lineOf } from '../../lambda/engine/recovery/steps';
import { Gateway } from '../../src/contract/gateway';

const vgw: Gateway = { kind: 'virtual-private-gateway', id: VGW };
const tgw: Gateway = { kind: 'transit-gateway', id: TGW };
const ATTACHED = `--transit-gateway-route-table-id ${HUB} --transit-gateway-attachment-id ${VPN_ATTACHMENT}`;
const inTable = { routeTableId: STATIC_TABLE } as const;
const onHub = { routeTableId: HUB, attachmentId: VPN_ATTACHMENT } as const;

/** A step that is new does not compile until it is here. */
const COMMANDS: { readonly [Name in Action['do']]: readonly [Extract<Action, { readonly do: Name }>, string][] } = {
  'create-static-route': [[{ do: 'create-static-route', cidr: '10.1.0.0/16' },
    `create-vpn-connection-route --vpn-connection-id ${VPN} --destination-cidr-block 10.1.0.0/16`]],
  'delete-static-route': [[{ do: 'delete-static-route', cidr: '10.1.0.0/16' },
    `delete-vpn-connection-route --vpn-connection-id ${VPN} --destination-cidr-block 10.1.0.0/16`]],
  'modify-vpn-connection': [
    [{ do: 'modify-vpn-connection', to: vgw }, `modify-vpn-connection --vpn-connection-id ${VPN} --vpn-gateway-id ${VGW}`],
    [{ do: 'modify-vpn-connection', to: tgw, customerGatewayId: CGW },
      `modify-vpn-connection --vpn-connection-id ${VPN} --transit-gateway-id ${TGW} --customer-gateway-id ${CGW}`],
    [{ do: 'modify-vpn-connection', customerGatewayId: CGW }, `modify-vpn-connection --vpn-connection-id ${VPN} --customer-gateway-id ${CGW}`],
  ],
  'associate-route-table': [[{ do: 'associate-route-table', ...onHub }, `associate-transit-gateway-route-table ${ATTACHED}`]],
  'disassociate-route-table': [[{ do: 'disassociate-route-table', ...onHub }, `disassociate-transit-gateway-route-table ${ATTACHED}`]],
  'enable-propagation': [[{ do: 'enable-propagation', ...onHub }, `enable-transit-gateway-route-table-propagation ${ATTACHED}`]],
  'disable-propagation': [[{ do: 'disable-propagation', ...onHub }, `disable-transit-gateway-route-table-propagation ${ATTACHED}`]],
  'create-transit-gateway-route': [[{ do: 'create-transit-gateway-route', ...onHub, cidr: '10.1.0.0/16' },
    `create-transit-gateway-route ${ATTACHED} --destination-cidr-block 10.1.0.0/16`]],
  'delete-transit-gateway-route': [[{ do: 'delete-transit-gateway-route', routeTableId: SPOKES, cidr: '10.1.0.0/16' },
    `delete-transit-gateway-route --transit-gateway-route-table-id ${SPOKES} --destination-cidr-block 10.1.0.0/16`]],
  'replace-vpc-route': [
    [{ do: 'replace-vpc-route', ...inTable, destination: '10.1.0.0/16', to: vgw },
      `replace-route --route-table-id ${STATIC_TABLE} --destination-cidr-block 10.1.0.0/16 --gateway-id ${VGW}`],
    [{ do: 'replace-vpc-route', ...inTable, destination: '2001:db8::/32', to: tgw },
      `replace-route --route-table-id ${STATIC_TABLE} --destination-ipv6-cidr-block 2001:db8::/32 --transit-gateway-id ${TGW}`],
  ],
  'create-vpc-route': [[{ do: 'create-vpc-route', ...inTable, destination: 'pl-0a1b2c3d4e5f60001', to: tgw },
    `create-route --route-table-id ${STATIC_TABLE} --destination-prefix-list-id pl-0a1b2c3d4e5f60001 --transit-gateway-id ${TGW}`]],
  'delete-vpc-route': [[{ do: 'delete-vpc-route', ...inTable, destination: '10.1.0.0/16' },
    `delete-route --route-table-id ${STATIC_TABLE} --destination-cidr-block 10.1.0.0/16`]],
  'enable-vgw-propagation': [[{ do: 'enable-vgw-propagation', ...inTable, gatewayId: VGW },
    `enable-vgw-route-propagation --route-table-id ${STATIC_TABLE} --gateway-id ${VGW}`]],
  'disable-vgw-propagation': [[{ do: 'disable-vgw-propagation', ...inTable, gatewayId: VGW },
    `disable-vgw-route-propagation --route-table-id ${STATIC_TABLE} --gateway-id ${VGW}`]],
  'attach-vpn-gateway': [[{ do: 'attach-vpn-gateway', gatewayId: VGW, vpcId: VPC }, `attach-vpn-gateway --vpn-gateway-id ${VGW} --vpc-id ${VPC}`]],
  'detach-vpn-gateway': [[{ do: 'detach-vpn-gateway', gatewayId: VGW, vpcId: VPC }, `detach-vpn-gateway --vpn-gateway-id ${VGW} --vpc-id ${VPC}`]],
  'delete-customer-gateway': [[{ do: 'delete-customer-gateway', customerGatewayId: CGW }, `delete-customer-gateway --customer-gateway-id ${CGW}`]],
};

test.each(Object.values<readonly [Action, string][]>(COMMANDS).flat())('%j', (step, command) => {
  expect(commandOf(VPN, step).join(' ')).toBe(command);
});

test('in the script every command names its Region, and what a shell would read otherwise is quoted', () => {
  expect(String(lineOf(['delete-route', '--destination-cidr-block', '10.1.0.0/16']))).toBe('aws ec2 delete-route --region "$region" --destination-cidr-block 10.1.0.0/16');
  expect(String(lineOf(['create-tags', 'it\'s; here']))).toBe('aws ec2 create-tags --region "$region" \'it\'\\\'\'s; here\'');
});
