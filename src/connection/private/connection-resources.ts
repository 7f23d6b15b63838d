/**
 * What CloudFormation has no attribute and no resource for around the connections of a stack: the function behind it with its rights, the
 * attachment of a connection on a transit gateway, and the addresses of its tunnels.
 */
import { CustomResource, Lazy, Stack, Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { tunnelSpecificationsOf } from './tunnels';
import { charactersOf, ContentNamedPolicy, ec2Arn, ec2Reading, INLINE_CHARACTERS_MAX } from '../../custom-resources/private/growing-policy';
import { ANSWER_TIMEOUT, CustomResourceFunction } from '../../custom-resources/private/prebuilt-function';
import { once } from '../../private/construct-ids';
import { Place } from '../../private/place';
import { ITunnel } from '../tunnel-options';

export interface ConnectionResourceProps {
  readonly resourceType: string;
  readonly properties: Record<string, unknown>;
  /** What has to be there before, and goes after. */
  readonly dependencies?: readonly IDependable[];
}

/** One per stack. By itself its role may write logs; everything that is asked of it brings what it needs. */
export class ConnectionResources extends CustomResourceFunction {
  public static of(scope: Construct): ConnectionResources {
    return once(Stack.of(scope), 'VpnConnectionResources', (stack, id) => new ConnectionResources(stack, id));
  }

  private readonly permitted = new Set<string>();
  /** In order. It grows in its statement, and is no token, which a report on roles that others make could not resolve. */
  private readonly tagKeys: string[] = [];
  private readonly referring: iam.PolicyStatement;
  private taggingPolicy?: ContentNamedPolicy;
  private referringPolicy?: ContentNamedPolicy;

  private constructor(scope: Construct, id: string) {
    super(scope, id, 'vpn-connection-resources',
      'Looks up attachment and tunnels of VPN connections, and makes tags and prefix list references of their attachments');
    this.referring = new iam.PolicyStatement({
      actions: ['Create', 'Delete', 'Modify'].map((verb) => `ec2:${verb}TransitGatewayPrefixListReference`),
      // Any attachment, always together with one of the tables: were they named, one connection would wait for all others.
      resources: [ec2Arn(Stack.of(this), 'transit-gateway-attachment', '*')],
    });
  }

  public make(scope: Construct, id: string, { resourceType, properties, dependencies = [] }: ConnectionResourceProps): CustomResource {
    const made = new CustomResource(scope, id, {
      serviceToken: this.serviceToken, serviceTimeout: ANSWER_TIMEOUT, resourceType, properties,
    });
    if (dependencies.length > 0) made.node.addDependency(...dependencies);
    return made;
  }

  public permitAttachments(): void {
    this.permitReading(['ec2:DescribeTransitGatewayAttachments']);
  }

  /** Who may describe a connection may read its pre-shared keys; so only where somebody asks for the tunnels. */
  public permitTunnels(): void {
    this.permitReading(['ec2:DescribeTransitGateways', 'ec2:DescribeVpnConnections', 'ec2:DescribeVpnGateways']);
  }

  /** Tags of this key may be set and removed. */
  public permitTag(key: string): IDependable {
    if (!this.tagKeys.includes(key)) this.tagKeys.push(key);
    this.tagKeys.sort();
    this.taggingPolicy ??= new ContentNamedPolicy(this, 'Tagging', {
      role: this.role,
      statements: [new iam.PolicyStatement({
        actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
        // Any attachment: after a change of gateway in place the old one's tags are removed, and its id is no longer known here.
        resources: [ec2Arn(Stack.of(this), 'transit-gateway-attachment', '*')],
        // Without tags in the request DeleteTags would remove them all, and every value of none is among those allowed.
        conditions: {
          'ForAllValues:StringEquals': { 'aws:TagKeys': this.tagKeys },
          'Null': { 'aws:TagKeys': 'false' },
        },
      })],
    });
    this.taggingPolicy.rename();
    return this.taggingPolicy;
  }

  /** References of this table to this list may be made, changed and removed. */
  public permitReference(routeTableId: string, prefixListId: string): IDependable {
    // A list may be another account's, or AWS's; its id is nobody else's.
    const stack = Stack.of(this);
    this.referring.addResources(ec2Arn(stack, 'transit-gateway-route-table', routeTableId), ec2Arn(stack, 'prefix-list', prefixListId, '*'));
    this.referringPolicy ??= new ContentNamedPolicy(this, 'Referring', {
      role: this.role,
      statements: [this.referring, ec2Reading(Stack.of(this), ['ec2:GetTransitGatewayPrefixListReferences'])],
    });
    this.referringPolicy.rename();
    return this.referringPolicy;
  }

  /** A change makes another policy before the former one goes, so there has to be room for both. */
  protected faultsOfSize(): string[] {
    const stack = Stack.of(this);
    const [fixed, tags, references] = [this.role.rights, this.taggingPolicy?.document, this.referringPolicy?.document].map((each) =>
      (each === undefined ? 0 : charactersOf(stack, each)));
    const characters = fixed + 2 * (tags + references);
    if (characters <= INLINE_CHARACTERS_MAX) return [];
    return [`\`attachmentTags\` and \`prefixListReferences\` of stack ${stack.stackName} must fit into the policies of one role, which may have`
      + ` ${INLINE_CHARACTERS_MAX} characters, twice while they change; got ${characters}, of which the keys of the tags take ${2 * tags} and the tables`
      + ` and lists of the references ${2 * references}; use fewer different ones, or put some of the connections into another stack`];
  }

  private permitReading(actions: string[]): void {
    if (this.permitted.has(actions[0])) return;
    this.permitted.add(actions[0]);
    if (this.permitted.size === 1) this.role.permit(this.readStackStatement());
    this.role.permit(ec2Reading(Stack.of(this), actions));
  }

  /** What a look-up does not find fails a deployment, and must not fail its rollback, too. */
  private readStackStatement(): iam.PolicyStatement {
    return new iam.PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [Stack.of(this).stackId] });
  }
}

