/** What a Client VPN endpoint asks of a user's device and decides by rules: the two parts that belong together. */

/** How a policy is stated to EC2. */
type ShadowMode = 'enabled' | 'disabled';

/**
 * What there may be said about a {@link ClientVpnAuthorizationPolicy}.
 */
export interface ClientVpnAuthorizationPolicyOptions {
  /**
   * What the policy is for, in a few words.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * The rules, written in Cedar, that a connection has to meet when it is made and as long as it lasts.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/device-posture-policies.html
 */
export class ClientVpnAuthorizationPolicy {
  /**
   * Who does not meet the policy is not let in.
   *
   * @param policyDocument the policy in Cedar, for example `permit(principal, action, resource);`
   * @throws an error when the document is empty
   */
  public static enforced(policyDocument: string, options: ClientVpnAuthorizationPolicyOptions = {}): ClientVpnAuthorizationPolicy {
    return new ClientVpnAuthorizationPolicy(policyDocument, 'disabled', options.description);
  }

  /**
   * What the policy would decide is logged, and nobody is kept out: a trial of it among real users.
   *
   * @param policyDocument the policy in Cedar, for example `permit(principal, action, resource);`
   * @throws an error when the document is empty
   */
  public static shadow(policyDocument: string, options: ClientVpnAuthorizationPolicyOptions = {}): ClientVpnAuthorizationPolicy {
    return new ClientVpnAuthorizationPolicy(policyDocument, 'enabled', options.description);
  }

  /** The policy in Cedar. */
  public readonly policyDocument: string;

  /** Whether it is only tried: `enabled` or `disabled`. */
  public readonly shadowMode: string;

  /** What it is for. */
  public readonly description?: string;

  private constructor(policyDocument: string, shadowMode: ShadowMode, description?: string) {
    if (policyDocument.trim() === '') throw new Error('an authorization policy of a Client VPN endpoint must have a document in Cedar, got an empty text');
    this.policyDocument = policyDocument;
    this.shadowMode = shadowMode;
    this.description = description;
  }
}

/**
 * A service that vouches for the health of a user's device.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/device-posture-concepts.html
 */
export class ClientVpnDeviceTrustProvider {
  /**
   * CrowdStrike.
   *
   * @param tenantId your tenant there
   * @param publicSigningKeyUrl where its key for signing tokens is published
   */
  public static crowdStrike(tenantId: string, publicSigningKeyUrl: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('crowdstrike', tenantId, publicSigningKeyUrl);
  }

  /**
   * Jamf, which has no key to name.
   *
   * @param tenantId your tenant there
   */
  public static jamf(tenantId: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('jamf', tenantId);
  }

  /**
   * JumpCloud.
   *
   * @param tenantId your tenant there
   * @param publicSigningKeyUrl where its key for signing tokens is published
   */
  public static jumpCloud(tenantId: string, publicSigningKeyUrl: string): ClientVpnDeviceTrustProvider {
    return new ClientVpnDeviceTrustProvider('jumpcloud', tenantId, publicSigningKeyUrl);
  }

  private constructor(
    /** The kind of service: `crowdstrike`, `jamf` or `jumpcloud`. */
    public readonly trustProviderType: string,
    /** Your tenant there. */
    public readonly tenantId: string,
    /** Where its key for signing tokens is published; none with Jamf. */
    public readonly publicSigningKeyUrl?: string,
  ) {}
}
