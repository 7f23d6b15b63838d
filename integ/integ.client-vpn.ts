/**
 * An endpoint for remote users in a VPC, and one on a transit gateway, each with a network that its users reach.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.client-vpn.ts`) before you rely on the assertion at its end; import a
 * server's and a client's certificate into AWS Certificate Manager first, and put their ARNs below.
 */
import { ExpectedResult, IntegTest, Match } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { isolatedVpc, OFFICES } from './surroundings';
import { ClientVpnAuthorizationPolicy, ClientVpnEndpoint, ClientVpnIpAddressType, TransitGatewayClientVpnEndpoint } from '../src';

const CERTIFICATES = {
  serverCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/01234567-89ab-cdef-0123-456789abcdef',
  clientCertificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/11234567-89ab-cdef-0123-456789abcdef',
};

class ClientVpn extends Stack {
  public readonly staff: ClientVpnEndpoint;
  public readonly guests: TransitGatewayClientVpnEndpoint;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = isolatedVpc(this);
    this.staff = new ClientVpnEndpoint(this, 'Staff', {
      ...CERTIFICATES,
      vpc,
      cidr: '10.200.0.0/22',
      splitTunnel: true,
      disconnectOnSessionTimeout: false,
      sessionTimeout: ec2.ClientVpnSessionTimeout.TEN_HOURS,
      authorizationPolicy: ClientVpnAuthorizationPolicy.shadow('permit(principal, action, resource);'),
      clientLoginBanner: 'For staff only.',
    });

    // Client VPN takes transit gateways that have a block of their own.
    const gateway = new ec2.CfnTransitGateway(this, 'TransitGateway', { transitGatewayCidrBlocks: ['10.210.0.0/24'] });
    this.guests = new TransitGatewayClientVpnEndpoint(this, 'Guests', {
      ...CERTIFICATES,
      transitGatewayId: gateway.ref,
      availabilityZones: this.availabilityZones.slice(0, 2),
      cidr: '10.204.0.0/22',
      endpointIpAddressType: ClientVpnIpAddressType.DUAL_STACK,
      splitTunnel: true,
    });
    for (const [index, cidr] of OFFICES.entries()) {
      this.guests.addRoute(`Office${index}`, { cidr });
      this.guests.addAuthorizationRule(`ToOffice${index}`, { cidr });
    }
  }
}

const app = new App();
const stack = new ClientVpn(app, 'ClientVpn');
const integ = new IntegTest(app, 'ClientVpnTest', { testCases: [stack] });

for (const [endpointId, disconnects] of [[stack.staff.endpointId, false], [stack.guests.endpointId, true]] as const) {
  integ.assertions.awsApiCall('EC2', 'describeClientVpnEndpoints', { ClientVpnEndpointIds: [endpointId] }).expect(ExpectedResult.objectLike({
    ClientVpnEndpoints: [Match.objectLike({ Status: { Code: 'available' }, DisconnectOnSessionTimeout: disconnects })],
  })).waitForAssertions({ interval: Duration.seconds(15), totalTimeout: Duration.minutes(20) });
}
