/**
 * What Direct Connect tells of virtual private gateways, which EC2 does not. Of its answers ids and states are copied and
 * nothing else: a virtual interface also carries the key of its BGP session.
 */
import {
  DescribeDirectConnectGatewayAssociationsCommand, DescribeVirtualInterfacesCommand, DirectConnectClient,
} from '@aws-sdk/client-direct-connect';
import { DirectConnect, DirectConnectPath } from '../../engine/observation';
import { failureOf } from '../ec2/failures';
import { inOneForm } from '../one-form';

/** A virtual interface in one of these leads nowhere, and will not again. */
const GONE_INTERFACES = new Set(['deleted', 'deleting', 'rejected']);

export class DirectConnectReader {
  constructor(private readonly client: DirectConnectClient) {}

  /** Never fails: a service that cannot be read is a finding, and a person decides. */
  async on(vpnGatewayIds: readonly string[]): Promise<DirectConnect> {
    try {
      const paths = await Promise.all([
        this.virtualInterfaces(vpnGatewayIds), ...vpnGatewayIds.map(async (id) => this.gatewayAssociations(id)),
      ]);
      return { paths: paths.flat() };
    } catch (error) {
      return { unreadable: failureOf('reading Direct Connect', error).message };
    }
  }

  /** There is no filter by gateway. */
  private async virtualInterfaces(vpnGatewayIds: readonly string[]): Promise<DirectConnectPath[]> {
    const paths: DirectConnectPath[] = [];
    let nextToken: string | undefined;
    do {
      const page = inOneForm(await this.client.send(new DescribeVirtualInterfacesCommand({ nextToken })));
      for (const { virtualInterfaceId, virtualGatewayId, virtualInterfaceState } of page.virtualInterfaces ?? []) {
        const state: string = virtualInterfaceState ?? 'not told';
        if (virtualGatewayId === undefined || !vpnGatewayIds.includes(virtualGatewayId) || GONE_INTERFACES.has(state)) continue;
        paths.push({ id: virtualInterfaceId ?? 'one without an id', kind: 'virtual interface', vpnGatewayId: virtualGatewayId, state });
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return paths;
  }

  private async gatewayAssociations(vpnGatewayId: string): Promise<DirectConnectPath[]> {
    const paths: DirectConnectPath[] = [];
    let nextToken: string | undefined;
    do {
      const page = inOneForm(await this.client.send(new DescribeDirectConnectGatewayAssociationsCommand({
        virtualGatewayId: vpnGatewayId, nextToken,
      })));
      for (const { directConnectGatewayId, associationState } of page.directConnectGatewayAssociations ?? []) {
        if (associationState === 'disassociated') continue;
        paths.push({ id: directConnectGatewayId ?? 'one without an id', kind: 'Direct Connect gateway', vpnGatewayId, state: associationState ?? 'not told' });
      }
      nextToken = page.nextToken;
    } while (nextToken);
    return paths;
  }
}
