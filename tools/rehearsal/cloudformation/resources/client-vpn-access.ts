/**
 * Where a Client VPN endpoint stands and what its users reach: associations, authorization rules and routes. None of the three has an
 * update: any change is a replacement [cloudformation-and-cdk section 1.3].
 */
import { optionalBoolean, optionalText, text } from '../properties';
import { ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';

export function clientVpnTargetNetworkAssociation(ec2: Ec2): ResourceType {
  const states = (endpoint: string, association: string) => callAll(ec2, 'DescribeClientVpnTargetNetworks',
    { ClientVpnEndpointId: endpoint, AssociationIds: [association] }, (page) => page.ClientVpnTargetNetworks)
    .map(({ Status }) => Status?.Code as string);
  return {
    properties: { ClientVpnEndpointId: 'create-only', SubnetId: 'create-only', AvailabilityZone: 'create-only', AvailabilityZoneId: 'create-only' },
    required: ['ClientVpnEndpointId'],
    attributes: ['Id'],
    create: async ({ properties }) => {
      const endpoint = endpointOf(properties);
      const { AssociationId: id = '' } = call(ec2, 'AssociateClientVpnTargetNetwork', {
        ClientVpnEndpointId: endpoint,
        SubnetId: optionalText(properties, 'SubnetId'),
        AvailabilityZone: optionalText(properties, 'AvailabilityZone'),
        AvailabilityZoneId: optionalText(properties, 'AvailabilityZoneId'),
      });
      await stabilized(ec2, `association ${id}`, id, () => states(endpoint, id).includes('associated'));
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: async ({ physicalId, properties }) => {
      const endpoint = endpointOf(properties);
      deleteIfThere(() => call(ec2, 'DisassociateClientVpnTargetNetwork', { ClientVpnEndpointId: endpoint, AssociationId: physicalId }));
      await gone(ec2, `association ${physicalId} to end`, physicalId, () => states(endpoint, physicalId).length > 0);
    },
  };
}

export function clientVpnAuthorizationRule(ec2: Ec2): ResourceType {
  const states = (properties: Properties) => {
    const { endpoint, destination, groupId = '' } = ruleOf(properties);
    return callAll(ec2, 'DescribeClientVpnAuthorizationRules', { ClientVpnEndpointId: endpoint }, (page) => page.AuthorizationRules)
      .filter((rule) => rule.DestinationCidr === destination && rule.GroupId === groupId).map(({ Status }) => Status?.Code as string);
  };
  return {
    properties: {
      ClientVpnEndpointId: 'create-only', Description: 'create-only', AccessGroupId: 'create-only', TargetNetworkCidr: 'create-only',
      AuthorizeAllGroups: 'create-only',
    },
    required: ['ClientVpnEndpointId', 'TargetNetworkCidr'],
    attributes: ['Id'],
    create: async ({ properties, generatedName }) => {
      const { endpoint, destination, groupId } = ruleOf(properties);
      const id = generatedName();
      call(ec2, 'AuthorizeClientVpnIngress', {
        ClientVpnEndpointId: endpoint, TargetNetworkCidr: destination, AccessGroupId: groupId, Description: optionalText(properties, 'Description'),
        AuthorizeAllGroups: optionalBoolean(properties, 'AuthorizeAllGroups'),
      });
      await stabilized(ec2, `authorization rule ${id}`, id, () => states(properties).includes('active'));
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: async ({ physicalId, properties }) => {
      const { endpoint, destination, groupId } = ruleOf(properties);
      deleteIfThere(() => call(ec2, 'RevokeClientVpnIngress', {
        ClientVpnEndpointId: endpoint, TargetNetworkCidr: destination, AccessGroupId: groupId, RevokeAllGroups: groupId === undefined,
      }));
      await gone(ec2, `authorization rule ${physicalId} to be revoked`, physicalId, () => states(properties).length > 0);
    },
  };
}

export function clientVpnRoute(ec2: Ec2): ResourceType {
  const states = (properties: Properties) => {
    const { ClientVpnEndpointId, DestinationCidrBlock, TargetVpcSubnetId } = routeOf(properties);
    return callAll(ec2, 'DescribeClientVpnRoutes', { ClientVpnEndpointId }, (page) => page.Routes)
      .filter((route) => route.Origin === 'add-route' && route.DestinationCidr === DestinationCidrBlock && route.TargetSubnet === TargetVpcSubnetId)
      .map(({ Status }) => Status?.Code as string);
  };
  return {
    properties: {
      ClientVpnEndpointId: 'create-only', TargetVpcSubnetId: 'create-only', Description: 'create-only', DestinationCidrBlock: 'create-only',
    },
    required: ['ClientVpnEndpointId', 'DestinationCidrBlock'],
    attributes: ['Id'],
    create: async ({ properties, generatedName }) => {
      const id = generatedName();
      call(ec2, 'CreateClientVpnRoute', { ...routeOf(properties), Description: optionalText(properties, 'Description') });
      await stabilized(ec2, `route ${id}`, id, () => states(properties).includes('active'));
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: async ({ physicalId, properties }) => {
      deleteIfThere(() => call(ec2, 'DeleteClientVpnRoute', routeOf(properties)));
      await gone(ec2, `route ${physicalId} to be deleted`, physicalId, () => states(properties).length > 0);
    },
  };
}

function endpointOf(properties: Properties): string {
  return text(properties, 'ClientVpnEndpointId');
}

function ruleOf(properties: Properties): { readonly endpoint: string; readonly destination: string; readonly groupId?: string } {
  return { endpoint: endpointOf(properties), destination: text(properties, 'TargetNetworkCidr'), groupId: optionalText(properties, 'AccessGroupId') };
}

function routeOf(properties: Properties) {
  return {
    ClientVpnEndpointId: endpointOf(properties),
    DestinationCidrBlock: text(properties, 'DestinationCidrBlock'),
    TargetVpcSubnetId: optionalText(properties, 'TargetVpcSubnetId'),
  };
}
