/** The forms in which the configuration of an on-premises device is to be had. */
import { IkeVersion } from '../connection/tunnel-options';
import { DeclaredDevice, DeclaredFormat } from '../contract/device-configuration/declaration';
import { DeviceKind } from '../contract/device-configuration/device-settings';
import { at, requireIpAddress, requireNetwork, requireText } from '../private/checks';

/**
 * What a sample configuration is made for.
 *
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetVpnConnectionDeviceSampleConfiguration.html
 */
export enum SampleType {
  /** As many devices as possible, those with IKEv1 alone too. */
  COMPATIBILITY = 'compatibility',

  /** What AWS recommends. There is none for IKEv1, so it needs `IkeVersion.IKEV2`. */
  RECOMMENDED = 'recommended',
}

/**
 * A type of on-premises device for which AWS has a sample configuration; `aws ec2 get-vpn-connection-device-types` lists them all.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html
 */
export class VpnDeviceType {
  /**
   * By its id, such as 5fb390ba.
   *
   * @throws an error when the id is empty
   */
  public static fromId(vpnConnectionDeviceTypeId: string): VpnDeviceType {
    requireText('vpnConnectionDeviceTypeId', vpnConnectionDeviceTypeId);
    return new VpnDeviceType({ deviceTypeId: vpnConnectionDeviceTypeId });
  }

  /**
   * By the three names that AWS lists together, such as `Palo Alto Networks`, `PA Series` and `PANOS 7.0+`. Capitals do not matter. The
   * deployment fails when there is no such type, and names those that are nearest.
   *
   * @throws an error when a name is empty
   */
  public static of(vendor: string, platform: string, softwareVersion: string): VpnDeviceType {
    requireText('vendor', vendor);
    requireText('platform', platform);
    requireText('softwareVersion', softwareVersion);
    return new VpnDeviceType({ vendor, platform, software: softwareVersion });
  }

  private constructor(
    /** @internal */
    public readonly _device: DeclaredDevice,
  ) {}
}

/**
 * Options of a sample configuration.
 */
export interface SampleConfigurationOptions {
  /** The type of the device. */
  readonly device: VpnDeviceType;

  /**
   * The version of the Internet Key Exchange that the device is configured for. AWS has no sample with IKEv2 for some devices.
   *
   * @default - AWS chooses
   */
  readonly ikeVersion?: IkeVersion;

  /**
   * What the sample is made for.
   *
   * @default - AWS chooses
   */
  readonly sampleType?: SampleType;
}

/**
 * What speaks BGP on an open device.
 */
export enum RoutingDaemon {
  /** FRRouting. */
  FRR = 'frr',

  /** BIRD, version 2. */
  BIRD = 'bird',
}

/**
 * The kind of interface through which Linux sends packets into a tunnel.
 */
export enum TunnelInterface {
  /** XFRM interfaces, from Linux 4.19 on. */
  XFRM = 'xfrm',

  /** Virtual tunnel interfaces, for older kernels. */
  VTI = 'vti',
}

/**
 * Options of the configuration of a device with Linux.
 */
export interface LinuxDeviceOptions {
  /**
   * What speaks BGP, on a connection with BGP.
   *
   * @default RoutingDaemon.FRR
   */
  readonly routingDaemon?: RoutingDaemon;

  /**
   * The networks behind the device, as CIDR blocks, which it announces by BGP. A connection with BGP needs at least one.
   *
   * @default - none
   */
  readonly localNetworks?: string[];

  /**
   * The networks behind AWS's end, as CIDR blocks, which a device with static routing reaches through the tunnels; such as the blocks of
   * the VPC. A connection with static routes needs at least one.
   *
   * @default - none
   */
  readonly remoteNetworks?: string[];

  /**
   * The device's own address towards AWS, where it is another one than that of the customer gateway: behind NAT.
   *
   * @default - the address of the customer gateway
   */
  readonly localAddress?: string;

