/** AWS::StepFunctions::StateMachine: the waiter of a provider framework, and no other. */
import { object, objects, optionalText, text } from '../properties';
import { ResourceType, Services } from '../resource-type';
import { checkLength, refused } from '../service-limits';
import { Properties } from '../template';

/** [CreateStateMachine: name, definition] */
const NAME_LENGTH_MAX = 80;
const DEFINITION_LENGTH_MAX = 1_048_576;

/** [Step Functions guide, "IAM policies for logging to CloudWatch Logs": any log group, as log delivery has no resource] */
const LOGGING_ACTIONS = [
  'CreateLogDelivery', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery', 'ListLogDeliveries', 'PutResourcePolicy', 'DescribeResourcePolicies',
  'DescribeLogGroups',
];

export function stateMachine(services: Services): ResourceType {
  const { waiters, iam, region, accountId, partition } = services;
  const put = (arn: string, properties: Properties) => {
    const definition = text(properties, 'DefinitionString');
    checkLength('Sfn', 'definition', definition, DEFINITION_LENGTH_MAX);
    const accessKeyId = iam.accessKeyIdOf(text(properties, 'RoleArn'));
    checkLogging(object(properties, 'LoggingConfiguration'), accessKeyId, services);
    waiters.set(arn, definition, accessKeyId);
  };
  return {
    properties: {
      DefinitionString: 'mutable', RoleArn: 'mutable', LoggingConfiguration: 'mutable', TracingConfiguration: 'mutable', Tags: 'mutable',
      StateMachineName: 'create-only', StateMachineType: 'create-only',
    },
    required: ['DefinitionString', 'RoleArn'],
    attributes: ['Arn', 'Name'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'StateMachineName') ?? generatedName(NAME_LENGTH_MAX);
      checkLength('Sfn', 'name', name, NAME_LENGTH_MAX);
      const arn = `arn:${partition}:states:${region}:${accountId}:stateMachine:${name}`;
      put(arn, properties);
      return { physicalId: arn, attributes: { Arn: arn, Name: name } };
    },
    update: async ({ current, properties }) => {
      put(current.physicalId, properties);
      return current;
    },
    delete: async ({ physicalId }) => waiters.delete(physicalId),
  };
}

/** [words: aws-cdk #26432] */
function checkLogging(logging: Properties, accessKeyId: string, { functions, logGroups }: Services): void {
  if ((optionalText(logging, 'Level') ?? 'OFF') === 'OFF') return;
  for (const destination of objects(logging, 'Destinations')) {
    const arn = text(object(destination, 'CloudWatchLogsLogGroup'), 'LogGroupArn');
    const isThere = logGroups.has(/:log-group:(.*):\*$/.exec(arn)?.[1] ?? '');
    const mayLog = LOGGING_ACTIONS.every((each) => !functions.denies(accessKeyId, { action: `logs:${each}`, arn: '*' }));
    if (!isThere || !mayLog) throw refused('Sfn', 'The state machine IAM Role is not authorized to access the Log Destination');
  }
}
