/** What people do in a console to a connection of the stack, between two deployments. */
import { ByHand } from './choices';
import { Estate, networksOf } from './estate';
import { Background } from './judge';
import { Ec2Error } from '../../../tools/rehearsal/contracts';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';

/** A connection of the stack, as EC2 names it, and which networks are its. */
export interface Handled {
  readonly id: string;
  readonly slot: number;
}

type Calls = readonly (readonly [operation: string, input: Record<string, unknown>])[];

/** Tables' routes and the like settle in seconds, and a modify in minutes. */
const SETTLES_MS = 20_000;
const MODIFIED_MS = 600_000;

export class Console {
  constructor(
    private readonly network: Network, private readonly estate: Estate, private readonly sleep: (milliseconds: number) => Promise<void>,
    private readonly background: Background,
  ) {}

  /** @returns what was called; nothing where it does not apply, or EC2 refuses it */
  async change({ kind, value }: ByHand, connection: Handled): Promise<string[]> {
    const made: string[] = [];
    for (const [operation, input] of this.callsOf(kind, value, connection)) {
      try {
        this.network.call(operation, input);
      } catch (error) {
        if (!(error instanceof Ec2Error)) throw error;
        made.push(`${operation} ${JSON.stringify(input)}: ${error.code}`);
        break;
      }
      made.push(`${operation} ${JSON.stringify(input)}`);
      if (kind === 'connection-deleted') this.background.gone.add(connection.id);
      if (['moved', 'customer-gateway-changed', 'association-changed', 'association-removed', 'tunnel-option-changed'].includes(kind)) this.background.handled.add(connection.id);
      await this.sleep(/Modify|DeleteVpnConnection$/.test(operation) ? MODIFIED_MS : SETTLES_MS);
    }
    return made;
  }

  private callsOf(kind: ByHand['kind'], value: number, { id, slot }: Handled): Calls {
    const { state } = this.network.view;
    const connection = state.vpnConnections[id];
    if (connection?.state !== 'available') return [];
    const attachment = Object.values(state.transitGatewayAttachments).find((each) => each.resourceId === id && each.state === 'available');
    const gateway = this.estate.transitGateways.find((each) => each.id === connection.target?.id);
    const [byHand] = networksOf(slot, 4).slice(3);
    const onVpnGateway = connection.target?.kind === 'vpn-gateway';
    const route = Object.values(state.transitGatewayRoutes).find((each) => attachment !== undefined && each.attachmentId === attachment.id);
    switch (kind) {
      case 'moved': {
        const { vpnGateways: [vpnGateway], transitGateways: [first, second] } = this.estate;
        const places = [{ TransitGatewayId: first.id }, { TransitGatewayId: second.id }, { VpnGatewayId: vpnGateway }]
          .filter((each) => Object.values(each)[0] !== connection.target?.id);
        const routes = connection.staticRoutes.map(({ cidr }) => ['DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr }] as const);
        return [...routes, ['ModifyVpnConnection', { VpnConnectionId: id, ...places[value % places.length] }]];
      }
      case 'static-route-added':
        return onVpnGateway && connection.staticRoutesOnly ? [['CreateVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: byHand }]] : [];
      case 'static-route-deleted':
        return connection.staticRoutes.slice(0, 1).map(({ cidr }) => ['DeleteVpnConnectionRoute', { VpnConnectionId: id, DestinationCidrBlock: cidr }]);
      case 'transit-gateway-route-added':
        return attachment === undefined || gateway === undefined ? []
          : [['CreateTransitGatewayRoute', { TransitGatewayRouteTableId: gateway.spokes, TransitGatewayAttachmentId: attachment.id, DestinationCidrBlock: byHand }]];
      case 'transit-gateway-route-deleted':
        return route === undefined ? [] : [['DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: route.routeTableId, DestinationCidrBlock: route.destination }]];
      case 'association-changed':
      case 'association-removed': {
        const table = attachment?.association?.routeTableId;
        if (attachment === undefined || gateway === undefined || table === undefined) return [];
        const leave = ['DisassociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment.id }] as const;
        const another = table === gateway.hub ? gateway.spokes : gateway.hub;
        const other = { TransitGatewayRouteTableId: another, TransitGatewayAttachmentId: attachment.id };
        return kind === 'association-removed' ? [leave] : [leave, ['AssociateTransitGatewayRouteTable', other]];
      }
      case 'propagation-removed':
        return (attachment?.propagations ?? []).slice(0, 1).map(({ routeTableId }) =>
          ['DisableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: routeTableId, TransitGatewayAttachmentId: attachment?.id }]);
      case 'tunnel-option-changed':
        return [['ModifyVpnTunnelOptions', {
          VpnConnectionId: id, VpnTunnelOutsideIpAddress: connection.tunnels[0].outsideIpAddress, TunnelOptions: { DPDTimeoutSeconds: 90 },
        }]];
      case 'tag-changed': return [['CreateTags', { Resources: [id], Tags: [{ Key: 'Site', Value: 'by hand' }] }]];
      case 'connection-deleted': return [['DeleteVpnConnection', { VpnConnectionId: id }]];
      case 'customer-gateway-changed': return [['ModifyVpnConnection', { VpnConnectionId: id, CustomerGatewayId: this.estate.customerGateways[7] }]];
      case 'vpc-route-deleted': {
        const table = this.estate.vpcRouteTables[value % 2];
        const present = state.vpcRouteTables[table].routes.find((each) => each.origin === 'CreateRoute');
        return present === undefined ? [] : [['DeleteRoute', { RouteTableId: table, DestinationCidrBlock: present.destination }]];
      }
    }
  }
}
