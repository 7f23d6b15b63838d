/**
 * The properties of AWS::EC2::VPNConnection that its schema calls create-only: a template that changes one of them makes
 * CloudFormation delete the connection, its outside addresses with it, and make another (`replacementStrategy` is
 * delete_then_create) [cloudformation-and-cdk sections 1.2 and 1.3]. A test compares the list with the schema in the newest aws-cdk-lib.
 */
export const CREATE_ONLY_PROPERTIES: readonly string[] = [
  'EnableAcceleration',
  'LocalIpv4NetworkCidr',
  'LocalIpv6NetworkCidr',
  'OutsideIpAddressType',
  'PreSharedKeyStorage',
  'RemoteIpv4NetworkCidr',
  'RemoteIpv6NetworkCidr',
  'StaticRoutesOnly',
  'TransportTransitGatewayAttachmentId',
  'TunnelInsideIpVersion',
  'Type',
  'VpnConcentratorId',
];
