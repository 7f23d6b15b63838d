/**
 * The addresses of a connection's tunnels, and the AWS side's AS number.
 *
 * EC2 describes a connection with its pre-shared keys. They are in nothing that is kept here: `observed` takes what is needed out
 * of the description, and no error carries a description along.
 */
import {
  DescribeTransitGatewaysCommand, DescribeVpnConnectionsCommand, DescribeVpnGatewaysCommand, VpnConnection,
} from '@aws-sdk/client-ec2';
import { asked, ec2 } from './client';
import { LOOK_UP_MS, UNMOVED_AFTER_MS } from '../../../src/contract/times';
import { fitting } from '../../aws/ec2/fitting';
import { inOneForm } from '../../aws/one-form';
import { notYet, Progress } from '../../custom-resource/request';
import { DescribedTunnel, haveInsideCidrs, tunnelAddresses } from '../../engine/tunnel-addresses';

/** What the template says of the connection, so that a change of any of it looks again; and what has to be seen for that reason. */
export interface TunnelsProperties {
  readonly VpnConnectionId: string;
  readonly CustomerGatewayId: string;
  /** At most one; with another kind of gateway neither. */
  readonly VpnGatewayId?: string;
  readonly TransitGatewayId?: string;
  /** Whose AS number the AWS side has, if it is not the gateway's above. */
  readonly AsnOfTransitGatewayId?: string;
  readonly TunnelInsideCidrs?: readonly string[];
}

interface ObservedConnection {
  readonly state?: string;
  readonly customerGatewayId?: string;
  readonly vpnGatewayId?: string;
  readonly transitGatewayId?: string;
  readonly tunnels: readonly DescribedTunnel[];
}

const TUNNELS = 2;

/**
 * @param former what an Update changes
 * @throws when the connection is going, or has long been another than the template says
 */
export async function findTunnels(
  properties: TunnelsProperties, former: TunnelsProperties | undefined, waitedMs: number,
): Promise<Progress> {
  const { VpnConnectionId } = properties;
  const what = `looking up the tunnels of ${VpnConnectionId}`;
  const connection = await asked(what, waitedMs, async () => describedConnection(VpnConnectionId));
  if (connection?.state === 'deleting' || connection?.state === 'deleted') throw new Error(`${what}: the connection is ${connection.state}`);
  const difference = differenceOf(connection, properties);
  // A rollback may come to the look-up before it comes to the connection, which would never move if this waited for it.
  const isUnmoved = former !== undefined && waitedMs > UNMOVED_AFTER_MS && differenceOf(connection, former) === undefined;
  if (difference === undefined || isUnmoved) {
    const asn = await asked(what, waitedMs, async () => amazonSideAsn(properties));
    return asn === undefined ? notYet(`${what}: EC2 answers without the AS number of its gateway`) : { isComplete: true, data: dataOf(connection!, asn) };
  }
  // What is being changed takes as long as it takes.
  const settled = connection === undefined || connection.state === 'available';
  if (settled && waitedMs > LOOK_UP_MS) throw new Error(`${what}: ${difference}; bring the template and the connection together and deploy again`);
  return notYet(`${what}: ${difference}`);
}

/** By filter and not by id: a connection that EC2 does not know yet is an empty answer then. */
async function describedConnection(id: string): Promise<ObservedConnection | undefined> {
  const { VpnConnections: connections = [] } = inOneForm(
    await ec2.send(new DescribeVpnConnectionsCommand({ Filters: [{ Name: 'vpn-connection-id', Values: [id] }] })));
  const found = fitting('DescribeVpnConnections')(connections).find((each) => each.VpnConnectionId === id);
  return found === undefined ? undefined : observed(found);
}

