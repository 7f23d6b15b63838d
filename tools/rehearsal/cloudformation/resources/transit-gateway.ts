/**
 * What a VPN attachment needs on the transit gateway's side: association, propagation and static routes. None of the
 * three types has an update: any change is a replacement [cloudformation-and-cdk section 1.3].
 */
import { optionalBoolean, optionalText, text } from '../properties';
import { ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';

export function transitGatewayRouteTableAssociation(ec2: Ec2): ResourceType {
  const states = (table: string, attachment: string) => callAll(ec2, 'GetTransitGatewayRouteTableAssociations',
    { TransitGatewayRouteTableId: table }, (page) => page.Associations)
    .filter((each) => each.TransitGatewayAttachmentId === attachment).map((each) => each.State as string);
  return {
    properties: { TransitGatewayRouteTableId: 'create-only', TransitGatewayAttachmentId: 'create-only' },
    required: ['TransitGatewayRouteTableId', 'TransitGatewayAttachmentId'],
    attributes: [],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => {
      const { table, attachment, physicalId } = pair(properties);
      call(ec2, 'AssociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment });
      await stabilized(ec2, `association ${physicalId}`, physicalId, () => states(table, attachment).includes('associated'));
      return { physicalId, attributes: {} };
    },
    delete: async ({ properties }) => {
      const { table, attachment, physicalId } = pair(properties);
      deleteIfThere(() => call(ec2, 'DisassociateTransitGatewayRouteTable', { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment }));
      await gone(ec2, `association ${physicalId} to end`, physicalId, () => states(table, attachment).some((state) => state !== 'disassociated'));
    },
  };
}

export function transitGatewayRouteTablePropagation(ec2: Ec2): ResourceType {
  const states = (table: string, attachment: string) => callAll(ec2, 'GetTransitGatewayRouteTablePropagations',
    { TransitGatewayRouteTableId: table }, (page) => page.TransitGatewayRouteTablePropagations)
    .filter((each) => each.TransitGatewayAttachmentId === attachment).map((each) => each.State as string);
  return {
    properties: { TransitGatewayRouteTableId: 'create-only', TransitGatewayAttachmentId: 'create-only' },
    required: ['TransitGatewayRouteTableId', 'TransitGatewayAttachmentId'],
    attributes: [],
    create: async ({ properties }) => {
      const { table, attachment, physicalId } = pair(properties);
      call(ec2, 'EnableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment });
      await stabilized(ec2, `propagation ${physicalId}`, physicalId, () => states(table, attachment).includes('enabled'));
      return { physicalId, attributes: {} };
    },
    delete: async ({ properties }) => {
      const { table, attachment, physicalId } = pair(properties);
      deleteIfThere(() => call(ec2, 'DisableTransitGatewayRouteTablePropagation', { TransitGatewayRouteTableId: table, TransitGatewayAttachmentId: attachment }));
      await gone(ec2, `propagation ${physicalId} to end`, physicalId, () => states(table, attachment).some((state) => state !== 'disabled'));
    },
  };
}

export function transitGatewayRoute(ec2: Ec2): ResourceType {
  const states = (table: string, destination: string) => callAll(ec2, 'SearchTransitGatewayRoutes', {
    TransitGatewayRouteTableId: table,
    Filters: [{ Name: 'route-search.exact-match', Values: [destination] }, { Name: 'type', Values: ['static'] }],
  }, (page) => page.Routes).map((route) => route.State as string);
  return {
    properties: {
      TransitGatewayRouteTableId: 'create-only', DestinationCidrBlock: 'create-only', TransitGatewayAttachmentId: 'create-only', Blackhole: 'create-only',
    },
    required: ['TransitGatewayRouteTableId', 'DestinationCidrBlock'],
    attributes: [],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => {
      const [table, destination] = [text(properties, 'TransitGatewayRouteTableId'), text(properties, 'DestinationCidrBlock')];
      const physicalId = `${table}|${destination}`;
      call(ec2, 'CreateTransitGatewayRoute', {
        TransitGatewayRouteTableId: table,
        DestinationCidrBlock: destination,
        TransitGatewayAttachmentId: optionalText(properties, 'TransitGatewayAttachmentId'),
        Blackhole: optionalBoolean(properties, 'Blackhole'),
      });
      await stabilized(ec2, `route ${physicalId}`, physicalId, () => states(table, destination).some((state) => state === 'active' || state === 'blackhole'));
      return { physicalId, attributes: {} };
    },
    delete: async ({ physicalId }) => {
      const [table, destination] = physicalId.split('|');
      deleteIfThere(() => call(ec2, 'DeleteTransitGatewayRoute', { TransitGatewayRouteTableId: table, DestinationCidrBlock: destination }));
      await gone(ec2, `route ${physicalId} to be deleted`, physicalId, () => states(table, destination).some((state) => state !== 'deleted'));
    },
  };
}

function pair(properties: Properties): { table: string; attachment: string; physicalId: string } {
  const [table, attachment] = [text(properties, 'TransitGatewayRouteTableId'), text(properties, 'TransitGatewayAttachmentId')];
  return { table, attachment, physicalId: `${table}|${attachment}` };
}
