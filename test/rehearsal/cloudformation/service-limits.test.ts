/** What services allow of the resources that they make: at its limit a resource is made, and beyond it the deployment is rolled back. */
import { Fn } from 'aws-cdk-lib';
import { demo, driver } from './provider-app';

const deploy = async (Resources: object) => {
  const { cloudFormation } = driver();
  const { status, failures } = await cloudFormation.deploy({ stackName: 'Demo', template: { Resources }, assemblyDirectory: __dirname });
  return { status, reasons: failures.map(({ reason }) => reason) };
};
const resource = (Type: string, Properties: object) => ({ Thing: { Type, Properties } });
const role = { Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: {} } } };
const ROLE = { 'Fn::GetAtt': ['Role', 'Arn'] };
const long = (length: number) => 'n'.repeat(length);
const many = <T>(count: number, each: T) => Array.from({ length: count }, () => each);

const lambda = (more: object) => ({
  ...role, ...resource('AWS::Lambda::Function', { Code: { ZipFile: 'exports.handler = 1' }, Handler: 'index.handler', Runtime: 'nodejs24.x', Role: ROLE, ...more }),
});
/** Variables that Lambda measures as that many bytes. */
const variables = (bytes: number) => ({ Environment: { Variables: { NAME: 'ü'.repeat(4) + long(bytes - '{"NAME":""}'.length - 8) } } });

const task = { Type: 'Task', End: true, Resource: 'arn:task' };
const RETRY = { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 1, BackoffRate: 1 };
const DEFINITION = JSON.stringify({
  StartAt: 'framework-isComplete-task',
  States: {
    'framework-isComplete-task': { ...task, Retry: [RETRY], Catch: [{ ErrorEquals: ['States.ALL'], Next: 'framework-onTimeout-task' }] },
    'framework-onTimeout-task': task,
  },
});
/** Padded to that many characters, by a template that is half as long. */
const definition = (characters: number) => {
  const padding = characters - DEFINITION.length;
  return { 'Fn::Join': [' '.repeat(Math.floor(padding / 2)), [DEFINITION, '', ' '.repeat(padding % 2)]] };
};
const stateMachine = (more: object) => ({ ...role, ...resource('AWS::StepFunctions::StateMachine', { DefinitionString: DEFINITION, RoleArn: ROLE, ...more }) });

const alarm = (more: object) => resource('AWS::CloudWatch::Alarm', { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, ...more });
const key = (bytes: number) => resource('AWS::KMS::Key', { KeyPolicy: { Statement: long(bytes - '{"Statement":""}'.length) } });
const tags = (count: number, tag = { Key: 'k', Value: 'v' }) => ({ Tags: many(count, tag) });

const constraint = (service: string, parameter: string, words: string) =>
  new RegExp(`^Resource handler returned message: "1 validation error detected: Value '[^]*' at '${parameter}' failed to satisfy constraint: `
    + `${words} \\(Service: ${service}, Status Code: 400\\)" \\(HandlerErrorCode: InvalidRequest\\)$`);
const tooLong = (service: string, parameter: string, longest: number) => constraint(service, parameter, `Member must have length less than or equal to ${longest}`);