function observed({ State, CustomerGatewayId, VpnGatewayId, TransitGatewayId, Options }: VpnConnection): ObservedConnection {
  const insideIpv6 = Options?.TunnelInsideIpVersion === 'ipv6';
  return {
    state: State,
    customerGatewayId: CustomerGatewayId,
    vpnGatewayId: VpnGatewayId,
    transitGatewayId: TransitGatewayId,
    tunnels: (Options?.TunnelOptions ?? []).flatMap(({ OutsideIpAddress, TunnelInsideCidr, TunnelInsideIpv6Cidr }) => {
      const insideCidr = insideIpv6 ? TunnelInsideIpv6Cidr : TunnelInsideCidr;
      return OutsideIpAddress !== undefined && insideCidr !== undefined ? [{ outsideIpAddress: OutsideIpAddress, insideCidr }] : [];
    }),
  };
}

/** In words, what is not yet, or no longer, as the template has it. */
function differenceOf(connection: ObservedConnection | undefined, wanted: TunnelsProperties): string | undefined {
  if (connection === undefined) return 'EC2 does not know the connection';
  if (connection.state !== 'available') return `the connection is ${connection.state}`;
  const { customerGatewayId, vpnGatewayId, transitGatewayId, tunnels } = connection;
  const pairs = [
    [wanted.CustomerGatewayId, customerGatewayId], [wanted.VpnGatewayId, vpnGatewayId], [wanted.TransitGatewayId, transitGatewayId],
  ];
  const other = pairs.find(([inTemplate, inEc2]) => inTemplate !== undefined && inTemplate !== inEc2);
  if (other !== undefined) return `the template has it at ${other[0]}, and it is at ${other[1] ?? 'another gateway'}`;
  if (tunnels.length < TUNNELS) return `EC2 names the addresses of ${tunnels.length} tunnels`;
  const { TunnelInsideCidrs = [] } = wanted;
  if (haveInsideCidrs(tunnels, TunnelInsideCidrs)) return undefined;
  return `the template has the inside CIDRs ${TunnelInsideCidrs.join(' and ')}, and the tunnels have ${tunnels.map(({ insideCidr }) => insideCidr).join(' and ')}`;
}

/** An empty text where no gateway is asked; nothing where EC2 answered without the gateway or its number, which each of them has. */
async function amazonSideAsn({ VpnGatewayId, TransitGatewayId, AsnOfTransitGatewayId }: TunnelsProperties): Promise<string | undefined> {
  const transitGatewayId = TransitGatewayId ?? AsnOfTransitGatewayId;
  if (VpnGatewayId !== undefined) {
    const { VpnGateways: gateways = [] } = inOneForm(await ec2.send(new DescribeVpnGatewaysCommand({ VpnGatewayIds: [VpnGatewayId] })));
    return asnOf(fitting('DescribeVpnGateways')(gateways).find((each) => each.VpnGatewayId === VpnGatewayId));
  }
  if (transitGatewayId === undefined) return '';
  const command = new DescribeTransitGatewaysCommand({ TransitGatewayIds: [transitGatewayId] });
  const { TransitGateways: gateways = [] } = inOneForm(await ec2.send(command));
  return asnOf(fitting('DescribeTransitGateways')(gateways).find((each) => each.TransitGatewayId === transitGatewayId)?.Options);
}

/** The SDK makes a 0 of an empty element. */
function asnOf({ AmazonSideAsn: asn = 0 }: { readonly AmazonSideAsn?: number } = {}): string | undefined {
  return asn === 0 ? undefined : String(asn);
}

function dataOf({ tunnels }: ObservedConnection, asn: string): Record<string, string> {
  return Object.fromEntries([
    ['AmazonSideAsn', asn],
    ...tunnelAddresses(tunnels).flatMap(({ outsideIpAddress, insideCidr, awsInsideIpAddress, deviceInsideIpAddress }, index) => [
      [`Tunnel${index + 1}OutsideIpAddress`, outsideIpAddress],
      [`Tunnel${index + 1}InsideCidr`, insideCidr],
      [`Tunnel${index + 1}AwsInsideIpAddress`, awsInsideIpAddress],
      [`Tunnel${index + 1}DeviceInsideIpAddress`, deviceInsideIpAddress],
    ]),
  ]);
}
