/** VPCs, subnets and route tables of an estate as records of the embedded EC2. Propagated routes follow from the rest. */
import type { Route, RouteTable, Subnet, Vpc } from '@aws-sdk/client-ec2';
import { Estate } from './estate';
import { byId, RecordsOfEstate, tagsOf } from './records';
import { canonicalDestination } from '../../../src/contract/cidr';
import * as ec2 from '../../rehearsal/embedded-ec2/records';

export function vpcRecordsOf(estate: Estate): RecordsOfEstate {
  // A blackhole to one of these follows from its attachment, and may end with it.
  const execution = new Set([
    ...estate.vpnGateways.map((each) => each.VpnGatewayId), ...estate.transitGateways.map((each) => each.TransitGatewayId),
  ]);
  const tables = estate.routeTables.map((table) => routeTableOf(table, execution));
  const known = new Set(estate.vpcs.map((vpc) => vpc.VpcId));
  const strangers = [...new Set(estate.routeTables.map((table) => table.VpcId).filter((id) => !known.has(id)))];
  return {
    records: {
      vpcs: byId(estate.vpcs.map(vpcOf)),
      subnets: byId(estate.subnets.map(subnetOf)),
      vpcRouteTables: byId(tables),
    },
    notes: strangers.length === 0 ? []
      : [`${strangers.join(', ')} ${strangers.length === 1 ? 'has route tables and was' : 'have route tables and were'} not described: no flow from there is looked at`],
  };
}

function vpcOf(vpc: Vpc): ec2.Vpc {
  const ipv4 = (vpc.CidrBlockAssociationSet ?? []).filter((each) => each.CidrBlockState?.State === 'associated').flatMap((each) => each.CidrBlock ?? []);
  const ipv6 = (vpc.Ipv6CidrBlockAssociationSet ?? []).filter((each) => each.Ipv6CidrBlockState?.State === 'associated')
    .flatMap((each) => each.Ipv6CidrBlock ?? []);
  const cidrs = [...new Set([...vpc.CidrBlock ? [vpc.CidrBlock] : [], ...ipv4, ...ipv6].map(canonicalDestination))];
  return { id: vpc.VpcId!, cidrs, tags: tagsOf(vpc.Tags) };
}

function subnetOf(subnet: Subnet): ec2.Subnet {
  const ipv6 = (subnet.Ipv6CidrBlockAssociationSet ?? []).filter((each) => each.Ipv6CidrBlockState?.State === 'associated')
    .flatMap((each) => each.Ipv6CidrBlock ?? []);
  return {
    id: subnet.SubnetId!,
    vpcId: subnet.VpcId!,
    availabilityZone: subnet.AvailabilityZone ?? '',
    cidrs: [...subnet.CidrBlock ? [subnet.CidrBlock] : [], ...ipv6].map(canonicalDestination),
    tags: tagsOf(subnet.Tags),
  };
}

function routeTableOf(table: RouteTable, execution: ReadonlySet<string | undefined>): ec2.VpcRouteTable {
  const location = (table.Associations ?? [])
    .filter(({ AssociationState: state }) => state?.State === undefined || state.State === 'associated' || state.State === 'associating');
  return {
    id: table.RouteTableId!,
    vpcId: table.VpcId!,
    main: location.some((each) => each.Main),
    subnetIds: location.flatMap((each) => each.SubnetId ?? []),
    edgeGatewayIds: location.flatMap((each) => each.GatewayId ?? []),
    propagatingGatewayIds: (table.PropagatingVgws ?? []).flatMap((each) => each.GatewayId ?? []),
    routes: (table.Routes ?? []).filter((route) => route.Origin !== 'EnableVgwRoutePropagation').map((route) => routeOf(route, execution)),
    tags: tagsOf(table.Tags),
  };
}

function routeOf(route: Route, execution: ReadonlySet<string | undefined>): ec2.VpcRoute {
  const target = targetOf(route);
  const block = route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock;
  const isBlackhole = route.State === 'blackhole' && !execution.has(target.id);
  return {
    destination: block === undefined ? route.DestinationPrefixListId ?? '' : canonicalDestination(block),
    target,
    origin: route.Origin === 'CreateRouteTable' ? 'CreateRouteTable' : 'CreateRoute',
    ...isBlackhole ? { targetGone: true } : {},
  };
}

function targetOf(route: Route): ec2.RouteTarget {
  const targets: readonly [ec2.RouteTargetKind, string | undefined][] = [
    ['transit-gateway', route.TransitGatewayId],
    ['nat-gateway', route.NatGatewayId],
    ['peering', route.VpcPeeringConnectionId],
    ['egress-only-internet-gateway', route.EgressOnlyInternetGatewayId],
    ['local-gateway', route.LocalGatewayId],
    ['carrier-gateway', route.CarrierGatewayId],
    ['core-network', route.CoreNetworkArn],
    ['network-interface', route.NetworkInterfaceId ?? route.InstanceId],
  ];
  const [kind, id] = targets.find(([, each]) => each) ?? [route.GatewayId === 'local' ? 'local' : 'gateway', route.GatewayId];
  return { kind, id: id ?? '' };
}