  /**
   * Whether the device proves itself by a certificate, as its customer gateway says, and not by pre-shared keys.
   *
   * @default false
   */
  readonly certificate?: boolean;
}

/**
 * Options of a configuration for strongSwan.
 */
export interface StrongSwanOptions extends LinuxDeviceOptions {
  /**
   * The kind of interface through which packets go into a tunnel.
   *
   * @default TunnelInterface.XFRM
   */
  readonly tunnelInterface?: TunnelInterface;
}

/**
 * The form of a device's configuration.
 */
export class ConfigurationFormat {
  /**
   * The text that AWS offers for a type of device. AWS calls it a sample: it has the connection's addresses and keys, and the weakest
   * algorithms that AWS takes, so it is to be adapted before it goes to a device.
   *
   * @throws an error when the recommended sample is asked for without IKEv2, which EC2 refuses with `UnsupportedOperation`
   * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html#vpn-download-config
   */
  public static sampleConfiguration(options: SampleConfigurationOptions): ConfigurationFormat {
    const { device, ikeVersion, sampleType } = options;
    if (sampleType === SampleType.RECOMMENDED && ikeVersion !== IkeVersion.IKEV2) {
      throw new Error(`\`ikeVersion\` must be IkeVersion.IKEV2 with \`sampleType\` RECOMMENDED, got ${ikeVersion ?? 'none'};`
        + ' EC2 has no recommended sample for ikev1 and answers UnsupportedOperation (GetVpnConnectionDeviceSampleConfiguration)');
    }
    return new ConfigurationFormat({
      kind: 'sample',
      device: device._device,
      ...ikeVersion === undefined ? {} : { ikeVersion },
      ...sampleType === undefined ? {} : { sampleType },
    });
  }

  /**
   * The XML that EC2 keeps for the connection, for programs: addresses, AS numbers and keys. The algorithms in it are the weakest that AWS
   * takes, whatever the options of the tunnels allow.
   *
   * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnConnection.html
   */
  public static xml(): ConfigurationFormat {
    return new ConfigurationFormat({ kind: 'xml' });
  }

  /**
   * The files of a device with Linux and strongSwan: `swanctl` connections and their keys, interfaces, and FRR or BIRD where there is BGP.
   * The secret is a JSON object with the path of each file on the device and its content. Addresses and keys are those that EC2 tells;
   * algorithms and timers are the best that the options of the tunnels allow.
   *
   * @throws an error when an address or a network is malformed
   */
  public static strongSwan(options: StrongSwanOptions = {}): ConfigurationFormat {
    return ConfigurationFormat.files('strongswan', options, options.tunnelInterface ?? TunnelInterface.XFRM);
  }

  /**
   * The same for Libreswan, with virtual tunnel interfaces.
   *
   * @throws an error when an address or a network is malformed
   */
  public static libreswan(options: LinuxDeviceOptions = {}): ConfigurationFormat {
    return ConfigurationFormat.files('libreswan', options, TunnelInterface.VTI);
  }

  private static files(device: DeviceKind, options: LinuxDeviceOptions, tunnelInterface: TunnelInterface): ConfigurationFormat {
    const { routingDaemon = RoutingDaemon.FRR, localNetworks = [], remoteNetworks = [], localAddress, certificate = false } = options;
    localNetworks.forEach((network, index) => requireNetwork(at('localNetworks', index), network));
    remoteNetworks.forEach((network, index) => requireNetwork(at('remoteNetworks', index), network));
    if (localAddress !== undefined) requireIpAddress('localAddress', localAddress);
    const settings = { device, interfaceKind: tunnelInterface, routingDaemon, localNetworks, remoteNetworks, localAddress };
    return new ConfigurationFormat({ kind: 'files', settings, authentication: certificate ? 'certificate' : 'pre-shared-key' });
  }

  private constructor(
    /** @internal */
    public readonly _format: DeclaredFormat,
  ) {}
}
