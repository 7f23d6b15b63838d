/**
 * EC2 as a device's configuration is read from it. What it answers holds the pre-shared keys: they leave this file in the texts that are
 * asked for and in nothing else, no error included.
 */
import {
  DescribeVpnConnectionsCommand, EC2Client, GetVpnConnectionDeviceSampleConfigurationCommand, GetVpnConnectionDeviceTypesCommand,
} from '@aws-sdk/client-ec2';
import { choicesOfTunnels } from './tunnel-choices';
import { fitting } from '../../aws/ec2/fitting';
import { inOneForm } from '../../aws/one-form';
import { allOf } from '../../aws/pages';
import { DeviceType } from '../../engine/device-configuration/device-type';
import { answered } from '../failures';
import { CallFailure, ConnectionWithConfiguration, Network, SampleRequest } from '../ports';

export class Ec2Network implements Network {
  constructor(private readonly client: EC2Client) {}

  /** By filter and not by id: a connection that EC2 does not know yet is an empty answer then. */
  async connection(id: string): Promise<ConnectionWithConfiguration | undefined> {
    const connections = await answered(`describing ${id} (ec2:DescribeVpnConnections)`, async () => {
      const Filters = [{ Name: 'vpn-connection-id', Values: [id] }];
      const { VpnConnections = [] } = inOneForm(await this.client.send(new DescribeVpnConnectionsCommand({ Filters })));
      return fitting('DescribeVpnConnections')(VpnConnections);
    });
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
    const types = await answered('reading the types of device (ec2:GetVpnConnectionDeviceTypes)', async () => allOf(async (NextToken?: string) =>
      this.client.send(new GetVpnConnectionDeviceTypesCommand({ NextToken })), 'VpnConnectionDeviceTypes',
    fitting('GetVpnConnectionDeviceTypes')));
    // One without an id cannot be asked for.
    return types.flatMap(({ VpnConnectionDeviceTypeId: id, Vendor: vendor = '', Platform: platform = '', Software: software = '' }) => (
      id === undefined ? [] : [{ id, vendor, platform, software }]));
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
