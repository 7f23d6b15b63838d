/** Everything that a device needs for a connection, as files. */
import { birdFile } from './bird';
import { frrFile } from './frr';
import { interfacesFile } from './interfaces';
import { libreswanFiles } from './libreswan';
import { staticRoutesFile } from './static-routes';
import { strongSwanFiles } from './strongswan';
import { DeviceFile, DeviceSettings } from '../../../src/contract/device-configuration/device-settings';
import { DeviceConnection } from '../../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../../src/contract/device-configuration/unfit-for-device';

/**
 * @param connection without keys, the files name the keys' places
 * @throws {UnfitForDevice} where something is missing, or the device cannot do what the tunnels' options ask for
 */
export function deviceFiles(connection: DeviceConnection, settings: DeviceSettings): DeviceFile[] {
  const tunnels = settings.device === 'strongswan'
    ? [...strongSwanFiles(connection, settings), interfacesFile(connection, settings)]
    : libreswanFiles(connection, withVti(settings));
  return [...tunnels, routingFile(connection, settings)];
}

function withVti(settings: DeviceSettings): DeviceSettings {
  if (settings.interfaceKind === 'vti') return settings;
  throw new UnfitForDevice('Libreswan is configured with VTI interfaces only', 'Choose vti.', 'interfaceKind');
}

function routingFile(connection: DeviceConnection, settings: DeviceSettings): DeviceFile {
  if (connection.routing === 'static') return staticRoutesFile(connection, settings);
  return settings.routingDaemon === 'frr' ? frrFile(connection, settings) : birdFile(connection, settings);
}
