/**
 * Sample configurations for devices: the types there are, and the text for one of them. The text is short here, with everything in it
 * that a real one has and that matters: addresses, AS numbers, the algorithms that AWS chooses for samples, and the keys in clear text.
 */
import type {
  GetVpnConnectionDeviceSampleConfigurationCommandInput, GetVpnConnectionDeviceTypesCommandInput, VpnConnectionDeviceType,
} from '@aws-sdk/client-ec2';
import { Ec2Error } from '../../contracts';
import { amazonSideAsn, insideAddressOf } from '../customer-gateway-configuration';
import { incorrectState, live, required } from '../errors';
import { page, PageBounds } from '../filters';
import { Tunnel, VpnConnection } from '../records';
import { Context, NetworkState, OperationMap } from '../state';

export const vpnDeviceConfigurationOperations: OperationMap = {
  GetVpnConnectionDeviceTypes: getVpnConnectionDeviceTypes,
  GetVpnConnectionDeviceSampleConfiguration: getVpnConnectionDeviceSampleConfiguration,
};

type DeviceType = Required<VpnConnectionDeviceType>;

/** [6; H MODEL: GVCDMaxResults] */
const BOUNDS: PageBounds = { min: 200, max: 1_000 };

/**
 * The first three as AWS's command line's reference shows them (`get-vpn-connection-device-types`); of the others the guide names
 * vendor, platform and software (UG-your-cgw), and the ids are made up.
 */
const DEVICE_TYPES: readonly DeviceType[] = [
  deviceType('754a6372', 'Palo Alto Networks', 'PA Series', 'PANOS 4.1.2+'),
  deviceType('9612cbed', 'Palo Alto Networks', 'PA Series', 'PANOS 4.1.2+ (GUI)'),
  deviceType('5fb390ba', 'Palo Alto Networks', 'PA Series', 'PANOS 7.0+'),
  deviceType('00000001', 'Checkpoint', 'Gaia', 'R80.10+'),
  deviceType('00000002', 'Cisco Systems, Inc.', 'ASA 5500 Series', 'ASA 9.7+ VTI'),
  deviceType('00000003', 'Cisco Systems, Inc.', 'CSRv AMI', 'IOS 12.4+'),
  deviceType('00000004', 'Fortinet', 'Fortigate 40+ Series', 'FortiOS 6.4.4+'),
  deviceType('00000005', 'Generic', 'Generic', 'Vendor Agnostic'),
  deviceType('00000006', 'Juniper Networks, Inc.', 'SRX Routers', 'JunOS 11.0+'),
  deviceType('00000007', 'Mikrotik', 'RouterOS', '6.44.3'),
  deviceType('00000008', 'Strongswan', 'Ubuntu 16.04', 'Strongswan 5.5.1+'),
  deviceType('00000009', 'Yamaha', 'RTX Routers', 'Rev.10.01.16+'),
];

const IKE_VERSIONS = ['ikev1', 'ikev2'];
const SAMPLE_TYPES = ['compatibility', 'recommended'];

function getVpnConnectionDeviceTypes(_state: NetworkState, input: GetVpnConnectionDeviceTypesCommandInput, context: Context): object {
  const { items, ...rest } = page(DEVICE_TYPES, input, context, BOUNDS);
  return { VpnConnectionDeviceTypes: items, ...rest };
}

function getVpnConnectionDeviceSampleConfiguration(
  state: NetworkState, input: GetVpnConnectionDeviceSampleConfigurationCommandInput, context: Context,
): object {
  const connection = live(state, 'vpnConnections', input.VpnConnectionId, context);
  const device = requestedDevice(input);
  const { InternetKeyExchangeVersion: ikeVersion = 'ikev1', SampleType: sampleType = 'compatibility' } = input;
  requireOneOf('internetKeyExchangeVersion', ikeVersion, IKE_VERSIONS);
  requireOneOf('sampleType', sampleType, SAMPLE_TYPES);
  if (sampleType === 'recommended' && ikeVersion === 'ikev1') {
    throw new Ec2Error('UnsupportedOperation', 'The recommended sample configuration is not supported for ikev1');
  }
  if (connection.state !== 'available' && context.unknowns.sampleConfigurationUnlessAvailable === 'IncorrectState') {
    throw incorrectState(connection.id, connection.state);
  }
  return { VpnConnectionDeviceSampleConfiguration: sample(state, connection, device, `${ikeVersion}, ${sampleType}`) };
}

function requestedDevice({ VpnConnectionDeviceTypeId }: GetVpnConnectionDeviceSampleConfigurationCommandInput): DeviceType {
  const id = required('VpnConnectionDeviceTypeId', VpnConnectionDeviceTypeId);
  const device = DEVICE_TYPES.find((each) => each.VpnConnectionDeviceTypeId === id);
  // Which code EC2 has for it is documented nowhere [U].
  if (device === undefined) throw new Ec2Error('InvalidParameterValue', `The VpnConnectionDeviceTypeId '${id}' does not exist`);
  return device;
}

function requireOneOf(parameter: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new Ec2Error('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid.`);
}

/** [6: minimum strength, AES128, SHA1 and group 2] */
function sample(state: NetworkState, connection: VpnConnection, device: DeviceType, kind: string): string {
  const customerGateway = state.customerGateways[connection.customerGatewayId];
  const asn = amazonSideAsn(state, connection);
  const bgp = connection.staticRoutesOnly ? [] : [`! BGP: AWS ${asn}, device ${customerGateway?.bgpAsn}, hold time 30`];
  return [
    `! Sample configuration for ${device.Vendor} ${device.Platform} ${device.Software} (${kind})`,
    `! Your VPN connection ID: ${connection.id}`,
    `! Your customer gateway ID: ${connection.customerGatewayId}, at ${customerGateway?.ipAddress ?? 'no fixed address'}`,
    '! IKE and IPsec: AES128, SHA1, Diffie-Hellman group 2',
    ...bgp,
    ...connection.tunnels.flatMap((tunnel, index) => sampleOfTunnel(tunnel, index + 1)),
    '',
  ].join('\n');
}

function sampleOfTunnel(tunnel: Tunnel, number: number): string[] {
  return [
    `tunnel ${number} peer ${tunnel.outsideIpAddress}`,
    `tunnel ${number} inside ${insideAddressOf(tunnel, 2n) ?? 'none'} peer ${insideAddressOf(tunnel, 1n) ?? 'none'}`,
    `tunnel ${number} pre-shared-key ${tunnel.preSharedKey}`,
  ];
}

function deviceType(VpnConnectionDeviceTypeId: string, Vendor: string, Platform: string, Software: string): DeviceType {
  return { VpnConnectionDeviceTypeId, Vendor, Platform, Software };
}
