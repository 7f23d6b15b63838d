/**
 * EC2 as a device's configuration is read from it. What it answers holds the pre-shared keys: they leave this file in the texts that are
 * asked for and in nothing else, no error included.
 */
import {
  DescribeVpnConnectionsCommand, EC2Client, GetVpnConnectionDeviceSampleConfigurationCommand, GetVpnConnectionDeviceTypesCommand,
} from '@aws-sdk/client-ec2';
import { choicesOfTunnels } from './tunnel-choices';
import { inOneForm } from '../../aws/one-form';
import { DeviceType } from '../../engine/device-configuration/device-type';
import { answered } from '../failures';
import { CallFailure, ConnectionWithConfiguration, Network, SampleRequest } from '../ports';

export class Ec2Network implements Network {
  constructor(private readonly client: EC2Client) {}

  /** By filter and not by id: a connection that EC2 does not know yet is an empty answer then. */
  async connection(id: string): Promise<ConnectionWithConfiguration | undefined> {
    const { VpnConnections: connections = [] } = inOneForm(await answered(`describing ${id} (ec2:DescribeVpnConnections)`, async () =>
      this.client.send(new DescribeVpnConnectionsCommand({ Filters: [{ Name: 'vpn-connection-id', Values: [id] }] }))));
    const found = connections.find((each) => each.VpnConnectionId === id);
    if (found === undefined) return undefined;
    const { State, VpnGatewayId, TransitGatewayId, CustomerGatewayId, CustomerGatewayConfiguration, Options } = found;
    if (State === undefined) throw new CallFailure(`describing ${id} (ec2:DescribeVpnConnections)`, 'AnswerWithoutState', 'passing');
    return {
      state: State,
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
      const page = inOneForm(await answered('reading the types of device (ec2:GetVpnConnectionDeviceTypes)', async () =>
        this.client.send(new GetVpnConnectionDeviceTypesCommand({ NextToken }))));
      // One without an id cannot be asked for.
      types.push(...(page.VpnConnectionDeviceTypes ?? []).flatMap(({ VpnConnectionDeviceTypeId: type, Vendor, Platform, Software }) => (
        type === undefined ? [] : [{ id: type, vendor: Vendor ?? '', platform: Platform ?? '', software: Software ?? '' }])));
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
