/** The files of an open device, as the one text that its secret holds. */
import { ConnectionWithConfiguration, ReadXml } from './ports';
import { DeclaredFormat } from '../../src/contract/device-configuration/declaration';
import { deviceConnection } from '../../src/contract/device-configuration/device-tunnel';
import { UnfitForDevice } from '../../src/contract/device-configuration/unfit-for-device';
import { deviceFiles } from '../engine/device-configuration/device-files';

/**
 * @returns a JSON object: the path of each file on the device, and its content
 * @throws {UnfitForDevice}
 */
export function renderedFiles(
  { xml = '', choices }: ConnectionWithConfiguration, { settings, authentication }: Extract<DeclaredFormat, { kind: 'files' }>, readXml: ReadXml,
): string {
  const connection = deviceConnection(readXml(xml), choices, authentication);
  const without = connection.tunnels.find(({ key }) => key === undefined);
  if (authentication === 'pre-shared-key' && without !== undefined) {
    throw new UnfitForDevice(`EC2 shows no pre-shared key of the tunnel of ${connection.vpnConnectionId} to ${without.awsOutsideIpAddress}`,
      'Say that the device has a certificate if it has one, or keep the keys with the connection instead of in a secret of AWS\'s own.');
  }
  const files = deviceFiles(connection, settings);
  return JSON.stringify(Object.fromEntries(files.map(({ path, content }) => [path, content])), undefined, 2);
}
