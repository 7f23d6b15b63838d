/** AWS::StepFunctions::StateMachine: the waiter of a provider framework, and no other. */
import { optionalText, text } from '../properties';
import { ResourceType, Services } from '../resource-type';
import { checkLength } from '../service-limits';
import { Properties } from '../template';

/** [CreateStateMachine: name, definition] */
const NAME_LENGTH_MAX = 80;
const DEFINITION_LENGTH_MAX = 1_048_576;

export function stateMachine({ waiters, iam, region, accountId, partition }: Services): ResourceType {
  const put = (arn: string, properties: Properties) => {
    const definition = text(properties, 'DefinitionString');
    checkLength('Sfn', 'definition', definition, DEFINITION_LENGTH_MAX);
    waiters.set(arn, definition, iam.accessKeyIdOf(text(properties, 'RoleArn')));
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
