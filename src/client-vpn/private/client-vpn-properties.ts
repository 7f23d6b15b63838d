/** Properties of AWS::EC2::ClientVpnEndpoint as both constructs state them. */
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ClientVpnEndpointOptions } from '../client-vpn-endpoint-options';

/** What aws-cdk-lib's construct lacks. Where the oldest supported L1 lacks it too, the template gets it by its own name. */
export function stateWhatTheL2Lacks(resource: ec2.CfnClientVpnEndpoint, options: ClientVpnEndpointOptions): void {
  const { authorizationPolicy: policy, deviceTrustProviders: providers, logAuthorizationPolicyContext: logsContext, tags } = options;
  resource.disconnectOnSessionTimeout = options.disconnectOnSessionTimeout ?? true;
  resource.endpointIpAddressType = options.endpointIpAddressType;
  resource.trafficIpAddressType = options.trafficIpAddressType;
  if (tags !== undefined) {
    resource.tagSpecifications = [{
      resourceType: 'client-vpn-endpoint', tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    }];
  }
  if (policy !== undefined) {
    resource.addPropertyOverride('AuthorizationPolicy', {
      PolicyDocument: policy.policyDocument, ShadowMode: policy.shadowMode, Description: policy.description,
    });
  }
  if (providers !== undefined) {
    resource.addPropertyOverride('DevicePostureOptions', {
      Enabled: true,
      TrustProviders: providers.map(({ trustProviderType, tenantId, publicSigningKeyUrl }) => ({
        TrustProviderType: trustProviderType, TenantId: tenantId, PublicSigningKeyUrl: publicSigningKeyUrl,
      })),
    });
  }
  if (logsContext !== undefined) resource.addPropertyOverride('ConnectionLogOptions.IncludeAuthorizationPolicyContext', logsContext);
}

export function loginBannerOf(
  { clientLoginBanner: bannerText }: ClientVpnEndpointOptions,
): ec2.CfnClientVpnEndpoint.ClientLoginBannerOptionsProperty | undefined {
  return bannerText === undefined || bannerText === '' ? undefined : { enabled: true, bannerText };
}

type AuthenticationRequest = ec2.CfnClientVpnEndpoint.ClientAuthenticationRequestProperty;

export function authenticationOf(
  { clientCertificateArn, userBasedAuthentication }: ClientVpnEndpointOptions,
): AuthenticationRequest[] {
  return [
    ...clientCertificateArn === undefined ? [] : [{
      type: 'certificate-authentication', mutualAuthentication: { clientRootCertificateChainArn: clientCertificateArn },
    }],
    // aws-cdk-lib declares that it renders anything; it is the L1's property.
    ...userBasedAuthentication === undefined ? [] : [userBasedAuthentication.render() as AuthenticationRequest],
  ];
}