export interface AttachmentQuestion {
  readonly vpnConnectionId: string;
  readonly transitGatewayId: string;
  /** The table with which the stack itself associates the attachment, if it does. */
  readonly associationRouteTableId?: string;
  /** What the stack makes with the answer: with a change of it CloudFormation looks again. */
  readonly routing: readonly string[];
}

export function transitGatewayAttachmentId(scope: Construct, id: string, question: AttachmentQuestion): string {
  const resources = ConnectionResources.of(scope);
  resources.permitAttachments();
  return resources.make(new Construct(scope, id), 'Resource', {
    resourceType: 'Custom::TransitGatewayVpnAttachment',
    // The gateway is a property too: after a change of gateway in place the connection's id is what it was, and a
    // look-up keyed on that alone would not run again and would go on naming the old attachment.
    properties: {
      VpnConnectionId: question.vpnConnectionId,
      TransitGatewayId: question.transitGatewayId,
      AssociationRouteTableId: question.associationRouteTableId,
      Routing: question.routing,
    },
  }).getAttString('TransitGatewayAttachmentId');
}

export interface ConnectionTunnels {
  readonly tunnels: ITunnel[];
  readonly amazonSideAsn: number;
}

/** @param dependencies what else has to be there before the addresses are final */
export function connectionTunnels(
  scope: Construct, connection: ec2.CfnVPNConnection, place: Place, dependencies: readonly IDependable[],
): ConnectionTunnels {
  const resources = ConnectionResources.of(scope);
  resources.permitTunnels();
  const resource = resources.make(new Construct(scope, 'Tunnels'), 'Resource', {
    resourceType: 'Custom::VpnConnectionTunnels',
    dependencies,
    // Everything whose change in place may change an answer, so that CloudFormation looks again.
    properties: {
      VpnConnectionId: connection.ref,
      CustomerGatewayId: Lazy.any({ produce: () => connection.customerGatewayId }),
      ...gatewayOf(place),
      TunnelInsideCidrs: Lazy.any({ produce: () => insideCidrsOf(connection) }, { omitEmptyArray: true }),
    },
  });
  const tunnels = [1, 2].map((number) => ({
    outsideIpAddress: resource.getAttString(`Tunnel${number}OutsideIpAddress`),
    insideCidr: resource.getAttString(`Tunnel${number}InsideCidr`),
    awsInsideIpAddress: resource.getAttString(`Tunnel${number}AwsInsideIpAddress`),
    deviceInsideIpAddress: resource.getAttString(`Tunnel${number}DeviceInsideIpAddress`),
  }));
  return { tunnels, amazonSideAsn: Token.asNumber(resource.getAtt('AmazonSideAsn')) };
}

function gatewayOf(place: Place): Record<string, string> {
  switch (place.kind) {
    case 'virtual-private-gateway': return { VpnGatewayId: place.end.id };
    case 'transit-gateway': return { TransitGatewayId: place.end.id };
    case 'vpn-concentrator': return { VpnConcentratorId: place.concentrator.vpnConcentratorId, AsnOfTransitGatewayId: place.concentrator.transitGatewayId };
    case 'core-network': return { CoreNetworkId: place.coreNetworkId };
    case 'none': return {};
  }
}

/** Only these: beside them stand the pre-shared keys. */
function insideCidrsOf(connection: ec2.CfnVPNConnection): string[] {
  return tunnelSpecificationsOf(connection)
    .map(({ tunnelInsideCidr, tunnelInsideIpv6Cidr }) => (connection.tunnelInsideIpVersion === 'ipv6' ? tunnelInsideIpv6Cidr : tunnelInsideCidr))
    .filter((cidr) => cidr !== undefined);
}
