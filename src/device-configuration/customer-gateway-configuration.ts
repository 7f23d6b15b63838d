/** The configuration of a connection's on-premises device, in a secret. */
import { Annotations, CustomResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ConfigurationFormat } from './configuration-format';
import { toConfigurationProperties } from '../contract/device-configuration/declaration';
import { requireId, requireSecretName } from '../private/checks';
import { grantDecrypt } from './private/configuration-policy';
import { ConfigurationProvider } from './private/configuration-provider';
import { propertiesOfConnection } from './private/configuration-triggers';
import { SiteToSiteVpn } from '../connection/site-to-site-vpn';
import { PreSharedKeyStorage } from '../connection/site-to-site-vpn-options';
import { ANSWER_TIMEOUT } from '../custom-resources/private/custom-resource-function';
import { VpnTargetMigration } from '../migration/vpn-target-migration';
import { namedInErrors } from '../private/named-in-errors';

/**
 * Properties of a {@link CustomerGatewayConfiguration}.
 */
export interface CustomerGatewayConfigurationProps {
  /** The connection: one that is made in this app, or `SiteToSiteVpn.fromVpnConnectionId(…)`. */
  readonly vpnConnection: ec2.IVpnConnection;

  /** The form of the configuration. */
  readonly format: ConfigurationFormat;

  /**
   * The name of the secret.
   *
   * @default - CloudFormation makes one
   */
  readonly secretName?: string;

  /**
   * What the secret is, for people.
   *
   * @default - the description names the construct's path
   */
  readonly description?: string;

  /**
   * The key that encrypts the secret. `grantRead` grants to decrypt with it too.
   *
   * @default - Secrets Manager's own key of the account, `aws/secretsmanager`
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * What happens to the secret when it is taken out of the stack or the stack is deleted.
   *
   * @default RemovalPolicy.DESTROY - the configuration can be read again for as long as there is the connection, and a copy of its
   * pre-shared keys that nobody needs is better gone
   */
  readonly removalPolicy?: RemovalPolicy;

  /**
   * A note that is not looked at, such as a date, or the `operationId` of a move in another stack. Changing it reads the configuration
   * again, which is needed when a connection was changed that no template of this app makes, or when a move was undone.
   *
   * @default - the configuration is read again when something of it changes in this stack
   */
  readonly refresh?: string;
}

/**
 * The configuration of the device at the other end of a connection, kept in a secret of Secrets Manager: addresses, AS numbers, and the
 * pre-shared keys. It is in no template, output, log or event; whoever may read the secret reads it with GetSecretValue.
 *
 * It is read from EC2 when the connection is available, and again when the connection, its target, its customer gateway or its tunnels
 * change in the template, and after each {@link VpnTargetMigration} of it in this stack. The text before it stays in the secret as
 * `AWSPREVIOUS`.
 *
 * A connection that AWS keeps the keys for (`PreSharedKeyStorage.SECRETS_MANAGER`) has a configuration without them.
 *
 * What a rollback undoes after this construct was rolled back is not read again, nor is a move that is undone when its construct is
 * removed: change `refresh` then.
 *
 * @see https://docs.aws.amazon.com/vpn/latest/s2svpn/your-cgw.html
 */
@namedInErrors
export class CustomerGatewayConfiguration extends Construct {
  /** Holds the configuration as it is: the text of a sample, or XML. */
  public readonly secret: secretsmanager.ISecret;

  /**
   * @throws an error when the id of the connection or the name of the secret is malformed
   */
  constructor(scope: Construct, id: string, props: CustomerGatewayConfigurationProps) {
    super(scope, id);
    const { vpnConnection, format: { _format: format }, refresh } = props;
    const vpnConnectionId = vpnConnection.vpnId;
    requireId('vpnConnection', vpnConnectionId, 'vpn', 'VPN connection');
    requireSecretName('secretName', props.secretName);
    if (vpnConnection instanceof SiteToSiteVpn) this.warnOfHiddenKeys(vpnConnection);

    this.secret = this.makeSecret(props);
    const { secretArn } = this.secret;
    const provider = ConfigurationProvider.of(this);
    const permitted = { vpnConnectionId, secretArn, format, encryptionKey: props.encryptionKey };
    const isInsideConnection = this.node.scopes.some((each) => each instanceof SiteToSiteVpn);
    const rights = isInsideConnection ? provider.permitApart(this, permitted) : provider.permit(permitted);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: provider.serviceToken,
      serviceTimeout: ANSWER_TIMEOUT,
      resourceType: 'Custom::CustomerGatewayConfiguration',
      properties: {
        ...toConfigurationProperties({ vpnConnectionId, secretArn, format }),
        ...propertiesOfConnection(vpnConnection, () =>
          VpnTargetMigration._ofConnection(this, vpnConnectionId).map((move) => move.operationId)),
        ...refresh === undefined ? {} : { Refresh: refresh },
      },
    });
    resource.node.addDependency(rights);
    this.node.addValidation({ validate: () => this.faultsOfPlace(vpnConnection) });
  }

  /** Lets somebody read the configuration: the value of the secret, and with an `encryptionKey` the use of that to decrypt it. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    const granted = this.secret.grantRead(grantee);
    const { encryptionKey, secretArn } = this.secret;
    return encryptionKey === undefined ? granted : granted.combine(grantDecrypt(Stack.of(this), secretArn, encryptionKey, grantee));
  }

  private makeSecret(props: CustomerGatewayConfigurationProps): secretsmanager.Secret {
    const secret = new secretsmanager.Secret(this, 'Secret', {
      secretName: props.secretName,
      description: props.description ?? `Configuration of the customer gateway device of a VPN connection, made at ${this.node.path}`,
      encryptionKey: props.encryptionKey,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    });
    // Empty until the function has written into it: whoever reads too early is told so, instead of being given a generated password.
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    (secret.node.defaultChild as secretsmanager.CfnSecret).generateSecretString = undefined;
    return secret;
  }

  private warnOfHiddenKeys(vpnConnection: SiteToSiteVpn): void {
    if ((vpnConnection.node.defaultChild as ec2.CfnVPNConnection).preSharedKeyStorage !== PreSharedKeyStorage.SECRETS_MANAGER) return;
    Annotations.of(this).addWarningV2('cdk-site-to-site-vpn:configurationWithoutKeys',
      `AWS keeps the pre-shared keys of ${vpnConnection.node.path} in a secret of its own and shows them nowhere else, so the configuration has none;`
      + ' read them there, or keep them with the connection (`PreSharedKeyStorage.STANDARD`)');
  }

  /** A move waits for everything inside its connection, and this waits for the move. */
  private faultsOfPlace(vpnConnection: ec2.IVpnConnection): string[] {
    const inside = this.node.scopes.includes(vpnConnection);
    if (!inside || VpnTargetMigration._ofConnection(this, vpnConnection.vpnId).length === 0) return [];
    return [`\`scope\` of ${this.node.path} must not be its connection, which a move in this stack takes with all that is inside;`
      + ' make the configuration beside the connection'];
  }
}