test.each<[string, (over: 0 | 1) => object, RegExp]>([
  ['a function\'s name', (over) => lambda({ FunctionName: long(64 + over) }), tooLong('Lambda', 'functionName', 64)],
  ['a function\'s description', (over) => lambda({ Description: long(256 + over) }), tooLong('Lambda', 'description', 256)],
  ['a function\'s handler', (over) => lambda({ Handler: long(128 + over) }), tooLong('Lambda', 'handler', 128)],
  ['a function\'s time', (over) => lambda({ Timeout: 900 + over }), constraint('Lambda', 'timeout', 'Member must have value less than or equal to 900')],
  ['no time for a function', (over) => lambda({ Timeout: 1 - over }), constraint('Lambda', 'timeout', 'Member must have value greater than or equal to 1')],
  ['a function\'s memory', (over) => lambda({ MemorySize: 10_240 + over }), constraint('Lambda', 'memorySize', 'Member must have value less than or equal to 10240')],
  ['too little memory', (over) => lambda({ MemorySize: 128 - over }), constraint('Lambda', 'memorySize', 'Member must have value greater than or equal to 128')],
  ['a function\'s variables', (over) => lambda(variables(4_096 + over)), /"Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit\. Measured size: 4097 bytes/],
  ['a state machine\'s name', (over) => stateMachine({ StateMachineName: long(80 + over) }), tooLong('Sfn', 'name', 80)],
  ['a state machine\'s definition', (over) => stateMachine({ DefinitionString: definition(1_048_576 + over) }), tooLong('Sfn', 'definition', 1_048_576)],
  ['a table\'s name', (over) => resource('AWS::DynamoDB::Table', { KeySchema: [], TableName: long(255 + over) }), tooLong('DynamoDb', 'tableName', 255)],
  ['a log group\'s name', (over) => resource('AWS::Logs::LogGroup', { LogGroupName: long(512 + over) }), tooLong('CloudWatchLogs', 'logGroupName', 512)],
  ['a secret\'s name', (over) => resource('AWS::SecretsManager::Secret', { Name: long(512 + over) }), tooLong('SecretsManager', 'name', 512)],
  ['a secret\'s description', (over) => resource('AWS::SecretsManager::Secret', { Description: long(2_048 + over) }), tooLong('SecretsManager', 'description', 2_048)],
  ['a secret\'s value', (over) => resource('AWS::SecretsManager::Secret', { SecretString: long(65_536 + over) }), /^The secret value is too long\. \(Service: SecretsManager, ValidationException\)$/],
  ['a key\'s policy', (over) => key(32_768 + over), /^Resource handler returned message: "The key policy of 32769 bytes is longer than 32768 bytes \(Service: Kms, Status Code: 400\)" \(HandlerErrorCode: ServiceLimitExceeded\)$/],
  ['an alarm\'s name', (over) => alarm({ AlarmName: long(255 + over) }), tooLong('CloudWatch', 'alarmName', 255)],
  ['an alarm\'s description', (over) => alarm({ AlarmDescription: long(1_024 + over) }), tooLong('CloudWatch', 'alarmDescription', 1_024)],
  ['an alarm\'s actions', (over) => alarm({ AlarmActions: many(5 + over, 'arn:x') }), tooLong('CloudWatch', 'alarmActions', 5)],
  ['an alarm\'s dimensions', (over) => alarm({ Dimensions: many(30 + over, { Name: 'n', Value: 'v' }) }), tooLong('CloudWatch', 'dimensions', 30)],
  ['metrics of an expression', (over) => alarm({ Metrics: [{ Expression: 'x' }, ...many(10 + over, { MetricStat: {} })] }), tooLong('CloudWatch', 'metrics', 10)],
  ['an expression', (over) => alarm({ Metrics: [{ Expression: long(2_048 + over) }] }), tooLong('CloudWatch', 'expression', 2_048)],
  ['tags', (over) => alarm(tags(50 + over)), tooLong('CloudWatch', 'tags', 50)],
  ['a tag\'s key', (over) => alarm(tags(1, { Key: long(128 + over), Value: '' })), tooLong('CloudWatch', 'tags.key', 128)],
  ['a tag\'s value', (over) => alarm(tags(1, { Key: 'k', Value: long(256 + over) })), tooLong('CloudWatch', 'tags.value', 256)],
])('%s', async (_what, resources, reason) => {
  expect(await deploy(resources(0))).toEqual({ status: 'CREATE_COMPLETE', reasons: [] });

  expect(await deploy(resources(1))).toEqual({ status: 'ROLLBACK_COMPLETE', reasons: [expect.stringMatching(reason)] });
});

test.each<[string, (over: 0 | 1) => object]>([
  ['a function\'s variables', (over) => lambda(variables(4_096 + over))],
  ['a state machine\'s definition', (over) => stateMachine({ DefinitionString: definition(1_048_576 + over) })],
  ['a key\'s policy', (over) => key(32_768 + over)],
  ['an alarm\'s actions', (over) => alarm({ AlarmActions: many(5 + over, 'arn:x') })],
  ['tags', (over) => alarm(tags(50 + over))],
])('%s of something that is there already', async (_what, resources) => {
  const { cloudFormation } = driver();
  const bring = async (Resources: object) => cloudFormation.deploy({ stackName: 'Demo', template: { Resources }, assemblyDirectory: __dirname });
  await bring(resources(0));

  expect((await bring(resources(1))).status).toBe('UPDATE_ROLLBACK_COMPLETE');
});

test('a key stands under its alias, and encrypts a log group', async () => {
  const { cloudFormation } = driver();
  const template = {
    Resources: {
      Thing: {
        Type: 'AWS::KMS::Key',
        Properties: { KeyPolicy: { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { Service: 'logs.eu-west-1.amazonaws.com' } }] } },
      },
      Alias: { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/logs', TargetKeyId: { Ref: 'Thing' } } },
      Group: { Type: 'AWS::Logs::LogGroup', Properties: { KmsKeyId: { 'Fn::GetAtt': ['Thing', 'Arn'] } } },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Thing', 'Arn'] } } },
  };

  const { status, outputs } = await cloudFormation.deploy({ stackName: 'Demo', template, assemblyDirectory: __dirname });

  expect({ status, outputs }).toEqual({
    status: 'CREATE_COMPLETE', outputs: { Arn: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\/[0-9a-f-]{36}$/) },
  });
  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_COMPLETE');
});

describe('what a custom resource is sent', () => {
  /** Of about that many characters, put together from a parameter as a template is smaller than that. */
  const withBlock = (characters: number) => {
    const input = demo({ Big: Fn.join('', many(Math.ceil(characters / 4_000), Fn.ref('Block'))) });
    const template = input.template as { Parameters?: object };
    return { ...input, template: { ...template, Parameters: { ...template.Parameters, Block: { Type: 'String', Default: long(4_000) } } } };
  };

  test('is at most what Lambda takes without an answer', async () => {
    const { cloudFormation } = driver();

    const { status, failures } = await cloudFormation.deploy(withBlock(1_100_000));

    expect({ status, failures }).toEqual({
      status: 'ROLLBACK_COMPLETE',
      failures: [{ logicalId: 'Thing', reason: expect.stringMatching(/^\d{7} byte payload is too large for the Event invocation type \(limit 1048576 bytes\) /) }],
    });
    expect(cloudFormation.customResourceRequests).toEqual([]);
  });

  test('is at most what its waiter starts with', async () => {
    const { cloudFormation } = driver();
    expect((await cloudFormation.deploy(withBlock(240_000))).status).toBe('CREATE_COMPLETE');

    const { failures } = await driver().cloudFormation.deploy(withBlock(264_000));

    expect(failures).toEqual([{
      logicalId: 'Thing',
      reason: expect.stringContaining('Value at \'input\' failed to satisfy constraint: Member must have length less than or equal to 262144'),
    }]);
  });

  test.each<[number, string]>([[1, 'CREATE_COMPLETE'], [3600, 'CREATE_COMPLETE'], [0, 'ROLLBACK_COMPLETE'], [3601, 'ROLLBACK_COMPLETE']])('within a service timeout of %d s: %s', async (seconds, status) => {
    const { cloudFormation } = driver();

    expect((await cloudFormation.deploy(demo({ ServiceTimeout: seconds }))).status).toBe(status);
  });
});
