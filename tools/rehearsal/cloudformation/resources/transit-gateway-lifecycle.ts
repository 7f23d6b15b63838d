/**
 * AWS::EC2::TransitGateway, its route tables, and the two types that attach a VPC to it. What is create-only: cloudformation-and-cdk 1.3,
 * and the schemas that aws-cdk-lib's validator carries.
 */
import type { ModifyTransitGatewayOptions, TransitGatewayRequestOptions } from '@aws-sdk/client-ec2';
import { object, optionalNumber, optionalText, text, texts } from '../properties';
import { Mutability, ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

/** Those that change in place. */
const OPTIONS = ['AutoAcceptSharedAttachments', 'DefaultRouteTableAssociation', 'DefaultRouteTablePropagation', 'DnsSupport', 'VpnEcmpSupport'] as const;
const DEFAULT_TABLES = ['AssociationDefaultRouteTableId', 'PropagationDefaultRouteTableId'] as const;

export function transitGateway(ec2: Ec2): ResourceType {
  const described = (id: string) => callAll(ec2, 'DescribeTransitGateways', { TransitGatewayIds: [id] }, (page) => page.TransitGateways);
  const available = async (id: string) => stabilized(ec2, `transit gateway ${id} to become available`, id, () => described(id)[0].State === 'available');
  return {
    properties: {
      AmazonSideAsn: 'create-only', MulticastSupport: 'create-only', Description: 'mutable', Tags: 'mutable',
      ...Object.fromEntries([...OPTIONS, ...DEFAULT_TABLES].map((name) => [name, 'mutable' as const])),
    },
    attributes: ['Id', 'TransitGatewayArn'],
    create: async ({ properties }) => {
      const { TransitGateway: made } = call(ec2, 'CreateTransitGateway', {
        Description: optionalText(properties, 'Description'),
        Options: {
          AmazonSideAsn: optionalNumber(properties, 'AmazonSideAsn'), ...given(properties, ['MulticastSupport', ...OPTIONS]),
        } as TransitGatewayRequestOptions,
        TagSpecifications: tagSpecifications(properties, 'transit-gateway'),
      });
      const id = made?.TransitGatewayId ?? '';
      await available(id);
      return { physicalId: id, attributes: { Id: id, TransitGatewayArn: made?.TransitGatewayArn } };
    },
    update: async ({ current, oldProperties, properties }) => {
      const id = current.physicalId;
      const changed = [...OPTIONS, ...DEFAULT_TABLES].filter((name) => oldProperties[name] !== properties[name]);
      if (changed.length > 0 || oldProperties.Description !== properties.Description) {
        const Options = given(properties, changed) as ModifyTransitGatewayOptions;
        call(ec2, 'ModifyTransitGateway', { TransitGatewayId: id, Description: optionalText(properties, 'Description'), Options });
        await available(id);
      }
      updateTags(ec2, id, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteTransitGateway', { TransitGatewayId: physicalId }));
      await gone(ec2, `transit gateway ${physicalId} to be deleted`, physicalId, () => described(physicalId).some(({ State }) => State !== 'deleted'));
    },
  };
}

export function transitGatewayRouteTable(ec2: Ec2): ResourceType {
  const states = (id: string) => callAll(ec2, 'DescribeTransitGatewayRouteTables', { TransitGatewayRouteTableIds: [id] },
    (page) => page.TransitGatewayRouteTables).map(({ State }) => State as string);
  return {
    properties: { TransitGatewayId: 'create-only', Tags: 'mutable' },
    required: ['TransitGatewayId'],
    attributes: ['TransitGatewayRouteTableId'],
    create: async ({ properties }) => {
      const { TransitGatewayRouteTable: made } = call(ec2, 'CreateTransitGatewayRouteTable', {
        TransitGatewayId: text(properties, 'TransitGatewayId'), TagSpecifications: tagSpecifications(properties, 'transit-gateway-route-table'),
      });
      const id = made?.TransitGatewayRouteTableId ?? '';
      await stabilized(ec2, `transit gateway route table ${id} to become available`, id, () => states(id).includes('available'));
      return { physicalId: id, attributes: { TransitGatewayRouteTableId: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteTransitGatewayRouteTable', { TransitGatewayRouteTableId: physicalId }));
      await gone(ec2, `transit gateway route table ${physicalId} to be deleted`, physicalId, () => states(physicalId).some((state) => state !== 'deleted'));
    },
  };
}

/** Its subnets change in place. */
export function transitGatewayAttachment(ec2: Ec2): ResourceType {
  return vpcAttachment(ec2, { SubnetIds: 'mutable' }, (before, after) => {
    const [old, wanted] = [texts(before, 'SubnetIds'), texts(after, 'SubnetIds')];
    return { add: wanted.filter((id) => !old.includes(id)), remove: old.filter((id) => !wanted.includes(id)) };
  });
}

/** Its subnets change in place by two properties that say which. */
export function transitGatewayVpcAttachment(ec2: Ec2): ResourceType {
  const named = (before: Properties, after: Properties, name: string) =>
    texts(after, name).filter((id) => !texts(before, name).includes(id));
  return vpcAttachment(ec2, { SubnetIds: 'create-only', AddSubnetIds: 'mutable', RemoveSubnetIds: 'mutable' }, (before, after) => ({
    add: named(before, after, 'AddSubnetIds'), remove: named(before, after, 'RemoveSubnetIds'),
  }));
}

type SubnetChange = (before: Properties, after: Properties) => { readonly add: string[]; readonly remove: string[] };

function vpcAttachment(ec2: Ec2, subnets: Readonly<Record<string, Mutability>>, changeOf: SubnetChange): ResourceType {
  const states = (id: string) => callAll(ec2, 'DescribeTransitGatewayVpcAttachments', { TransitGatewayAttachmentIds: [id] },
    (page) => page.TransitGatewayVpcAttachments).map(({ State }) => State as string);
  const available = async (id: string) => stabilized(ec2, `attachment ${id} to become available`, id, () => states(id).includes('available'));
  return {
    properties: { TransitGatewayId: 'create-only', VpcId: 'create-only', Options: 'mutable', Tags: 'mutable', ...subnets },
    required: ['TransitGatewayId', 'VpcId', 'SubnetIds'],
    attributes: ['Id'],
    create: async ({ properties }) => {
      const { TransitGatewayVpcAttachment: made } = call(ec2, 'CreateTransitGatewayVpcAttachment', {
        TransitGatewayId: text(properties, 'TransitGatewayId'),
        VpcId: text(properties, 'VpcId'),
        SubnetIds: [...texts(properties, 'SubnetIds')],
        Options: object(properties, 'Options'),
        TagSpecifications: tagSpecifications(properties, 'transit-gateway-attachment'),
      });
      const id = made?.TransitGatewayAttachmentId ?? '';
      await available(id);
      return { physicalId: id, attributes: { Id: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      const id = current.physicalId;
      const { add, remove } = changeOf(oldProperties, properties);
      call(ec2, 'ModifyTransitGatewayVpcAttachment', {
        TransitGatewayAttachmentId: id, Options: object(properties, 'Options'),
        ...add.length === 0 ? {} : { AddSubnetIds: add }, ...remove.length === 0 ? {} : { RemoveSubnetIds: remove },
      });
      await available(id);
      updateTags(ec2, id, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteTransitGatewayVpcAttachment', { TransitGatewayAttachmentId: physicalId }));
      await gone(ec2, `attachment ${physicalId} to be deleted`, physicalId, () => states(physicalId).some((state) => state !== 'deleted'));
    },
  };
}

function given(properties: Properties, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => {
    const value = optionalText(properties, name);
    return value === undefined ? [] : [[name, value]];
  }));
}
