/** Whether a transit gateway can take the connection: its state and owner, its tables, and the VPC attachments. */
import { declaringDefaults, defaultsOf, inWords, undeclaredDefaults } from './default-route-tables';
import { sameDestination } from '../../../src/contract/cidr';
import { namedRouteTables, TransitGatewayEnd } from '../../../src/contract/declaration';
import { Finding, finding, notAvailable } from '../../../src/contract/finding';
import { Assessment } from '../assessment';
import { Snapshot, TransitGatewayAttachment, Vpc } from '../observation';
import { returnRoute, tableOfAttachment, vpcAttachmentOn } from '../path';
import { winningTransitGatewayRoutes } from '../winning-routes';

export function transitGatewayFindings(assessment: Assessment): Finding[] {
  const { snapshot, declaration: { to, modifiedBy }, ledOver } = assessment;
  if (to.kind !== 'transit-gateway') return [];
  return [
    ...gatewayFindings(snapshot, to),
    ...routeTableFindings(snapshot, to),
    ...modifiedBy === 'CLOUDFORMATION' ? defaultsOfStackFindings(snapshot, to) : defaultRouteTableFindings(snapshot, to),
    ...snapshot.vpcs.filter((vpc) => ledOver.vpcIds.has(vpc.id)).flatMap((vpc) => attachmentFindings(assessment, vpc)),
  ];
}

function gatewayFindings(snapshot: Snapshot, to: TransitGatewayEnd): Finding[] {
  const gateway = snapshot.transitGateways.find((each) => each.id === to.id);
  if (gateway === undefined) {
    return [finding('transit-gateway-not-found',
      `transit gateway ${to.id} does not exist in this account and region`,
      'correct the id; if another account owns it, create a second VPN connection there and move the device to it')];
  }
  return [
    ...notAvailable('transit-gateway-not-available', `transit gateway ${to.id}`, gateway.state),
    ...gateway.ownerId === snapshot.accountId ? [] : [finding('transit-gateway-not-owned',
      `transit gateway ${to.id} belongs to account ${gateway.ownerId}, and a VPN attachment can only be made in its owner's account (this is ${snapshot.accountId})`,
      'create a second VPN connection in the owner\'s account and move the device to it')],
  ];
}

function routeTableFindings(snapshot: Snapshot, to: TransitGatewayEnd): Finding[] {
  return [...new Set(namedRouteTables(to))].flatMap((id): Finding[] => {
    const table = snapshot.transitGatewayRouteTables.find((each) => each.id === id);
    if (table === undefined || table.transitGatewayId !== to.id) {
      return [finding('transit-gateway-route-table-not-found',
        `route table ${id} is not a table of transit gateway ${to.id}`,
        'name a route table of that gateway')];
    }
    return notAvailable('transit-gateway-route-table-not-available', `transit gateway route table ${id}`, table.state);
  });
}

/** A gateway may put new attachments into tables nobody declared; the role may take this one out only where that is declared. */
function defaultRouteTableFindings(snapshot: Snapshot, to: TransitGatewayEnd): Finding[] {
  const undeclared = undeclaredDefaults(snapshot, to);
  if (undeclared.length === 0) return [];
  return [finding('default-route-table-undeclared',
    `transit gateway ${to.id} by itself ${inWords(undeclared)}, where this move does not want the one of the VPN`,
    `${declaringDefaults(to, undeclared)}: the move may then take the VPN attachment out of there`)];
}

/**
 * CloudFormation makes an association and propagations, and fails where there are any; it takes an attachment out of nothing that its
 * gateway has put it into.
 */
function defaultsOfStackFindings(snapshot: Snapshot, to: TransitGatewayEnd): Finding[] {
  const gateway = snapshot.transitGateways.find((each) => each.id === to.id);
  if (gateway === undefined) return [];
  const taken = defaultsOf(gateway)
    .filter((each) => (each.for === 'association' ? to.associationRouteTableId !== '' : to.propagationRouteTableIds.includes(each.routeTableId)));
  const leftOut = taken.map((each) => (each.for === 'association' ? '`associationRouteTableId`' : `${each.routeTableId} in \`propagationRouteTableIds\``));
  const off = taken.map((each) => (each.for === 'association' ? 'DefaultRouteTableAssociation=disable' : 'DefaultRouteTablePropagation=disable'));
  const isAssociated = gateway.defaultAssociationRouteTableId !== undefined || to.associationRouteTableId !== '';
  return [
    ...taken.length === 0 ? [] : [finding('default-route-table-in-the-way',
      `transit gateway ${to.id} by itself ${inWords(taken)}, and CloudFormation cannot make an association or a propagation of the attachment that is there`,
      `leave ${leftOut.join(' and ')} out,`
        + ` if the tables of the gateway are the ones to use; or switch that off: aws ec2 modify-transit-gateway --transit-gateway-id ${to.id} --options ${off.join(',')}`)],
    ...isAssociated ? [] : [finding('association-missing',
      `transit gateway ${to.id} associates no attachment by itself, and \`target\` names no \`associationRouteTableId\`: what comes from the VPN would be dropped`,
      'name the table in which the VPN attachment is to look up its ways')],
  ];
}

