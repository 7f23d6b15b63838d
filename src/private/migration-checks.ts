/** The checks of a declared move that need nothing but the declaration. */
import { Duration, Token } from 'aws-cdk-lib';
import { at, requireDestination, requireDistinct, requireId, requireIpv4Network, requireKnownLength } from './checks';
import { canonicalDestination } from '../domain/cidr';
import { GatewayEnd, gatewayOf } from '../domain/declaration';
import { nameOfGateway, sameGateway } from '../domain/gateway';
import { VpcRouteTableMove } from '../vpc-routes';

/** CloudFormation waits 60 minutes at most; the rest is for starting, polling and answering. */
const DEADLINES_MAX = Duration.minutes(55);

/** An imported connection may carry any id, and aws-cdk-lib's `vpnConnectionRef` gives that of the customer gateway. */
export function requireConnectionId(vpnConnectionId: string): void {
  requireId('vpnConnection.vpnId', vpnConnectionId, 'vpn', 'VPN connection');
}

export function requirePair(from: GatewayEnd, to: GatewayEnd): void {
  if (sameGateway(gatewayOf(from), gatewayOf(to))) {
    throw new Error(`\`from\` and \`to\` must be two gateways, got ${nameOfGateway(from)} for both; there is nothing to move`);
  }
  if (from.kind === 'virtual-private-gateway' && to.kind === 'transit-gateway') return;
  throw new Error('`from` must be a virtual private gateway and `to` a transit gateway, the only move that is supported yet,'
    + ` got ${nameOfGateway(from)} and ${nameOfGateway(to)}`);
}

export function requireVpcRouteTables(tables: readonly VpcRouteTableMove[]): void {
  tables.forEach((table, index) => {
    const prop = at('vpcRouteTables', index);
    requireId(`${prop}.routeTableId`, table.routeTableId, 'rtb', 'VPC route table');
    requireDestinations(`${prop}.moved`, table.moved ?? []);
    requireDestinations(`${prop}.left`, table.left ?? []);
    requireOneFate(prop, table);
  });
  requireDistinct('vpcRouteTables', tables.map((table) => table.routeTableId));
}

export function requireNetworks(cidrs: readonly string[]): void {
  requireKnownLength('onPremisesCidrs', cidrs);
  cidrs.forEach((cidr, index) => requireIpv4Network(at('onPremisesCidrs', index), cidr));
  requireDistinct('onPremisesCidrs', cidrs);
}

export function requireDeadlines(forward: Duration, back: Duration): void {
  requireDeadline('forwardTimeout', forward);
  requireDeadline('backTimeout', back);
  const sum = forward.toSeconds() + back.toSeconds();
  if (sum <= DEADLINES_MAX.toSeconds()) return;
  throw new Error(`\`forwardTimeout\` and \`backTimeout\` must together be at most ${DEADLINES_MAX.toMinutes()} minutes,`
    + ` got ${forward.toHumanString()} and ${back.toHumanString()}; CloudFormation waits for an hour at most, so shorten one of them`);
}

function requireDestinations(prop: string, destinations: readonly string[]): void {
  requireKnownLength(prop, destinations);
  destinations.forEach((destination, index) => requireDestination(at(prop, index), destination));
  requireDistinct(prop, destinations);
}

function requireOneFate(prop: string, table: VpcRouteTableMove): void {
  const left = new Set((table.left ?? []).map(canonicalDestination));
  const both = (table.moved ?? []).find((destination) => left.has(canonicalDestination(destination)));
  if (both === undefined) return;
  throw new Error(`\`${prop}\` must name a destination either in \`moved\` or in \`left\`, got ${JSON.stringify(both)} in both; remove it from one`);
}

function requireDeadline(prop: string, value: Duration): void {
  // The provider is laid out for the deadlines at synthesis.
  if (value.isUnresolved() || Token.isUnresolved(value)) {
    throw new Error(`\`${prop}\` must be known at synthesis, since it is checked against the hour that CloudFormation waits; pass a duration without tokens`);
  }
  if (value.toSeconds() > 0) return;
  throw new Error(`\`${prop}\` must be longer than 0 seconds, got ${value.toHumanString()}`);
}
