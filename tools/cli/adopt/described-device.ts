/** The customer gateway of a connection: taken as it is, or declared with the connection. */
import type { CustomerGateway, VpnConnection } from '@aws-sdk/client-ec2';
import { call, Expression, literal, Members, Statement, struct } from './code';
import { Estate } from '../estate/estate';

export interface DescribedDevice {
  readonly statements: readonly Statement[];
  readonly device: CustomerGateway | undefined;
  readonly missing: readonly string[];
}

/** @param isDeclared whether it becomes a resource of the stack */
export function deviceOf(estate: Estate, { CustomerGatewayId: id = '' }: VpnConnection, isDeclared: boolean): DescribedDevice {
  const device = estate.customerGateways.find((each) => each.CustomerGatewayId === id);
  if (!isDeclared) return { device, statements: [{ variable: 'customerGateway', value: taken(id, device) }], missing: [] };
  const missing = device === undefined ? [`customer gateway ${id} was not described`] : undeclarable(device);
  if (device === undefined || missing.length > 0) return { device, statements: [], missing };
  const { CertificateArn: certificateArn } = device;
  return {
    device, missing,
    statements: [
      ...certificateArn === undefined ? [] : [{
        variable: 'certificate',
        value: call('acm.Certificate', 'fromCertificateArn', { kind: 'scope' }, literal('Certificate'), literal(certificateArn)),
      }],
      {
        variable: 'customerGateway',
        value: { kind: 'construct', type: 'CustomerGateway', id: 'Device', props: struct('CustomerGatewayProps', declared(device)) },
      },
    ],
  };
}

function taken(id: string, device: CustomerGateway | undefined): Expression {
  const scope = { kind: 'scope' } as const;
  if (device === undefined) return call('CustomerGateway', 'fromCustomerGatewayId', scope, literal('Device'), literal(id));
  const asn = asnOf(device);
  return call('CustomerGateway', 'fromCustomerGatewayAttributes', scope, literal('Device'), struct('CustomerGatewayAttributes', [
    ['customerGatewayId', literal(id)],
    device.IpAddress ? ['customerGatewayIp', literal(device.IpAddress)] : ['withoutAddress', literal(true)],
    ...asn === undefined ? [] : [['customerGatewayAsn', literal(asn)] as const],
  ]));
}

function declared(device: CustomerGateway): Members {
  const asn = asnOf(device);
  return [
    ['ip', literal(device.IpAddress!)],
    ...asn === undefined ? [] : [['asn', literal(asn)] as const],
    ['deviceName', literal(device.DeviceName!)],
    ...device.CertificateArn === undefined ? [] : [['certificate', { kind: 'variable', name: 'certificate' }] as const],
    ['removalPolicy', { kind: 'member', of: 'RemovalPolicy', member: 'RETAIN' }],
  ];
}

/** What CloudFormation or the library would add to it, which could be changed only by another customer gateway. */
function undeclarable({ CustomerGatewayId: id, IpAddress: ip, DeviceName: name }: CustomerGateway): string[] {
  return [
    ...ip ? [] : [`customer gateway ${id} has no address, without which CloudFormation declares none`],
    ...name ? [] : [`customer gateway ${id} has no device name, and one that is declared gets one`],
  ];
}

function asnOf({ BgpAsn: short, BgpAsnExtended: long }: CustomerGateway): number | undefined {
  const asn = Number(long ?? short);
  return Number.isNaN(asn) ? undefined : asn;
}
