/** What is assumed of the services beside EC2, for each of their switches. */
import { Entry } from './assumption';

const EVENTBRIDGE = 'EventBridge API reference: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html';

export const SERVICE_ENTRIES = {
  directConnectAbsentGateway: {
    assumed: 'A virtual interface shows the kind of gateway that it is not on as an empty text.',
    confidence: 'seen',
    sources: ['An example of a public interface: https://docs.aws.amazon.com/cli/latest/reference/directconnect/describe-virtual-interfaces.html'],
    commands: ['aws directconnect describe-virtual-interfaces --query \'virtualInterfaces[].[virtualInterfaceId,virtualGatewayId,directConnectGatewayId]\''],
    reading: '`null` is `absent`, `""` is `empty`. Do not print the whole answer: it holds the keys of the BGP sessions.',
  },
  putEventsSizeLimit: {
    assumed: 'A request of PutEvents holds at most 256 KB in all its entries together.',
    confidence: 'documented',
    sources: [
      'EventBridge user guide: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html',
      'The description of the operation in @aws-sdk/client-eventbridge 3.1169 says 1 MB in total.',
    ],
    commands: ['aws events put-events --entries file://two-entries-of-200-kb.json'],
    reading: 'Accepted: not `256-KB-in-total`. Whether one of 300 KB is accepted tells `1-MB-in-total` from `256-KB-each-entry`.',
  },
  putEventsDenial: {
    assumed: 'PutEvents that the caller may not do fails as a whole.',
    confidence: 'inferred',
    sources: [`AccessDeniedException is listed for entries; of who may not put events at all nothing is said. ${EVENTBRIDGE}`],
    commands: ['aws events put-events --entries Source=assumptions,DetailType=check,Detail={}'],
    reading: 'As a role without events:PutEvents. An error of the command is `request`; an ErrorCode in its answer `entry`.',
  },
  eventToAbsentBus: {
    assumed: 'An event for a bus that does not exist is dropped without an error.',
    confidence: 'unknown',
    sources: [EVENTBRIDGE],
    commands: ['aws events put-events --entries Source=assumptions,DetailType=check,Detail={},EventBusName=there-is-none'],
    reading: '`"FailedEntryCount": 0` or an EventId is `dropped`.',
  },
  compositeAlarmsWithoutPermission: {
    assumed: 'DescribeAlarms for composite alarms is refused where the permission is not scoped to *.',
    confidence: 'documented',
    sources: ['"You can\'t return information about composite alarms", without a code. '
      + 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html'],
    commands: ['aws cloudwatch describe-alarms --alarm-types CompositeAlarm MetricAlarm --query \'CompositeAlarms[].AlarmName\''],
    reading: 'As a role whose statement names an alarm as its resource. Answered, without composite alarms: `omitted`.',
  },
  quotaNeverRaised: {
    assumed: 'GetServiceQuota answers the default for a quota that was never raised.',
    confidence: 'inferred',
    sources: ['"For some quotas, only the default values are available", not which. '
      + 'https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html'],
    commands: ['aws service-quotas get-service-quota --service-code ec2 --quota-code L-B91E5754 --query Quota.Value'],
    reading: 'In an account that never had it raised. An error code is the answer; a number is `default-value`.',
  },
  rightsGrantedMomentsAgo: {
    assumed: 'What a deployment grants is in force when it goes on to the resource that needs it.',
    confidence: 'unknown',
    sources: ['"Changes that I make are not always immediately visible", without a time. '
      + 'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_general.html#troubleshoot_general_eventual-consistency'],
    commands: ['aws cloudformation describe-stack-events --stack-name NAME --query \'StackEvents[].[Timestamp,LogicalResourceId,ResourceStatus]\''],
    reading: 'Beside the log of the function: a line `retry` that names a right within a minute of the policy\'s CREATE_COMPLETE is `refused-for-a-minute`.',
  },
} as const satisfies Record<string, Entry>;
