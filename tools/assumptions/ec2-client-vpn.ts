/** What is assumed of Client VPN endpoints, for each switch of the embedded EC2 that is about them. */
import { api, Entry } from './assumption';

const ENDPOINT_REQUEST = 'aws ec2 create-client-vpn-endpoint --client-cidr-block 10.99.0.0/22 --server-certificate-arn $CERTIFICATE'
  + ' --authentication-options Type=certificate-authentication,MutualAuthentication={ClientRootCertificateChainArn=$CERTIFICATE}'
  + ' --connection-log-options \'{"Enabled":false}\' --query ClientVpnEndpointId';

export const CLIENT_VPN_ENTRIES = {
  clientVpnDisconnectOnSessionTimeout: {
    assumed: 'An endpoint that was made without a word about it ends a session at its time-out.',
    confidence: 'seen',
    sources: [`The API's announcement of January 2025 says false, its reference says true. ${api('CreateClientVpnEndpoint')}`],
    commands: [
      ENDPOINT_REQUEST,
      "aws ec2 describe-client-vpn-endpoints --client-vpn-endpoint-ids $ENDPOINT --query 'ClientVpnEndpoints[0].DisconnectOnSessionTimeout'",
    ],
    reading: 'What the second prints is the answer.',
  },
  clientVpnRouteWithoutAssociation: {
    assumed: 'A route of an endpoint without an associated network is refused with InvalidClientVpnActiveAssociationNotFound.',
    confidence: 'seen',
    sources: [`A constant of https://github.com/hashicorp/terraform-provider-aws. ${api('CreateClientVpnRoute')}`],
    commands: [
      'aws ec2 create-client-vpn-route --client-vpn-endpoint-id $ENDPOINT --destination-cidr-block 10.98.0.0/16 --target-vpc-subnet-id $SUBNET',
    ],
    reading: 'The endpoint has no association. The error code is the answer; without one it is `accepted`.',
  },
  clientVpnDeleteWhileAssociated: {
    assumed: 'An endpoint with an associated network is not deleted: DependencyViolation.',
    confidence: 'inferred',
    sources: [`"You must disassociate all target networks"; no code is named. ${api('DeleteClientVpnEndpoint')}`],
    commands: ['aws ec2 delete-client-vpn-endpoint --client-vpn-endpoint-id $ENDPOINT'],
    reading: 'The endpoint has an association. The error code is the answer.',
  },
} as const satisfies Record<string, Entry>;
