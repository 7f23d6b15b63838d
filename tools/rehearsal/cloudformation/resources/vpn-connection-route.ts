/** AWS::EC2::VPNConnectionRoute: a static route of a VPN connection. It has no update: any change is a replacement. */
import { text } from '../properties';
import { ResourceType } from '../resource-type';
import { Unknowns } from '../unknowns';
import { call, callAll, Ec2, gone, isNotFound, stabilized } from './ec2-calls';

export function vpnConnectionRoute(ec2: Ec2, unknowns: Unknowns): ResourceType {
  const states = (connection: string, destination: string) =>
    callAll(ec2, 'DescribeVpnConnections', { VpnConnectionIds: [connection] }, (page) => page.VpnConnections)
      .flatMap((each) => each.Routes ?? [])
      .filter((route) => route.DestinationCidrBlock === destination)
      .map((route) => route.State as string);
  return {
    properties: { DestinationCidrBlock: 'create-only', VpnConnectionId: 'create-only' },
    required: ['DestinationCidrBlock', 'VpnConnectionId'],
    attributes: [],
    create: async ({ properties }) => {
      const connection = text(properties, 'VpnConnectionId');
      const destination = text(properties, 'DestinationCidrBlock');
      const physicalId = `${destination}|${connection}`;
      call(ec2, 'CreateVpnConnectionRoute', { VpnConnectionId: connection, DestinationCidrBlock: destination });
      await stabilized(ec2, `route ${physicalId}`, physicalId, () => states(connection, destination).includes('available'));
      return { physicalId, attributes: {} };
    },
    delete: async ({ physicalId }) => {
      const [destination, connection] = physicalId.split('|');
      try {
        call(ec2, 'DeleteVpnConnectionRoute', { VpnConnectionId: connection, DestinationCidrBlock: destination });
      } catch (error) {
        if (isNotFound(error) && unknowns.deleteOfAbsentVpnRoute === 'succeeds') return;
        throw error;
      }
      await gone(ec2, `route ${physicalId} to be deleted`, physicalId, () => states(connection, destination).some((state) => state !== 'deleted'));
    },
  };
}
