/** What is assumed of CloudFormation, for each switch of the local one. */
import { Entry } from './assumption';

const CDK_NOTES = 'aws-cdk, docs/CLOUDFORMATION.md: https://github.com/aws/aws-cdk/blob/main/docs/CLOUDFORMATION.md';
const CDK_ISSUE = 'https://github.com/aws/aws-cdk/issues';
const ROADMAP = 'https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues';
const EVENTS = 'aws cloudformation describe-stack-events --stack-name $STACK '
  + '--query \'StackEvents[].[Timestamp,LogicalResourceId,PhysicalResourceId,ResourceStatus,ResourceStatusReason]\' --output text';
const CALLS = (name: string) => `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=${name} `
  + '--query \'Events[].[EventTime,CloudTrailEvent]\' --output text';
const SCHEMA = 'aws cloudformation describe-type --type RESOURCE --type-name AWS::EC2::VPNConnection --query Schema --output text';
const HANDLER = `The schema lists the handler's permissions, and no conditions. ${SCHEMA.split(' --query')[0]}`;

export const CLOUDFORMATION_ENTRIES = {
  deleteOfAbsentVpnRoute: {
    assumed: 'The delete of an AWS::EC2::VPNConnectionRoute that is gone already succeeds.',
    confidence: 'inferred',
    sources: ['A delete handler should answer NotFound, which CloudFormation takes for done. '
      + 'https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract.html'],
    commands: [
      'aws ec2 delete-vpn-connection-route --vpn-connection-id $VPN --destination-cidr-block 10.99.0.0/16',
      'aws cloudformation delete-stack --stack-name $STACK', EVENTS,
    ],
    reading: 'The stack holds that route. DELETE_COMPLETE is `succeeds`, DELETE_FAILED is `fails`.',
  },
  requestInFlightOnRollback: {
    assumed: 'The request of a custom resource that is under way when its stack rolls back is left at once, so that two overlap.',
    confidence: 'seen',
    sources: [`${ROADMAP}/1814`, `${CDK_ISSUE}/31541`],
    commands: ['aws cloudformation cancel-update-stack --stack-name $STACK', EVENTS],
    reading: 'Cancel while the custom resource waits. Its next request before the first one\'s answer, in the function\'s log: `is-left`.',
  },
  rollbackOrder: {
    assumed: 'The rollback of an update goes through the resources in the order of the way forward.',
    confidence: 'unknown',
    sources: [CDK_NOTES],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://fails-last.json', EVENTS],
    reading: 'Two resources, of which one depends on the other, and a third that fails: which of the two is updated first after UPDATE_ROLLBACK_IN_PROGRESS.',
  },
  failedUpdateOfNativeResource: {
    assumed: 'A rollback also updates a resource back whose own update failed.',
    confidence: 'seen',
    sources: [CDK_NOTES],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://vpn-to-absent-gateway.json', EVENTS, CALLS('ModifyVpnConnection')],
    reading: 'A second call with the old gateway is `is-updated-back`; UPDATE_COMPLETE of the connection without one is `is-left`.',
  },
  idOfFailedUpdate: {
    assumed: 'A new physical id in a custom resource\'s FAILED answer to an Update is adopted.',
    confidence: 'seen',
    sources: [`${CDK_ISSUE}/13527`, `${CDK_ISSUE}/30012`, `Otherwise: ${CDK_ISSUE}/17040`],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://custom-resource-fails-with-new-id.json', EVENTS],
    reading: 'The PhysicalResourceId of the rollback\'s request, in the function\'s log: new is `adopted`, old is `ignored`, only a Delete is `deleted`.',
  },
  replacedCustomResourceInRollback: {
    assumed: 'A rollback sends an Update back to a custom resource whose Update had succeeded with a new physical id, and a Delete of that id.',
    confidence: 'seen',
    sources: [
      'https://github.com/aws/aws-cdk/pull/29581', `Otherwise: ${CDK_ISSUE}/17040`, 'https://stackoverflow.com/questions/50599602',
      'https://github.com/floci-io/floci/pull/3228',
    ],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://replaces-custom-resource-then-fails.json', EVENTS],
    reading: 'The requests of the rollback, in the function\'s log: Update and Delete are `is-updated-back`, a Delete alone is `is-deleted`.',
  },
  deleteOfReplacedCustomResource: {
    assumed: 'A rollback deletes the new physical id of a custom resource in its clean-up, when everything else is back.',
    confidence: 'inferred',
    sources: [
      'Of new resources. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html',
      'Otherwise: https://github.com/ministackorg/ministack/pull/1624',
    ],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://replaces-custom-resource-then-fails.json', EVENTS],
    reading: 'The Delete after UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS is `in-the-clean-up`, before it is `in-its-turn`.',
  },
  resourceOfChangedAttributeInRollback: {
    assumed: 'A rollback makes anew what the deployment has not changed, when an attribute in its properties is another one by then.',
    confidence: 'unknown',
    sources: [CDK_NOTES],
    commands: [
      'aws cloudformation update-stack --stack-name $STACK --template-body file://custom-resource-answers-another-attribute-then-fails.json', EVENTS,
    ],
    reading: 'Events of the resource that names the attribute, behind UPDATE_ROLLBACK_IN_PROGRESS: there are some with `is-made-anew`, none with `is-left`.',
  },
  deletesInCleanUp: {
    assumed: 'A clean-up asks three times for the deletion of what it could not delete.',
    confidence: 'seen',
    sources: [`${ROADMAP}/744`, 'https://github.com/aws/aws-cdk-cli/issues/1576'],
    commands: ['aws cloudformation update-stack --stack-name $STACK --template-body file://replaces-custom-resource.json', EVENTS],
    reading: 'The custom resource answers each Delete with FAILED: count them in the function\'s log.',
  },
  templateDuringUpdate: {
    assumed: 'GetTemplate answers the new template while a stack is being updated.',
    confidence: 'seen',
    sources: [CDK_NOTES, 'Says nothing: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html'],
    commands: ['aws cloudformation get-template --stack-name $STACK --query TemplateBody'],
    reading: 'During UPDATE_IN_PROGRESS: the new text is `new`.',
  },
  deletedResources: {
    assumed: 'Resources that a deletion under way has deleted are still described, as DELETE_COMPLETE.',
    confidence: 'inferred',
    sources: ['For ninety days after the stack\'s deletion. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResource.html'],
    commands: ['aws cloudformation describe-stack-resource --stack-name $STACK_ID --logical-resource-id $RESOURCE --query StackResourceDetail.ResourceStatus'],
    reading: 'During DELETE_IN_PROGRESS, of a resource that has gone: an error is `not-described`.',
  },
  describeStackResourcesOfAbsentResource: {
    assumed: 'DescribeStackResources for a logical id that the stack does not have is a ValidationError.',
    confidence: 'inferred',
    sources: ['As DescribeStackResource answers. https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStackResources.html'],
    commands: ['aws cloudformation describe-stack-resources --stack-name $STACK --logical-resource-id ThereIsNone'],
    reading: 'An empty list is `nothing`.',
  },
  vpnConnectionSchema: {
    assumed: 'The region\'s AWS::EC2::VPNConnection changes its gateways in place.',
    confidence: 'documented',
    sources: ['https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpnconnection.html',
      'Other regions, GovCloud and China may have an older edition.'],
    commands: [SCHEMA],
    reading: '`createOnlyProperties` with VpnGatewayId: `gateways-create-only`; with VpnTunnelOptionsSpecifications but not that: `only-gateways-in-place`.',
  },
  orderOfVpnConnectionUpdate: {
    assumed: 'An update of a VPN connection calls ModifyVpnConnection before it changes options.',
    confidence: 'unknown',
    sources: [HANDLER],
    commands: [CALLS('ModifyVpnConnection'), CALLS('ModifyVpnConnectionOptions'), CALLS('ModifyVpnTunnelOptions')],
    reading: 'After one update of gateway and options: which call has the earlier time.',
  },
  tunnelsOfVpnConnectionUpdate: {
    assumed: 'An update that changes one tunnel\'s options calls ModifyVpnTunnelOptions for that tunnel only. Otherwise no edit of a template leaves a tunnel UP all the time, '
      + 'and the deployment of one tunnel after the other, which `both-tunnels-change` asks for, is only the least that can be done.',
    confidence: 'unknown',
    sources: [HANDLER],
    commands: [CALLS('ModifyVpnTunnelOptions')],
    reading: 'Two calls with two outside addresses are `all`.',
  },
  gatewaysOfVpnConnectionUpdate: {
    assumed: 'An update names in ModifyVpnConnection only the gateways that have changed.',
    confidence: 'unknown',
    sources: [HANDLER],
    commands: [CALLS('ModifyVpnConnection')],
    reading: 'After an update of the customer gateway alone: a virtual private or transit gateway among the parameters is `all`.',
  },
  vpnConnectionUpdateToPresentGateway: {
    assumed: 'An update to the gateway on which the connection already is calls ModifyVpnConnection all the same.',
    confidence: 'unknown',
    sources: [HANDLER],
    commands: [CALLS('ModifyVpnConnection'), EVENTS],
    reading: 'Move the connection with the AWS CLI, then update the template to where it is. No further call is `is-not-called`.',
  },
} as const satisfies Record<string, Entry>;
