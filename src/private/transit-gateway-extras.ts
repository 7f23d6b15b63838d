/** What stands on a transit gateway beside the routing of a VPN attachment. */
import { createHash } from 'node:crypto';
import { CustomResource, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { TransitGatewayExtras } from './place';
import { polledFunctions } from './polled-functions';
import { stableKey } from './stable-key';
import { TransitGatewayBlackholeRoute, TransitGatewayPrefixListReference } from '../transit-gateway-routes';

/** @param attachmentId looks the attachment up, so it is called where something needs it only */
export function makeTransitGatewayExtras(scope: Construct, extras: TransitGatewayExtras, attachmentId: () => string): void {
  makeBlackholeRoutes(scope, extras.blackholeRoutes);
  for (const reference of extras.prefixListReferences) makePrefixListReference(scope, reference, attachmentId);
  for (const [key, value] of Object.entries(extras.attachmentTags)) makeAttachmentTag(scope, attachmentId(), key, value);
}

function makeBlackholeRoutes(scope: Construct, routes: readonly TransitGatewayBlackholeRoute[]): void {
  for (const { routeTableId, destinationCidr } of routes) {
    new ec2.CfnTransitGatewayRoute(scope, `Blackhole-${stableKey(scope, routeTableId)}-${stableKey(scope, destinationCidr)}`, {
      transitGatewayRouteTableId: routeTableId,
      destinationCidrBlock: destinationCidr,
      blackhole: true,
    });
  }
}

function makePrefixListReference(scope: Construct, reference: TransitGatewayPrefixListReference, attachmentId: () => string): void {
  const { routeTableId, prefixListId, blackhole = false } = reference;
  const stack = Stack.of(scope);
  const arn = (resource: string, resourceName: string) => stack.formatArn({ service: 'ec2', resource, resourceName });
  // A list may be another account's, or AWS's; its id is nobody else's.
  const tableAndList = [arn('transit-gateway-route-table', routeTableId), stack.formatArn({ service: 'ec2', account: '*', resource: 'prefix-list', resourceName: prefixListId })];
  const target: Record<string, string> = blackhole ? {} : { TransitGatewayAttachmentId: attachmentId() };
  makeResource(scope, `PrefixList-${stableKey(scope, routeTableId)}-${stableKey(scope, prefixListId)}`, {
    resourceType: 'Custom::TransitGatewayPrefixListReference',
    properties: { TransitGatewayRouteTableId: routeTableId, PrefixListId: prefixListId, ...target },
    statements: [
      new iam.PolicyStatement({
        sid: 'MakeReference',
        actions: ['ec2:CreateTransitGatewayPrefixListReference', 'ec2:ModifyTransitGatewayPrefixListReference'],
        resources: [...tableAndList, ...blackhole ? [] : [arn('transit-gateway-attachment', attachmentId())]],
      }),
      new iam.PolicyStatement({ sid: 'DeleteReference', actions: ['ec2:DeleteTransitGatewayPrefixListReference'], resources: tableAndList }),
    ],
    reads: [new iam.PolicyStatement({
      sid: 'ReadReferences',
      actions: ['ec2:GetTransitGatewayPrefixListReferences'],
      // EC2 has no resource-level permission for it [H, SAR].
      resources: ['*'],
      conditions: { StringEquals: { 'ec2:Region': stack.region } },
    })],
  });
}

/** One resource for each key: its permission is for the key alone, and is there for as long as the key is. */
function makeAttachmentTag(scope: Construct, attachmentId: string, key: string, value: string): void {
  makeResource(scope, `AttachmentTag-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`, {
    resourceType: 'Custom::TransitGatewayAttachmentTag',
    properties: { TransitGatewayAttachmentId: attachmentId, Key: key, Value: value },
    statements: [new iam.PolicyStatement({
      sid: 'TagAttachment',
      actions: ['ec2:CreateTags', 'ec2:DeleteTags'],
      // Any attachment: after a change of gateway in place the old one's tags are removed, and its id is no longer known here.
      resources: [Stack.of(scope).formatArn({ service: 'ec2', resource: 'transit-gateway-attachment', resourceName: '*' })],
      // Without tags in the request DeleteTags would remove them all, and every value of none is among those allowed.
      conditions: { 'ForAllValues:StringEquals': { 'aws:TagKeys': [key] }, 'Null': { 'aws:TagKeys': 'false' } },
    })],
  });
}

interface ResourceProps {
  readonly resourceType: string;
  readonly properties: Record<string, string>;
  readonly statements: iam.PolicyStatement[];
  /** For the function that names the resource, too: what was there before gets another name. */
  readonly reads?: iam.PolicyStatement[];
}

/** The policies outlive their resource, whose removal needs them. */
function makeResource(parent: Construct, id: string, { resourceType, properties, statements, reads }: ResourceProps): void {
  const scope = new Construct(parent, id);
  const provider = ArrangementProvider.of(scope);
  const policies = [
    new iam.Policy(scope, 'Policy', { statements, roles: [provider.role] }),
    ...reads === undefined ? [] : [new iam.Policy(scope, 'Reading', { statements: reads, roles: [provider.role, provider.namingRole] })],
  ];
  const resource = new CustomResource(scope, 'Resource', { serviceToken: provider.serviceToken, resourceType, properties });
  resource.node.addDependency(...policies);
}

/** One per stack. By itself its role may write logs. */
class ArrangementProvider extends Construct {
  public static of(scope: Construct): ArrangementProvider {
    const id = 'TransitGatewayArrangementProvider';
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(id) as ArrangementProvider | undefined ?? new ArrangementProvider(stack, id);
  }

  public readonly serviceToken: string;
  public readonly role: iam.IRole;
  /** Of the function that gives each resource its physical id. */
  public readonly namingRole: iam.IRole;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const { serviceToken, onEvent, isComplete } = polledFunctions(this, {
      asset: 'transit-gateway-arrangement',
      descriptions: { onEvent: 'Names a prefix list reference or a tag', isComplete: 'Makes prefix list references and tags of VPN attachments' },
      queryInterval: Duration.seconds(5),
      totalTimeout: Duration.minutes(10),
    });
    this.serviceToken = serviceToken;
    this.role = isComplete.role!;
    this.namingRole = onEvent.role!;
  }
}
