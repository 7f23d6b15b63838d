/** Who else lives from the old transit gateway: how each finding is brought about, and what its advice says to do. */
import { accepting, BETWEEN_TGWS, BGP, blackhole, cause, doing, lookingFirst, routeTo, Stories, TO_VGW } from './story';
import { World } from '../world';

export const REACHABILITY = {
  'attachment-without-counterpart': {
    causes: [
      cause('another VPC reaches the VPN there', BETWEEN_TGWS, (world) => anotherVpc(world)),
      cause('and there is no transit gateway any more', TO_VGW, (world) => anotherVpc(world)),
    ],
    advice: [
      accepting(),
      doing(/\(vpc (vpc-\w+)\) .* attach it to (tgw-\w+) too, with a table that learns the VPN's prefixes/, (world, [, vpcId, transitGatewayId]) => {
        const { staticRouteTableIds: [association], associationRouteTableId } = world.to;
        world.seed.vpcAttachment({ transitGatewayId, vpcId, subnetIds: [], association, propagations: [associationRouteTableId] });
      }),
      doing(/- \S+ (tgw-attach-\w+) .* give it another way first/, (world, [, id]) => world.become('transitGatewayAttachments', id, { association: undefined })),
    ],
  },
  'blackhole-not-moved': {
    causes: [
      cause('a part is dropped', BETWEEN_TGWS, (world) => blackhole(world, world.from.staticRouteTableIds[0], '10.1.7.0/24')),
      cause('and there is no transit gateway any more', TO_VGW, (world) => blackhole(world, world.from.staticRouteTableIds[0], '10.1.7.0/24')),
    ],
    advice: [
      accepting(),
      doing(/blackhole (\S+) in .* create the same blackhole in the new tables, if it is still wanted/, (world, [, DestinationCidrBlock]) => {
        for (const table of world.to.staticRouteTableIds) world.call('CreateTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock, Blackhole: true });
      }),
      lookingFirst(/drop that traffic elsewhere, if it must be/),
    ],
  },
  'reach-lost': {
    causes: [
      cause('the old table leads there', BETWEEN_TGWS, (world) => leadTo(world, world.from.associationRouteTableId, '10.50.0.0/16')),
    ],
    advice: [
      accepting(),
      lookingFirst(/make sure that nobody behind the VPN needs it/),
      doing(/- \S+ (\S+) can be reached .* or give the new gateway a route to it/, (world, [, cidr]) =>
        routeTo(world, world.to.associationRouteTableId, cidr, world.attachmentOf(world.vpcId, world.to.id))),
    ],
  },
  'default-route-announced': {
    causes: [cause('the new table has one', BGP, (world) => leadTo(world, world.to.associationRouteTableId, '0.0.0.0/0'))],
    advice: [
      accepting(),
      lookingFirst(/filter it on the device/),
      doing(/or associate the VPN with a table without it/, (world) => {
        const associationRouteTableId = world.seed.transitGatewayRouteTable({ transitGatewayId: world.to.id });
        world.call('EnableTransitGatewayRouteTablePropagation', {
          TransitGatewayAttachmentId: world.attachmentOf(world.vpcId, world.to.id), TransitGatewayRouteTableId: associationRouteTableId,
        });
        world.declareTo({ associationRouteTableId });
      }),
    ],
  },
  'default-route-withdrawn': {
    causes: [
      cause('the old table has one', { ...BETWEEN_TGWS, routing: 'bgp' }, (world) => leadTo(world, world.from.associationRouteTableId, '0.0.0.0/0')),
    ],
    advice: [
      accepting(),
      lookingFirst(/give the device another way/),
      doing(/default route \((\S+)\) today, .* or the new gateway that route/, (world, [, cidr]) =>
        routeTo(world, world.to.associationRouteTableId, cidr, world.attachmentOf(world.vpcId, world.to.id))),
    ],
  },
  'ecmp-becomes-active': {
    causes: [cause('both tunnels are up', BGP, (world) => world.declare({ acknowledgedFindings: [] }))],
    advice: [
      accepting(),
      lookingFirst(/let the device accept traffic on either tunnel/),
      lookingFirst(/or announce more specific prefixes over the one that is to be used/),
    ],
  },
} satisfies Stories;

function anotherVpc(world: World): void {
  const { vpcId } = world.seed.vpc({ cidr: '172.28.0.0/16' });
  const { id, staticRouteTableIds: [association], associationRouteTableId } = world.from;
  world.seed.vpcAttachment({ transitGatewayId: id, vpcId, subnetIds: [], association, propagations: [associationRouteTableId] });
}

function leadTo(world: World, routeTableId: string, destination: string): void {
  const { transitGatewayId } = world.state('transitGatewayRouteTables')[routeTableId];
  world.seed.transitGatewayRoute({ routeTableId, destination, attachmentId: world.attachmentOf(world.vpcId, transitGatewayId) });
}
