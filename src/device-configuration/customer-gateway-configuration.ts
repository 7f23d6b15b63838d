/** The configuration of a connection's on-premises device, in a secret. */
import { Annotations, CustomResource, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ConfigurationFormat } from './configuration-format';
import { tunnelSpecificationsOf } from '../connection/private/tunnels';
import { SiteToSiteVpn } from '../connection/site-to-site-vpn';
import { PreSharedKeyStorage } from '../connection/site-to-site-vpn-options';
import { ConfigurationProvider, grantDecrypt } from './private/configuration-provider';
import { toConfigurationProperties } from '../contract/device-configuration/declaration';
import { ANSWER_TIMEOUT } from '../custom-resources/private/prebuilt-function';
import { VpnTargetMigration } from '../migration/vpn-target-migration';
import { requireId, requireSecretName } from '../private/checks';
import { namedInErrors } from '../private/named-in-errors';
import { Place } from '../private/place';
import { SecretOptions } from '../private/secret-options';
import { sha256 } from '../private/sha256';

/**
 * Properties of a {@link CustomerGatewayConfiguration}.
 */
export interface CustomerGatewayConfigurationProps extends SecretOptions {
  /** The connection: one that is made in this app, or `SiteToSiteVpn.fromVpnConnectionId(…)`. */
  readonly vpnConnection: ec2.IVpnConnection;

  /** The form of the configuration. */
  readonly format: ConfigurationFormat;

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

/**
 * Of a connection that is not made in this app nothing is known but what moves it.
 *
 * @param operationIds of the moves of the connection in this stack, which may be declared after this
 */
export function propertiesOfConnection(vpnConnection: ec2.IVpnConnection, operationIds: () => string[]): Record<string, unknown> {
  const moves = { Moves: Lazy.list({ produce: operationIds }, { omitEmpty: true }) };
  if (!(vpnConnection instanceof SiteToSiteVpn)) return moves;
  const connection = vpnConnection.node.defaultChild as ec2.CfnVPNConnection;
  const isMoved = () => operationIds().length > 0;
  return {
    ...moves,
    ...placeProperties(vpnConnection, vpnConnection._target._place, isMoved),
    // A move may give the connection another one, which the template learns of later.
    CustomerGatewayId: Lazy.string({ produce: () => (isMoved() ? undefined : connection.customerGatewayId as string) }),
    TunnelOptions: Lazy.any({ produce: () => tunnelOptions(connection) }, { omitEmptyArray: true }),
    KeyReferences: Lazy.string({ produce: () => keyReferences(connection) }),
  };
}

/** `GatewayId` is what the connection must have come to, `Target` only where the template has it. */
function placeProperties(vpnConnection: SiteToSiteVpn, place: Place, isMoved: () => boolean): Record<string, unknown> {
  switch (place.kind) {
    case 'virtual-private-gateway':
    case 'transit-gateway':
      return {
        GatewayId: Lazy.string({ produce: () => (isMoved() ? undefined : place.end.id) }),
        Target: Lazy.string({ produce: () => (isMoved() ? place.end.id : undefined) }),
      };
    case 'core-network': return { Target: place.coreNetworkId, CoreNetworkAttachmentId: vpnConnection.coreNetworkAttachmentId };
    case 'vpn-concentrator': return { Target: place.concentrator.vpnConcentratorId };
    case 'none': return {};
  }
}

/** As CloudFormation is given them, less the keys: those would come to the function in clear text. */
function tunnelOptions(connection: ec2.CfnVPNConnection): unknown[] {
  return tunnelSpecificationsOf(connection).map(({ preSharedKey: _preSharedKey, logOptions: _logOptions, ...options }) => options);
}

/**
 * Which secrets the keys are in, as a digest: the references themselves would be replaced by the keys. Of a key that somebody has
 * written into the template nothing is said here.
 */
function keyReferences(connection: ec2.CfnVPNConnection): string | undefined {
  const references = tunnelSpecificationsOf(connection).map(({ preSharedKey }) => {
    const resolved: unknown = Stack.of(connection).resolve(preSharedKey);
    const text = JSON.stringify(resolved) ?? '';
    return typeof resolved === 'string' && !text.includes('{{resolve:') ? '' : text;
  });
  if (references.every((each) => each === '')) return undefined;
  return sha256(JSON.stringify(references), 12);
}
