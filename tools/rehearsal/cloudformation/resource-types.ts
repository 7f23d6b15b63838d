/** Every resource type the driver knows. What is not here is an error, never a skip. */
import { CustomResources, isCustomResource } from './custom-resources';
import { ResourceType, ResourceTypes, Services } from './resource-type';
import { alarm, compositeAlarm } from './resources/alarm';
import { clientVpnAuthorizationRule, clientVpnRoute, clientVpnTargetNetworkAssociation } from './resources/client-vpn-access';
import { clientVpnEndpoint } from './resources/client-vpn-endpoint';
import { customerGateway } from './resources/customer-gateway';
import { managedPolicy, policy, role } from './resources/iam';
import { kmsAlias, kmsKey } from './resources/kms-key';
import { FunctionEndpoints, lambdaFunction } from './resources/lambda-function';
import { route } from './resources/route';
import { secret } from './resources/secret';
import { securityGroup } from './resources/security-group';
import { stateMachine } from './resources/state-machine';
import { dynamoDbTable, logGroup } from './resources/storage';
import { transitGatewayRoute, transitGatewayRouteTableAssociation, transitGatewayRouteTablePropagation } from './resources/transit-gateway';
import { transitGateway, transitGatewayAttachment, transitGatewayRouteTable, transitGatewayVpcAttachment } from './resources/transit-gateway-lifecycle';
import { internetGateway, routeTable, subnet, subnetRouteTableAssociation, vpc } from './resources/vpc';
import { vpnConnection } from './resources/vpn-connection';
import { vpnConnectionRoute } from './resources/vpn-connection-route';
import { vpcGatewayAttachment, vpnGateway, vpnGatewayRoutePropagation } from './resources/vpn-gateway';
import { ValidationError } from './template';
import { VPN_CONNECTION_TYPE } from './vpn-connection-schema';

export function resourceTypes(services: Services, endpoints: FunctionEndpoints, customResources: CustomResources): ResourceTypes {
  return {
    'AWS::CDK::Metadata': cdkMetadata(),
    'AWS::CloudFormation::CustomResource': customResources,
    'AWS::CloudWatch::Alarm': alarm(services),
    'AWS::CloudWatch::CompositeAlarm': compositeAlarm(services),
    'AWS::DynamoDB::Table': dynamoDbTable(services),
    'AWS::EC2::ClientVpnAuthorizationRule': clientVpnAuthorizationRule(services),
    'AWS::EC2::ClientVpnEndpoint': clientVpnEndpoint(services),
    'AWS::EC2::ClientVpnRoute': clientVpnRoute(services),
    'AWS::EC2::ClientVpnTargetNetworkAssociation': clientVpnTargetNetworkAssociation(services),
    'AWS::EC2::CustomerGateway': customerGateway(services),
    'AWS::EC2::InternetGateway': internetGateway(services),
    'AWS::EC2::Route': route(services),
    'AWS::EC2::RouteTable': routeTable(services),
    'AWS::EC2::SecurityGroup': securityGroup(services),
    'AWS::EC2::Subnet': subnet(services),
    'AWS::EC2::SubnetRouteTableAssociation': subnetRouteTableAssociation(services),
    'AWS::EC2::TransitGateway': transitGateway(services),
    'AWS::EC2::TransitGatewayAttachment': transitGatewayAttachment(services),
    'AWS::EC2::TransitGatewayRoute': transitGatewayRoute(services),
    'AWS::EC2::TransitGatewayRouteTable': transitGatewayRouteTable(services),
    'AWS::EC2::TransitGatewayRouteTableAssociation': transitGatewayRouteTableAssociation(services),
    'AWS::EC2::TransitGatewayRouteTablePropagation': transitGatewayRouteTablePropagation(services),
    'AWS::EC2::TransitGatewayVpcAttachment': transitGatewayVpcAttachment(services),
    'AWS::EC2::VPC': vpc(services),
    'AWS::EC2::VPCGatewayAttachment': vpcGatewayAttachment(services),
    [VPN_CONNECTION_TYPE]: vpnConnection(services, services.unknowns),
    'AWS::EC2::VPNConnectionRoute': vpnConnectionRoute(services, services.unknowns),
    'AWS::EC2::VPNGateway': vpnGateway(services),
    'AWS::EC2::VPNGatewayRoutePropagation': vpnGatewayRoutePropagation(services),
    'AWS::IAM::ManagedPolicy': managedPolicy(services),
    'AWS::IAM::Policy': policy(services),
    'AWS::IAM::Role': role(services),
    'AWS::KMS::Alias': kmsAlias(),
    'AWS::KMS::Key': kmsKey(services),
    'AWS::Lambda::Function': lambdaFunction(services, endpoints),
    'AWS::Logs::LogGroup': logGroup(services),
    'AWS::SecretsManager::Secret': secret(services),
    'AWS::StepFunctions::StateMachine': stateMachine(services),
  };
}

/** @throws {ValidationError} when nobody here can make such a resource. */
export function typeNamed(types: ResourceTypes, name: string): ResourceType {
  const known = isCustomResource(name) ? 'AWS::CloudFormation::CustomResource' : name;
  if (Object.hasOwn(types, known)) return types[known];
  throw new ValidationError(`Template format error: Unrecognized resource types: [${name}]`);
}

/** Tells AWS which constructs are used; it has no effect in an account. */
function cdkMetadata(): ResourceType {
  return {
    properties: { Analytics: 'mutable' },
    create: async ({ generatedName }) => ({ physicalId: generatedName(), attributes: {} }),
    update: async ({ current }) => current,
    delete: async () => undefined,
  };
}
