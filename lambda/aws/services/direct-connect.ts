/**
 * What Direct Connect tells of virtual private gateways, which EC2 does not. Of its answers ids and states are copied and
 * nothing else: a virtual interface also carries the key of its BGP session.
 */
import {
  DescribeDirectConnectGatewayAssociationsCommand, DescribeVirtualInterfacesCommand, DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { DirectConnect, DirectConnectPath } from '../../engine/observation';
import { ifReadable } from '../ec2/failures';
import { allOf } from '../pages';

/** A virtual interface in one of these leads nowhere, and will not again. */
const GONE_INTERFACES = new Set(['deleted', 'deleting', 'rejected']);

const WITHOUT_ID = 'one without an id';

export class DirectConnectReader {
  constructor(private readonly client: DirectConnectClient) {}

  /** Never fails: a service that cannot be read is a finding, and a person decides. */
  async on(vpnGatewayIds: readonly string[]): Promise<DirectConnect> {
    return ifReadable('reading Direct Connect', async () => ({
      paths: (await Promise.all([
        this.virtualInterfaces(vpnGatewayIds), ...vpnGatewayIds.map(async (id) => this.gatewayAssociations(id)),
      ])).flat(),
    }));
  }

  /** There is no filter by gateway. */
  private async virtualInterfaces(vpnGatewayIds: readonly string[]): Promise<DirectConnectPath[]> {
    const interfaces = await allOf(async (nextToken?: string) => this.client.send(new DescribeVirtualInterfacesCommand({ nextToken })), 'virtualInterfaces');
    return interfaces.flatMap(({ virtualInterfaceId: id = WITHOUT_ID, virtualGatewayId: vpnGatewayId = '', virtualInterfaceState }) => {
      const state: string = virtualInterfaceState ?? 'not told';
      const isSeen = vpnGatewayIds.includes(vpnGatewayId) && !GONE_INTERFACES.has(state);
      return isSeen ? [{ id, kind: 'virtual interface', vpnGatewayId, state }] : [];
    });
  }

  private async gatewayAssociations(vpnGatewayId: string): Promise<DirectConnectPath[]> {
    const associations = await allOf(async (nextToken?: string) => this.client.send(new DescribeDirectConnectGatewayAssociationsCommand({
      virtualGatewayId: vpnGatewayId, nextToken,
    })), 'directConnectGatewayAssociations');
    return associations.filter(({ associationState }) => associationState !== 'disassociated')
      .map(({ directConnectGatewayId: id = WITHOUT_ID, associationState: state = 'not told' }) => (
        { id, kind: 'Direct Connect gateway', vpnGatewayId, state }));
  }
}
