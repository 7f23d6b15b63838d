/**
 * EC2 as a device's configuration is read from it. What it answers holds the pre-shared keys: they leave this file in the texts that are
 * asked for and in nothing else, no error included.
 */
import {
  DescribeVpnConnectionsCommand, EC2Client, GetVpnConnectionDeviceSampleConfigurationCommand, GetVpnConnectionDeviceTypesCommand,
} from '@aws-sdk/client-ec2';
import { choicesOfTunnels } from './tunnel-choices';
import { DeviceType } from '../../../src/domain/device-configuration/device-type';
import { CallFailure, ConnectionWithConfiguration, FailureKind, Network, SampleRequest } from '../ports';

const PASSING_CODES = new Set([
  'RequestLimitExceeded', 'Throttling', 'ThrottlingException', 'Unavailable', 'ServiceUnavailable', 'InternalError', 'InternalFailure', 'ServerInternal',
  'IncorrectState', 'InvalidState', 'InvalidVpnConnection.InvalidState',
]);

export class Ec2Network implements Network {
  constructor(private readonly client: EC2Client) {}

  /** By filter and not by id: a connection that EC2 does not know yet is an empty answer then. */
  async connection(id: string): Promise<ConnectionWithConfiguration | undefined> {
    const { VpnConnections: [found] = [] } = await answered(`describing ${id} (ec2:DescribeVpnConnections)`, async () =>
      this.client.send(new DescribeVpnConnectionsCommand({ Filters: [{ Name: 'vpn-connection-id', Values: [id] }] })));
    if (found === undefined) return undefined;
    const { State, VpnGatewayId, TransitGatewayId, CustomerGatewayId, CustomerGatewayConfiguration, Options } = found;
    return {
      state: State ?? '',
      gatewayId: VpnGatewayId ?? TransitGatewayId,
      customerGatewayId: CustomerGatewayId,
      xml: CustomerGatewayConfiguration,
      choices: choicesOfTunnels(Options?.TunnelOptions),
    };
  }

  async deviceTypes(): Promise<DeviceType[]> {
    const types: DeviceType[] = [];
    let NextToken: string | undefined;
    do {
      const page = await answered('reading the types of device (ec2:GetVpnConnectionDeviceTypes)', async () =>
        this.client.send(new GetVpnConnectionDeviceTypesCommand({ NextToken })));
      types.push(...(page.VpnConnectionDeviceTypes ?? []).map((each) => ({
        id: each.VpnConnectionDeviceTypeId ?? '', vendor: each.Vendor ?? '', platform: each.Platform ?? '', software: each.Software ?? '',
      })));
      NextToken = page.NextToken;
    } while (NextToken);
    return types;
  }

  async sample({ vpnConnectionId, deviceTypeId, ikeVersion, sampleType }: SampleRequest): Promise<string> {
    const doing = `reading the sample of ${vpnConnectionId} for device type ${deviceTypeId} (ec2:GetVpnConnectionDeviceSampleConfiguration)`;
    const { VpnConnectionDeviceSampleConfiguration } = await answered(doing, async () =>
      this.client.send(new GetVpnConnectionDeviceSampleConfigurationCommand({
        VpnConnectionId: vpnConnectionId,
        VpnConnectionDeviceTypeId: deviceTypeId,
        InternetKeyExchangeVersion: ikeVersion,
        SampleType: sampleType,
      })));
    return VpnConnectionDeviceSampleConfiguration ?? '';
  }
}

async function answered<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new CallFailure(doing, error instanceof Error ? error.name : '', kindOf(error));
  }
}

/** Without an answer that can be read nothing is final: it was cut, or came from something in between. */
function kindOf(error: unknown): FailureKind {
  if (!(error instanceof Error) || !('$fault' in error)) return 'passing';
  if (PASSING_CODES.has(error.name) || error.$fault === 'server') return 'passing';
  return error.name === 'UnauthorizedOperation' ? 'denied' : 'final';
}
