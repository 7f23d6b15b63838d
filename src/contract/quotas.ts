/** The quotas a move can run into, by which Service Quotas knows them, with what AWS documents as the value of a new account. */

export type QuotaName =
  'vpn-connections-per-vpn-gateway' | 'routes-per-transit-gateway' | 'attachments-per-transit-gateway' | 'routes-per-vpc-route-table';

export interface DocumentedQuota {
  readonly serviceCode: 'ec2' | 'vpc';
  readonly quotaCode: string;
  /** Absent where sources differ, or where AWS has raised it: then only the applied value counts. */
  readonly documented?: number;
  /** What is counted, in words. */
  readonly of: string;
}

/**
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/vpn-limits.html
 * @see https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-quotas.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
 */
export const QUOTAS: { readonly [name in QuotaName]: DocumentedQuota } = {
  'vpn-connections-per-vpn-gateway': { serviceCode: 'ec2', quotaCode: 'L-B91E5754', documented: 10, of: 'VPN connections on one virtual private gateway' },
  'routes-per-transit-gateway': { serviceCode: 'ec2', quotaCode: 'L-BCC1FB47', documented: 10_000, of: 'routes in all tables of one transit gateway' },
  'attachments-per-transit-gateway': { serviceCode: 'ec2', quotaCode: 'L-E0233F82', documented: 5_000, of: 'attachments of one transit gateway' },
  'routes-per-vpc-route-table': { serviceCode: 'vpc', quotaCode: 'L-93826ACB', of: 'routes in one VPC route table' },
};

/** Those that a move towards such a gateway can run into. */
export function quotasTowards(kind: 'virtual-private-gateway' | 'transit-gateway'): QuotaName[] {
  return kind === 'virtual-private-gateway'
    ? ['vpn-connections-per-vpn-gateway', 'routes-per-vpc-route-table']
    : ['routes-per-transit-gateway', 'attachments-per-transit-gateway', 'routes-per-vpc-route-table'];
}
