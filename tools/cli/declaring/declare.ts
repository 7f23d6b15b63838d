/**
 * A complete declaration of a move out of the little that a person says: everything else follows from the estate, and is
 * said. What could be meant in two ways is not guessed.
 */
import type { VpnConnection as Described } from '@aws-sdk/client-ec2';
import { MoveChoices } from './choices';
import { Derivation } from './derivation';
import { EstateReader } from './estate-reader';
import { TransitGatewaySide } from './transit-gateway-side';
import { virtualPrivateGatewaySide } from './virtual-private-gateway-side';
import { VpcRouteTable } from '../../../lambda/engine/observation';
import { concernedRoutes } from '../../../lambda/engine/vpc-route-claims';
import { isStaticVpcRoute } from '../../../lambda/engine/winning-routes';
import { sameDestination } from '../../../src/contract/cidr';
import {
  BACK_SECONDS_DEFAULT, CustomerGatewayChange, FORWARD_SECONDS_DEFAULT, GatewayEnd, MoveDeclaration, TransitGatewayEnd,
  VERIFY_WITHIN_SECONDS_DEFAULT, VpcRouteTableDeclaration,
} from '../../../src/contract/declaration';
import { nameOfGateway } from '../../../src/contract/gateway';
import { unknownId } from '../estate/connection-in';
import { Estate } from '../estate/estate';
import { isListed } from '../estate/listed';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Declared {
  readonly declaration: MoveDeclaration;
  /** What was derived and not asked for. */
  readonly derived: readonly Derivation[];
}

/** @throws {CommandFailure} when it names what there is not, contradicts itself, or could be meant in two ways */
export function declareMove(estate: Estate, described: Described, choices: MoveChoices): Declared {
  return new Declaring(estate, described, choices).declared();
}

/** A verb hands all of its options over, and others of them are none of this. */
const OF_ANOTHER_GATEWAY = [
  'association', 'propagateTo', 'staticRoutesIn', 'propagateInto', 'vpcRouteTable', 'moved', 'left', 'attachToVpc', 'onPremises',
] as const satisfies readonly (keyof MoveChoices)[];

class Declaring {
  private readonly reader: EstateReader;
  private readonly derived: Derivation[] = [];

  constructor(private readonly estate: Estate, described: Described, private readonly choices: MoveChoices) {
    this.reader = new EstateReader(estate, described);
  }

  declared(): Declared {
    const { connection } = this.reader;
    const location = this.locationOf();
    const customerGateway = this.customerGateway();
    const toId = this.choices.to ?? location.id;
    if (toId === location.id && customerGateway === undefined) throw this.nothingToMove(location);
    const stays = toId === location.id;
    const { from, to, vpcRouteTables } = stays ? this.staying(location) : this.moving(location, toId);
    return {
      declaration: {
        vpnConnectionId: connection.id,
        from,
        to,
        ...customerGateway === undefined ? {} : { customerGateway },
        vpcRouteTables,
        onPremisesCidrs: stays ? [] : this.choices.onPremises ?? [],
        onFailure: 'HOLD',
        onStackRollback: 'KEEP',
        onRemoval: 'KEEP',
        forwardDeadlineSeconds: FORWARD_SECONDS_DEFAULT,
        backDeadlineSeconds: BACK_SECONDS_DEFAULT,
        acknowledgedFindings: this.choices.accept ?? [],
        stage: 'CUT_OVER',
        verification: { tunnels: 'AS_BEFORE', withinSeconds: VERIFY_WITHIN_SECONDS_DEFAULT, alarmNames: [], bakeSeconds: 0 },
      },
      derived: this.derived,
    };
  }

  /** Where it stands, without anything that a move does there. */
  private locationOf(): GatewayEnd {
    const { connection } = this.reader;
    const { gateway } = connection;
    if (gateway === undefined) {
      const place = connection.coreNetworkArn !== undefined ? `core network ${connection.coreNetworkArn}`
        : connection.concentratorId !== undefined ? `VPN concentrator ${connection.concentratorId}` : 'no gateway';
      throw new CommandFailure(EXIT.FOUND, `VPN connection ${connection.id} stands on ${place}, from which ModifyVpnConnection takes none`,
        'Make a new connection on the gateway it should have, and move the device to it.');
    }
    if (gateway.kind === 'virtual-private-gateway') return { ...gateway, kind: 'virtual-private-gateway', propagatingRouteTableIds: [] };
    const end = { kind: 'transit-gateway', id: gateway.id, associationRouteTableId: '', propagationRouteTableIds: [], staticRouteTableIds: [], defaultRouteTableIds: [] } as const;
    return this.asDescribed(end);
  }

  /** A transit gateway's side as it is, so that the way back may restore it. */
  private asDescribed(end: TransitGatewayEnd): TransitGatewayEnd {
    const attachment = this.reader.ownAttachmentOn(end.id);
    const associationRouteTableId = attachment?.association?.routeTableId ?? '';
    const propagationRouteTableIds = (attachment?.propagations ?? []).map((each) => each.routeTableId);
    const side = new TransitGatewaySide(this.reader, end.id);
    return {
      ...end,
      associationRouteTableId,
      propagationRouteTableIds,
      staticRouteTableIds: this.reader.staticRouteTablesOn(end),
      defaultRouteTableIds: side.otherDefaults(associationRouteTableId, propagationRouteTableIds),
    };
  }

