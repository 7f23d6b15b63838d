/** Who is connected with whom, drawn from the networks behind the VPN on the left to the route tables of the VPCs on the right. */
import { counted } from './words';
import { html, Html } from '../../output/html';
import { GatewayTable, Topology, VpcTable } from '../topology';

const WIDTH = 1080;
const BOX = 196;
const GAP = 25;
const LINE = 16;
const PADDING = 10;
const APART = 14;

/** More lines in a box, or boxes in a column, than these help nobody. */
const LINES_MAX = 5;
const TABLES_MAX = 6;

interface Box {
  readonly heading: string;
  readonly id: string;
  readonly lines: readonly string[];
  readonly is?: 'changed' | 'down';
}

/** @param other the same at the other instant: what differs from it is marked */
export function pictureOf(topology: Topology, other: Topology, title: string): Html {
  const columns = columnsOf(topology, other);
  const heights = columns.map(heightOf);
  const height = Math.max(...heights);
  const placed = columns.map((boxes, column) => place(boxes, column * (BOX + GAP), (height - heights[column]) / 2));
  const edges = placed.slice(1).flatMap((boxes, index) => boxes.flatMap((box, row) => {
    // Route tables of VPCs, and the transit gateway's own, all hang on one neighbour.
    const [left] = row === 0 || index > 0 ? placed[index] : [];
    return left === undefined ? [] : [html`<path d="${curve(left.x + BOX, middle(left), box.x, middle(box))}" class="edge"/>`];
  }));
  return html`<svg viewBox="-1 -1 ${WIDTH + 2} ${height + 2}" role="img" aria-label="${title}">${edges}${placed.flat().map(drawn)}</svg>`;
}

function columnsOf(topology: Topology, other: Topology): Box[][] {
  const { networks, device, connection, gateway, gatewayTables, vpcTables } = topology;
  const down = connection.up === 0;
  return [
    [{ heading: 'Networks behind the VPN', id: counted(networks.length, 'CIDR block'), lines: shortened(networks) }],
    [{
      heading: 'Customer gateway', id: device.id,
      lines: [...device.address === undefined ? [] : [device.address], ...device.asn === undefined ? [] : [`AS ${device.asn}`]],
      ...device.id === other.device.id ? {} : { is: 'changed' },
    }],
    [{
      heading: 'VPN connection', id: connection.id,
      lines: [connection.routing === 'bgp' ? 'BGP' : 'static routes', `${connection.up} of ${counted(connection.tunnels, 'tunnel')} UP`],
      ...down ? { is: 'down' } : {},
    }],
    gateway === undefined ? [] : [
      {
        heading: gateway.id.startsWith('tgw-') ? 'Transit gateway' : 'Virtual private gateway', id: gateway.id,
        lines: gateway.asn === undefined ? [] : [`AS ${gateway.asn}`], ...gateway.id === other.gateway?.id ? {} : { is: 'changed' },
      },
      ...capped(gatewayTables.map(gatewayTableBox)),
    ],
    capped(vpcTables.map((table) => vpcTableBox(table, gateway?.id === other.gateway?.id))),
  ].filter((boxes) => boxes.length > 0) as Box[][];
}

function gatewayTableBox({ id, association, routes }: GatewayTable): Box {
  const lines = [...association ? ['VPN associated'] : [], ...routes.map((route) => `${route} → VPN`)];
  return { heading: 'Transit gateway route table', id, lines: shortened(lines) };
}

function vpcTableBox({ id, vpcId, routes }: VpcTable, stays: boolean): Box {
  const destinations = shortened(routes.map(({ destination, propagated }) => `${destination}${propagated ? ' propagated' : ''}`));
  return { heading: 'VPC route table', id, lines: [vpcId, ...destinations], ...stays ? {} : { is: 'changed' } };
}

function capped(boxes: readonly Box[]): Box[] {
  if (boxes.length <= TABLES_MAX) return [...boxes];
  return [...boxes.slice(0, TABLES_MAX), { heading: 'and', id: `${boxes.length - TABLES_MAX} more route tables`, lines: [] }];
}

function shortened(items: readonly string[]): string[] {
  return items.length <= LINES_MAX ? [...items] : [...items.slice(0, LINES_MAX - 1), `and ${items.length - LINES_MAX + 1} more`];
}

interface Placed extends Box {
  readonly x: number;
  readonly y: number;
  readonly height: number;
}

function place(boxes: readonly Box[], x: number, from: number): Placed[] {
  let y = from;
  return boxes.map((box) => {
    const placed = { ...box, x, y, height: boxHeight(box) };
    y += placed.height + APART;
    return placed;
  });
}

function heightOf(boxes: readonly Box[]): number {
  return boxes.reduce((sum, box) => sum + boxHeight(box), 0) + (boxes.length - 1) * APART;
}

function boxHeight({ lines }: Box): number {
  return 2 * PADDING + (2 + lines.length) * LINE;
}

function middle({ y, height }: Placed): number {
  return y + height / 2;
}

function drawn({ x, y, height, heading, id, lines, is }: Placed): Html {
  const text = (line: string, index: number, name: string) => html`<text x="${x + PADDING}" y="${y + PADDING + index * LINE + 12}" class="${name}">${line}</text>`;
  return html`<rect x="${x}" y="${y}" width="${BOX}" height="${height}" rx="6" class="box ${is ?? ''}"/>
${text(heading, 0, 'heading')}${text(id, 1, 'mono id')}${lines.map((line, index) => text(line, index + 2, 'mono small'))}`;
}

function curve(x1: number, y1: number, x2: number, y2: number): string {
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1} C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}
