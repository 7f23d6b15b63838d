/** AWS::EC2::CustomerGateway. Everything but its tags is create-only [cloudformation-and-cdk section 1.3, registry]. */
import { optionalNumber, optionalText, text } from '../properties';
import { ResourceType } from '../resource-type';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

export function customerGateway(ec2: Ec2): ResourceType {
  const states = (id: string) => callAll(ec2, 'DescribeCustomerGateways', { CustomerGatewayIds: [id] }, (page) => page.CustomerGateways)
    .map((gateway) => gateway.State);
  return {
    properties: {
      Type: 'create-only', IpAddress: 'create-only', BgpAsn: 'create-only', BgpAsnExtended: 'create-only', DeviceName: 'create-only',
      CertificateArn: 'create-only', Tags: 'mutable',
    },
    required: ['Type', 'IpAddress'],
    attributes: ['CustomerGatewayId'],
    create: async ({ properties }) => {
      const { CustomerGateway: made } = call(ec2, 'CreateCustomerGateway', {
        Type: text(properties, 'Type') as 'ipsec.1',
        IpAddress: text(properties, 'IpAddress'),
        BgpAsn: optionalNumber(properties, 'BgpAsn'),
        BgpAsnExtended: optionalNumber(properties, 'BgpAsnExtended'),
        DeviceName: optionalText(properties, 'DeviceName'),
        CertificateArn: optionalText(properties, 'CertificateArn'),
        TagSpecifications: tagSpecifications(properties, 'customer-gateway'),
      });
      const id = made?.CustomerGatewayId ?? '';
      await stabilized(ec2, `customer gateway ${id} to become available`, id, () => states(id).includes('available'));
      return { physicalId: id, attributes: { CustomerGatewayId: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      deleteIfThere(() => call(ec2, 'DeleteCustomerGateway', { CustomerGatewayId: physicalId }));
      await gone(ec2, `customer gateway ${physicalId} to be deleted`, physicalId, () => states(physicalId).some((state) => state !== 'deleted'));
    },
  };
}
