/** A connection as its device is configured for it, from what EC2 described and what the person chose. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { readConfigurationXml, UnreadableConfiguration } from '../../../lambda/customer-gateway-configuration/ec2/configuration-xml';
import { choicesOfTunnels } from '../../../lambda/customer-gateway-configuration/ec2/tunnel-choices';
import { deviceFiles } from '../../../lambda/engine/device-configuration/device-files';
import { DeviceFile, DeviceSettings } from '../../../src/contract/device-configuration/device-settings';
import { Authentication, ConnectionEnds, DeviceConnection, deviceConnection, withoutKeys } from '../../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';
import { Estate } from '../estate/estate';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Configured {
  readonly estate: Estate;
  readonly connection: VpnConnection;
  /** The service's XML. */
  readonly configuration: string;
  readonly settings: DeviceSettings;
  readonly withKeys: boolean;
}

/** By which a person says what is missing. */
const OPTIONS = { asn: '--asn', localNetworks: '--local-networks', remoteNetworks: '--remote-networks', interfaceKind: '--interface' } as const;

/** @throws {CommandFailure} */
export function configuredFiles({ estate, connection, configuration, settings, withKeys }: Configured): DeviceFile[] {
  try {
    const ends = readConfigurationXml(configuration);
    requireSame(ends, connection);
    const described = deviceConnection(ends, choicesOfTunnels(connection.Options?.TunnelOptions), authenticationOf(estate, connection));
    if (withKeys) requireKeys(described, connection);
    return deviceFiles(withKeys ? described : withoutKeys(described), settings);
  } catch (error) {
    throw failureOf(error);
  }
}

/** Saved outputs are put together by hand. */
function requireSame({ vpnConnectionId }: ConnectionEnds, { VpnConnectionId: id }: VpnConnection): void {
  if (vpnConnectionId === id) return;
  throw new CommandFailure(EXIT.UNREADABLE, `the CustomerGatewayConfiguration of ${id} is that of ${vpnConnectionId}`,
    'Describe the connection again.');
}

function authenticationOf({ customerGateways }: Estate, { CustomerGatewayId: id }: VpnConnection): Authentication {
  const device = customerGateways.find((each) => each.CustomerGatewayId === id);
  return device?.CertificateArn ? 'certificate' : 'pre-shared-key';
}

function requireKeys({ authentication, tunnels }: DeviceConnection, { VpnConnectionId: id, PreSharedKeyArn: arn }: VpnConnection): void {
  const without = tunnels.find(({ key }) => key === undefined);
  if (authentication === 'certificate' || without === undefined) return;
  throw new CommandFailure(EXIT.FOUND, `the configuration of ${id} holds no pre-shared key of the tunnel to ${without.awsOutsideIpAddress}`,
    `${arn === undefined ? 'EC2 may keep it elsewhere' : `It is in ${arn}`}: leave --with-keys out, and put it where the file says.`);
}

/** What nobody foresaw stays what it is, a defect, of which nothing but its place is shown. */
function failureOf(error: unknown): unknown {
  if (error instanceof UnreadableConfiguration) {
    return new CommandFailure(EXIT.UNREADABLE, error.message, 'Describe the connection again when it is available; if it stays so, report this.');
  }
  if (!(error instanceof UnfitForDevice)) return error;
  const { message, nextStep, setting } = error;
  if (setting === undefined) return new CommandFailure(EXIT.FOUND, message, nextStep);
  return new CommandFailure(EXIT.USAGE, message, `${nextStep.replace(/\.$/, '')}, by ${OPTIONS[setting]}.`);
}
