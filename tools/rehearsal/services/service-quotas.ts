/**
 * The embedded Service Quotas: the limits of the embedded EC2, under the codes that AWS gives them. A limit
 * without a code here cannot be asked for at AWS either: static routes of a VPN connection have none.
 */
import type { ServiceQuota } from '@aws-sdk/client-service-quotas';
import { JsonCall, JsonInput, JsonServiceEndpoint, JsonServiceProps } from './json-service';
import { DEFAULT_QUOTAS, Quotas } from '../embedded-ec2/latencies';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import { quotaArn, serviceQuotaPermission } from '../iam/service-resources';
import { Refusal } from '../loopback-endpoint';

export interface ServiceQuotasEndpointProps extends JsonServiceProps {
  readonly network: { readonly quotas: Quotas };
}

interface KnownQuota {
  readonly serviceCode: string;
  readonly quotaCode: string;
  readonly name: string;
  readonly limit: keyof Quotas;
}

/**
 * [H aws-vpn-behaviour.md 2.2 for the codes in `ec2` and `vpc`; L-BCC1FB47 "Routes per transit gateway" from published
 * listings of `aws service-quotas list-service-quotas --service-code ec2`, M; L-E0233F82 from the links of transit-gateway-quotas, H]
 */
const QUOTAS: readonly KnownQuota[] = [
  { serviceCode: 'vpc', quotaCode: 'L-93826ACB', name: 'Routes per route table', limit: 'routesPerVpcRouteTable' },
  { serviceCode: 'ec2', quotaCode: 'L-B91E5754', name: 'VPN connections per VGW', limit: 'connectionsPerVpnGateway' },
  { serviceCode: 'ec2', quotaCode: 'L-3E6EC3A3', name: 'VPN connections per region', limit: 'connectionsPerRegion' },
  { serviceCode: 'ec2', quotaCode: 'L-4FB7FF5D', name: 'Customer gateways per region', limit: 'customerGatewaysPerRegion' },
  { serviceCode: 'ec2', quotaCode: 'L-7029FAB6', name: 'Virtual private gateways per region', limit: 'vpnGatewaysPerRegion' },
  { serviceCode: 'ec2', quotaCode: 'L-BCC1FB47', name: 'Routes per transit gateway', limit: 'routesPerTransitGateway' },
  { serviceCode: 'ec2', quotaCode: 'L-E0233F82', name: 'Attachments per transit gateway', limit: 'attachmentsPerTransitGateway' },
];

const SERVICE_NAMES: Readonly<Record<string, string>> = {
  vpc: 'Amazon Virtual Private Cloud (Amazon VPC)',
  ec2: 'Amazon Elastic Compute Cloud (Amazon EC2)',
};

export class ServiceQuotasEndpoint extends JsonServiceEndpoint {
  protected readonly service = 'servicequotas';
  protected readonly target = 'ServiceQuotasV20190624';
  protected readonly operations = {
    GetServiceQuota: (input: JsonInput) => this.applied(input),
    GetAWSDefaultServiceQuota: (input: JsonInput) => ({ Quota: this.output(quotaOf(input), DEFAULT_QUOTAS) }),
  };

  constructor(private readonly serviceQuotas: ServiceQuotasEndpointProps) {
    super(serviceQuotas);
  }

  protected permissionsFor({ operation, input }: JsonCall, location: Location): PermissionRequest[] {
    return [serviceQuotaPermission(operation, input, location)];
  }

  private applied(input: JsonInput): object {
    if (input.ContextId !== undefined) throw new Refusal('IllegalArgumentException', 'None of these quotas belongs to a single resource.');
    const quota = quotaOf(input);
    const { quotas } = this.serviceQuotas.network;
    const raised = quotas[quota.limit] !== DEFAULT_QUOTAS[quota.limit];
    if (!raised && this.unknowns.quotaNeverRaised === 'NoSuchResourceException') throw noSuchQuota();
    return { Quota: this.output(quota, quotas) };
  }

  private output({ serviceCode, quotaCode, name, limit }: KnownQuota, quotas: Quotas): ServiceQuota {
    return {
      ServiceCode: serviceCode,
      ServiceName: SERVICE_NAMES[serviceCode],
      QuotaArn: quotaArn(serviceCode, quotaCode, this.location),
      QuotaCode: quotaCode,
      QuotaName: name,
      Value: quotas[limit],
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    };
  }
}

function quotaOf({ ServiceCode, QuotaCode }: JsonInput): KnownQuota {
  const quota = QUOTAS.find(({ serviceCode, quotaCode }) => serviceCode === ServiceCode && quotaCode === QuotaCode);
  if (quota === undefined) throw noSuchQuota();
  return quota;
}

function noSuchQuota(): Refusal {
  return new Refusal('NoSuchResourceException', 'The request failed because the specified service quota does not exist.');
}