  private customerGateway(): CustomerGatewayChange | undefined {
    const { customerGateway: toId } = this.choices;
    const fromId = this.reader.connection.customerGatewayId;
    if (toId === undefined) return undefined;
    const known = this.estate.customerGateways.filter(isListed).map((each) => each.CustomerGatewayId!);
    if (!known.includes(toId)) throw unknownId('customer gateway', toId, known, `in ${this.estate.region}`);
    if (fromId === toId) throw misuse(`--customer-gateway ${toId} is what ${this.reader.connection.id} has already`, 'Leave it out, or name another one.');
    return { fromId, toId };
  }

  private nothingToMove(location: GatewayEnd): CommandFailure {
    const { id } = this.reader.connection;
    if (this.choices.to === undefined) return misuse(`nothing says where ${id} goes`, 'Name a gateway by --to, a customer gateway by --customer-gateway, or both.');
    return misuse(`${id} stands on ${nameOfGateway(location)} already`, 'Name another gateway by --to, or only a customer gateway by --customer-gateway.');
  }

  /** No route is touched where only the customer gateway changes. */
  private staying(location: GatewayEnd): Pick<MoveDeclaration, 'from' | 'to' | 'vpcRouteTables'> {
    const given = OF_ANOTHER_GATEWAY.filter((name) => this.choices[name] !== undefined);
    if (given.length === 0) return { from: location, to: location, vpcRouteTables: [] };
    throw misuse(`${given.map(optionOf).join(', ')} ${given.length === 1 ? 'is' : 'are'} for a move to another gateway, and only the customer gateway changes`,
      'Leave that out: no route is touched.');
  }

  private moving(location: GatewayEnd, toId: string): Pick<MoveDeclaration, 'from' | 'to' | 'vpcRouteTables'> {
    const tables = this.vpcTables(location);
    const vpcIds = [...new Set(tables.map((table) => table.vpcId))];
    const vpcRouteTables = this.claims(tables, location);
    const derive = (derivation: Derivation): void => void this.derived.push(derivation);
    if (toId.startsWith('tgw-')) {
      this.refuseFor('transit gateway', ['propagateInto', 'attachToVpc']);
      const to = new TransitGatewaySide(this.reader, toId, this.choices, derive).end(vpcIds);
      return { from: location, to, vpcRouteTables };
    }
    if (!toId.startsWith('vgw-')) throw misuse(`--to ${JSON.stringify(toId)} is no gateway`, 'Name a transit gateway, tgw-…, or a virtual private gateway, vgw-….');
    this.refuseFor('virtual private gateway', ['association', 'propagateTo', 'staticRoutesIn']);
    if (location.kind === 'transit-gateway' && this.choices.attachToVpc !== undefined) {
      throw misuse('--attach-to-vpc is for one virtual private gateway that takes the place of another', `${location.id} has no such place: leave it out.`);
    }
    return {
      ...virtualPrivateGatewaySide({ reader: this.reader, from: location, toId, tables, choices: this.choices, derive }), vpcRouteTables,
    };
  }

  private refuseFor(kind: string, names: readonly (keyof MoveChoices)[]): void {
    const given = names.filter((name) => this.choices[name] !== undefined);
    if (given.length === 0) return;
    throw misuse(`${given.map(optionOf).join(', ')} ${given.length === 1 ? 'is' : 'are'} nothing that a ${kind} has`, 'Leave that out.');
  }

  /** Every table that leads to the old gateway, or those that were named. */
  private vpcTables(from: GatewayEnd): VpcRouteTable[] {
    const { vpcRouteTable: named, onPremises } = this.choices;
    const all = this.reader.vpcRouteTables;
    if (named !== undefined) {
      return named.map((id) => {
        const table = all.find((each) => each.id === id);
        if (table === undefined) throw unknownId('VPC route table', id, all.map((each) => each.id), `in ${this.estate.region}`);
        return table;
      });
    }
    const prefixes = onPremises ?? this.reader.prefixesOn(from);
    const leading = all.filter((table) => table.propagatingGatewayIds.includes(from.id)
      || concernedRoutes(table, from, prefixes).length > 0);
    this.derived.push({
      what: leading.length === 0 ? 'no VPC route table changes' : `the routes of ${leading.map((table) => table.id).join(', ')} move`,
      why: leading.length === 0 ? `none leads to ${from.id}` : `all that lead to ${from.id}`,
      option: '--vpc-route-table',
    });
    return leading;
  }

  /** A destination that is said to move, or to stay, does so in every table that has it. */
  private claims(tables: readonly VpcRouteTable[], from: GatewayEnd): VpcRouteTableDeclaration[] {
    const { moved = [], left = [] } = this.choices;
    const has = (table: VpcRouteTable, destination: string) => table.routes
      .some((route) => isStaticVpcRoute(route) && route.targetId === from.id && sameDestination(route.destination, destination));
    const absent = [...moved, ...left].filter((destination) => !tables.some((table) => has(table, destination)));
    if (absent.length > 0) throw misuse(`no VPC route table that moves has a static route ${absent.join(', ')} to ${from.id}`, 'Leave it out of --moved and --left.');
    return tables.map((table) => ({
      routeTableId: table.id,
      moved: moved.filter((destination) => has(table, destination)),
      left: left.filter((destination) => has(table, destination)),
    }));
  }
}

function misuse(message: string, nextStep: string): CommandFailure {
  return new CommandFailure(EXIT.USAGE, message, nextStep);
}

/** `--vpc-route-table`, from the choice's name. */
function optionOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
