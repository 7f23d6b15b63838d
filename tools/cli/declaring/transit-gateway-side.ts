/** What a transit gateway is to do for a connection that arrives: its own defaults, and what the VPCs on it use. */
import { MoveChoices } from './choices';
import { Derivation } from './derivation';
import { EstateReader } from './estate-reader';
import { TransitGatewayEnd } from '../../../src/contract/declaration';
import { unknownId } from '../estate/connection-in';
import { isListed } from '../estate/listed';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export class TransitGatewaySide {
  constructor(
    private readonly reader: EstateReader, private readonly id: string,
    private readonly choices: MoveChoices = {}, private readonly derive: (derivation: Derivation) => void = () => undefined,
  ) {}

  /** @param vpcIds the VPCs whose routes to the VPN come to lead here */
  end(vpcIds: readonly string[]): TransitGatewayEnd {
    const gateways = this.reader.estate.transitGateways.filter(isListed).map((each) => each.TransitGatewayId!);
    if (!gateways.includes(this.id)) throw unknownId('transit gateway', this.id, gateways, `in ${this.reader.estate.region}`);
    const associationRouteTableId = this.association(vpcIds);
    const propagationRouteTableIds = this.propagations(vpcIds);
    const staticRouteTableIds = this.staticRoutes(vpcIds);
    const defaultRouteTableIds = this.otherDefaults(associationRouteTableId, propagationRouteTableIds);
    if (defaultRouteTableIds.length > 0) {
      this.derive({ what: `the attachment is taken out of ${defaultRouteTableIds.join(', ')}`, why: 'the gateway puts it there by itself', option: '--association or --propagate-to' });
    }
    return { kind: 'transit-gateway', id: this.id, associationRouteTableId, propagationRouteTableIds, staticRouteTableIds, defaultRouteTableIds };
  }

  /** Tables that the gateway puts every new attachment into, and that are not wanted for it. */
  otherDefaults(associationRouteTableId: string, propagationRouteTableIds: readonly string[]): string[] {
    const { association, propagation } = this.defaults();
    return [...new Set([
      ...association === undefined || association === associationRouteTableId ? [] : [association],
      ...propagation === undefined || propagationRouteTableIds.includes(propagation) ? [] : [propagation],
    ])];
  }

  private association(vpcIds: readonly string[]): string {
    const { association: chosen } = this.choices;
    if (chosen !== undefined) return this.known('--association', [chosen])[0];
    const { association: byDefault } = this.defaults();
    if (byDefault !== undefined) return this.associated(byDefault, 'the gateway\'s default association table');
    const tables = this.reader.routeTablesOf(this.id);
    const leading = tables.filter((table) => vpcIds.length > 0 && vpcIds.every((vpcId) => this.routesTo(table, vpcId)));
    if (leading.length === 1) return this.associated(leading[0], `the only table of ${this.id} that leads to ${vpcIds.join(', ')}`);
    if (tables.length === 1) return this.associated(tables[0], `the only table of ${this.id}`);
    throw this.ambiguous('with which table the VPN attachment is to be associated', '--association', leading.length > 1 ? leading : tables);
  }

  private associated(id: string, why: string): string {
    this.derive({ what: `the attachment is associated with ${id}`, why, option: '--association' });
    return id;
  }

  private propagations(vpcIds: readonly string[]): string[] {
    const { propagateTo: chosen } = this.choices;
    if (chosen !== undefined) return this.known('--propagate-to', chosen);
    const { propagation } = this.defaults();
    const ofVpcs = this.reader.connection.routing === 'bgp' ? this.tablesOfVpcs(vpcIds) : [];
    const ids = [...new Set([...propagation === undefined ? [] : [propagation], ...ofVpcs])];
    const reasons = [
      ...propagation === undefined ? [] : ['the gateway\'s default propagation table'],
      ...ofVpcs.length === 0 ? [] : [`what ${vpcIds.join(', ')} ${vpcIds.length === 1 ? 'uses' : 'use'}`],
    ];
    if (ids.length > 0) this.derive({ what: `the attachment propagates to ${ids.join(', ')}`, why: reasons.join(', and '), option: '--propagate-to' });
    if (ids.length > 0 || this.reader.connection.routing === 'static') return ids;
    throw this.ambiguous('which tables are to learn what the device announces', '--propagate-to', this.reader.routeTablesOf(this.id));
  }

  private staticRoutes(vpcIds: readonly string[]): string[] {
    const { staticRoutesIn: chosen } = this.choices;
    if (chosen !== undefined) return this.known('--static-routes-in', chosen);
    if (this.reader.connection.routing === 'bgp') return [];
    const ofVpcs = this.tablesOfVpcs(vpcIds);
    const tables = this.reader.routeTablesOf(this.id);
    if (ofVpcs.length === 0 && tables.length !== 1) throw this.ambiguous('which tables are to get static routes to the VPN', '--static-routes-in', tables);
    const ids = ofVpcs.length > 0 ? ofVpcs : tables;
    const why = ofVpcs.length > 0 ? `what ${vpcIds.join(', ')} ${vpcIds.length === 1 ? 'uses' : 'use'}` : `the only table of ${this.id}`;
    this.derive({ what: `static routes to the VPN come into ${ids.join(', ')}`, why, option: '--static-routes-in' });
    return ids;
  }

  /** The tables by which what the VPCs send is routed. */
  private tablesOfVpcs(vpcIds: readonly string[]): string[] {
    return [...new Set(vpcIds.flatMap((vpcId) => this.reader.vpcAttachmentOn(this.id, vpcId)?.association?.routeTableId ?? []))];
  }

  private routesTo(routeTableId: string, vpcId: string): boolean {
    const attachment = this.reader.vpcAttachmentOn(this.id, vpcId);
    return attachment !== undefined && this.reader.routesIn(routeTableId).some((route) => route.attachmentIds.includes(attachment.id));
  }

  private defaults(): { readonly association?: string; readonly propagation?: string } {
    const { Options: options = {} } = this.reader.estate.transitGateways.find((each) => each.TransitGatewayId === this.id) ?? {};
    return {
      association: options.DefaultRouteTableAssociation === 'enable' ? options.AssociationDefaultRouteTableId : undefined,
      propagation: options.DefaultRouteTablePropagation === 'enable' ? options.PropagationDefaultRouteTableId : undefined,
    };
  }

  private known(option: string, ids: readonly string[]): string[] {
    const tables = this.reader.routeTablesOf(this.id);
    for (const id of ids) if (!tables.includes(id)) throw unknownId('route table', id, tables, `on ${this.id} (${option})`);
    return [...ids];
  }

  private ambiguous(question: string, option: string, candidates: readonly string[]): CommandFailure {
    if (candidates.length === 0) return new CommandFailure(EXIT.UNREADABLE, `no route table of ${this.id} was described`, 'Save or allow describe-transit-gateway-route-tables.');
    return new CommandFailure(EXIT.USAGE, `it does not follow from ${this.id} ${question}`, `Say ${option} with ${candidates.join(' or ')}.`);
  }
}