function attachmentFindings(assessment: Assessment, vpc: Vpc): Finding[] {
  const { to } = assessment.declaration;
  const attachment = vpcAttachmentOn(assessment.snapshot, vpc.id, to.id);
  if (attachment === undefined || attachment.state !== 'available') {
    return [finding('vpc-not-attached',
      attachment === undefined
        ? `VPC ${vpc.id} has no attachment to transit gateway ${to.id}`
        : `the attachment ${attachment.id} of VPC ${vpc.id} is ${attachment.state}`,
      'attach the VPC to the transit gateway and wait until the attachment is available')];
  }
  return [
    ...zoneFindings(assessment, vpc, attachment),
    ...outboundFindings(assessment, vpc, attachment),
    ...returnPathFindings(assessment, vpc, attachment),
  ];
}

/** Traffic gets from a subnet to a transit gateway only through an attachment subnet of the same Availability Zone. */
function zoneFindings({ snapshot, ledOver }: Assessment, vpc: Vpc, attachment: TransitGatewayAttachment): Finding[] {
  const zoneOf = (subnetId: string) => vpc.subnets.find((subnet) => subnet.id === subnetId)?.availabilityZone;
  const served = new Set(attachment.subnetIds.map(zoneOf));
  const using = snapshot.vpcRouteTables.filter((table) => table.vpcId === vpc.id && ledOver.tableIds.has(table.id))
    .flatMap((table) => table.subnetIds);
  const stranded = using.filter((subnetId) => !served.has(zoneOf(subnetId)));
  if (stranded.length === 0) return [];
  const zones = [...new Set(stranded.map(zoneOf))].sort();
  return [finding('availability-zone-not-attached',
    `attachment ${attachment.id} of VPC ${vpc.id} has no subnet in ${zones.join(', ')}, so ${stranded.join(', ')} would not reach the transit gateway`,
    'add a subnet of each of these Availability Zones to the attachment')];
}

/** What leaves the VPC is looked up in the table its attachment is associated with: that one must learn the prefixes. */
function outboundFindings({ routing, learningTableIds }: Assessment, vpc: Vpc, attachment: TransitGatewayAttachment): Finding[] {
  const tableId = tableOfAttachment(attachment);
  if (tableId !== undefined && learningTableIds.includes(tableId)) return [];
  return [finding('vpc-table-without-prefixes',
    tableId === undefined
      ? `attachment ${attachment.id} of VPC ${vpc.id} is associated with no transit gateway route table, so nothing it sends is routed`
      : `attachment ${attachment.id} of VPC ${vpc.id} uses transit gateway route table ${tableId}, which would not learn the on-premises prefixes`,
    tableId === undefined
      ? 'associate the attachment with a route table'
      : `add ${tableId} to \`${routing === 'static' ? 'staticRouteTableIds' : 'propagationRouteTableIds'}\``)];
}

/** What comes from the VPN is looked up in the table the VPN attachment will be associated with. */
function returnPathFindings({ snapshot, plan }: Assessment, vpc: Vpc, attachment: TransitGatewayAttachment): Finding[] {
  const table = snapshot.transitGatewayRouteTables.find((each) => each.id === plan.to.associationRouteTableId);
  if (table === undefined) return [];
  return vpc.cidrs.flatMap((cidr) => {
    const { isRouted, cut } = returnRoute(table, cidr, attachment.id);
    const statics = winningTransitGatewayRoutes(table, cidr).filter((route) => route.type === 'static');
    if (isRouted && cut.length === 0) return [];
    if (isRouted) {
      return [finding('no-return-path',
        `in transit gateway route table ${table.id} ${cut.map((route) => route.destination).join(', ')} inside ${cidr} of VPC ${vpc.id} lead elsewhere`,
        `take them out of ${table.id}, or lead them to ${attachment.id}`)];
    }
    return [finding('no-return-path',
      `transit gateway route table ${table.id}, with which the VPN will be associated, does not lead to ${cidr} of VPC ${vpc.id} through ${attachment.id}`,
      // A static route wins over what is propagated.
      statics.some((route) => sameDestination(route.destination, cidr)) ? `lead the static route ${cidr} in ${table.id} to ${attachment.id}`
        : `enable propagation of ${attachment.id} to ${table.id}, or create a static route ${cidr} to it there`)];
  });
}
