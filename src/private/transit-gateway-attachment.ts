/** The id of a connection's attachment on a transit gateway, which CloudFormation has as no attribute of the connection. */
import { CustomResource, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as cr from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { prebuiltFunction } from './prebuilt-function';

export interface TransitGatewayAttachmentProps {
  readonly vpnConnectionId: string;
  readonly transitGatewayId: string;
}

export class TransitGatewayAttachment extends Construct {
  public readonly attachmentId: string;

  constructor(scope: Construct, id: string, props: TransitGatewayAttachmentProps) {
    super(scope, id);
    const resource = new CustomResource(this, 'Resource', {
      serviceToken: AttachmentProvider.of(this).serviceToken,
      resourceType: 'Custom::TransitGatewayVpnAttachment',
      // The gateway is a property too: after a change of gateway in place the connection's id is what it was, and a
      // look-up keyed on that alone would not run again and would go on naming the old attachment.
      properties: {
        VpnConnectionId: props.vpnConnectionId,
        TransitGatewayId: props.transitGatewayId,
      },
    });
    this.attachmentId = resource.getAttString('TransitGatewayAttachmentId');
  }
}

/** One per stack, for all look-ups in it. */
class AttachmentProvider extends Construct {
  public static of(scope: Construct): AttachmentProvider {
    const id = 'TransitGatewayVpnAttachmentProvider';
    const stack = Stack.of(scope);
    return stack.node.tryFindChild(id) as AttachmentProvider | undefined ?? new AttachmentProvider(stack, id);
  }

  public readonly serviceToken: string;

  private constructor(scope: Construct, id: string) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY });
    const shared = { asset: 'transit-gateway-attachment', timeout: Duration.minutes(1), logGroup };
    const onEventHandler = prebuiltFunction(this, 'OnEvent', {
      ...shared,
      handler: 'index.onEvent',
      description: 'Names the look-up of a VPN attachment',
    });
    const isCompleteHandler = prebuiltFunction(this, 'IsComplete', {
      ...shared,
      handler: 'index.isComplete',
      description: 'Looks up the attachment of a VPN connection on a transit gateway',
    });
    isCompleteHandler.addToRolePolicy(new iam.PolicyStatement({
      sid: 'LookUpAttachment',
      actions: ['ec2:DescribeTransitGatewayAttachments'],
      // EC2 has no resource-level permission for it [H, SAR].
      resources: ['*'],
      conditions: { StringEquals: { 'ec2:Region': Stack.of(this).region } },
    }));
    this.serviceToken = new cr.Provider(this, 'Provider', {
      onEventHandler,
      isCompleteHandler,
      logGroup,
      queryInterval: Duration.seconds(10),
      // EC2 has been seen to take half an hour for a connection [H, TF].
      totalTimeout: Duration.minutes(40),
    }).serviceToken;
  }
}
