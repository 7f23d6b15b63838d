/** The driver as CloudFormation: templates, parameters, outputs, retention, and what it refuses to begin with. */
import { CfnCondition, CfnOutput, CfnParameter, CfnResource, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { CfnLogGroup, LogGroup } from 'aws-cdk-lib/aws-logs';
import { driver, statuses, statusesOf, synthesized } from './provider-app';
import { CloudFormation } from '../../../tools/rehearsal/cloudformation/driver';

/** A template in which one log group stands for everything. */
const input = (sections: object, stackName = 'Demo') => ({
  stackName, template: { Resources: { Group: { Type: 'AWS::Logs::LogGroup' } }, ...sections }, assemblyDirectory: __dirname,
});
const outputs = (values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).map(([name, Value]) => [name, { Value }]));

test('intrinsic functions come out as CloudFormation has them', async () => {
  const { cloudFormation } = driver({ dynamicValues: { parameters: { '/size': 'big' } } });

  const result = await cloudFormation.deploy(input({
    Parameters: { Names: { Type: 'CommaDelimitedList', Default: 'a, b' }, Size: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/size' } },
    Mappings: { Sizes: { big: { count: '9' } } },
    Conditions: {
      IsBig: { 'Fn::Equals': [{ Ref: 'Size' }, 'big'] },
      Both: { 'Fn::And': [{ Condition: 'IsBig' }, { 'Fn::Not': [{ 'Fn::Equals': ['x', 'y'] }] }] },
      Neither: { 'Fn::Or': [{ 'Fn::Not': [{ Condition: 'Both' }] }, { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] }] },
    },
    Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'g', RetentionInDays: { 'Fn::If': ['Both', { Ref: 'AWS::NoValue' }, 7] } } } },
    Outputs: outputs({
      Ref: { Ref: 'Group' },
      GetAtt: { 'Fn::GetAtt': ['Group', 'Arn'] },
      Join: { 'Fn::Join': ['-', ['x', { Ref: 'AWS::AccountId' }, { 'Fn::Select': [1, { Ref: 'Names' }] }]] },
      Sub: { 'Fn::Sub': '${Group} in ${AWS::Region}: ${Group.Arn}, ${!Literal}' },
      SubWith: { 'Fn::Sub': ['${Own} ${Group}', { Own: { Ref: 'Size' } }] },
      Split: { 'Fn::Select': ['2', { 'Fn::Split': ['/', 'a/b/c'] }] },
      Map: { 'Fn::FindInMap': ['Sizes', { Ref: 'Size' }, 'count'] },
      Base64: { 'Fn::Base64': 'hello' },
      If: { 'Fn::If': ['Neither', 'yes', 'no'] },
    }),
  }));

  expect(result.outputs).toEqual({
    Ref: 'g',
    GetAtt: 'arn:aws:logs:eu-west-1:111122223333:log-group:g:*',
    Join: 'x-111122223333-b',
    Sub: 'g in eu-west-1: arn:aws:logs:eu-west-1:111122223333:log-group:g:*, ${Literal}',
    SubWith: 'big g',
    Split: 'c',
    Map: '9',
    Base64: 'aGVsbG8=',
    If: 'no',
  });
});

describe('what is not known is refused by name, before anything is touched', () => {
  test.each<[string, object, string]>([
    ['resource type', { Resources: { X: { Type: 'AWS::S3::Bucket' } } }, 'Unrecognized resource types: [AWS::S3::Bucket]'],
    ['property', { Resources: { X: { Type: 'AWS::Logs::LogGroup', Properties: { Colour: 1 } } } }, 'resource X: property Colour of AWS::Logs::LogGroup is not supported here'],
    ['missing property', { Resources: { X: { Type: 'AWS::EC2::VPNGateway' } } }, 'resource X: required key [Type] not found'],
    ['intrinsic', { Outputs: outputs({ A: { 'Fn::Cidr': ['10.0.0.0/16', 1, 8] } }) }, 'intrinsic function Fn::Cidr is not supported here'],
    ['intrinsic beside another key', { Outputs: outputs({ A: { 'Fn::Join': ['', []], 'B': 1 } }) }, 'Fn::Join must be the only key of its object'],
    ['attribute', { Outputs: outputs({ A: { 'Fn::GetAtt': ['Group', 'Colour'] } }) }, 'resource Group does not support attribute type Colour in Fn::GetAtt'],
    ['resource of an attribute', { Outputs: outputs({ A: { 'Fn::GetAtt': 'Nobody.Arn' } }) }, 'Unresolved resource dependencies [Nobody]'],
    ['name', { Outputs: outputs({ A: { Ref: 'Nobody' } }) }, 'Unresolved resource dependencies [Nobody]'],
    ['dependency', { Resources: { X: { Type: 'AWS::Logs::LogGroup', DependsOn: 'Nobody' } } }, 'Unresolved resource dependencies [Nobody]'],
    ['condition', { Resources: { X: { Type: 'AWS::Logs::LogGroup', Condition: 'Nobody' } } }, 'unresolved condition dependency Nobody'],
    ['condition function', { Conditions: { C: { 'Fn::Contains': [] } }, Resources: { X: { Type: 'AWS::Logs::LogGroup', Condition: 'C' } } }, 'intrinsic function Fn::Contains'],
    ['section', { Transform: 'AWS::Serverless' }, 'unsupported template section: Transform'],
    ['rule', { Rules: { Mine: {} } }, 'unsupported rule: Mine'],
    ['resource attribute', { Resources: { X: { Type: 'AWS::Logs::LogGroup', CreationPolicy: {} } } }, 'unsupported attribute of resource X: CreationPolicy'],
    ['deletion policy', { Resources: { X: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Snapshot' } } }, 'resource X has DeletionPolicy "Snapshot"; allowed here: Delete, Retain, RetainExceptOnCreate'],
    ['pseudo parameter', { Resources: { X: { Type: 'AWS::Logs::LogGroup', Condition: 'C' } }, Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Moon' }, ''] } } }, 'unknown pseudo parameter AWS::Moon'],
    ['parameter without a value', { Parameters: { P: { Type: 'String' } } }, 'Parameters: [P] must have values'],
    ['Systems Manager parameter', { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/x' } } }, 'Unable to fetch parameters [/x]'],
    ['empty template', { Resources: {} }, 'At least one Resources member must be defined'],
  ])('%s', async (_what, sections, message) => {
    const { cloudFormation } = driver();

    await expect(cloudFormation.deploy(input(sections))).rejects.toThrow(message);

    expect(cloudFormation.describe('Demo')).toBeUndefined();
    expect(cloudFormation.events).toEqual([]);
  });

  test('a circle of dependencies', async () => {
    const group = (other: string) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: { 'Fn::Sub': `\${${other}}-x` } } });

    await expect(driver().cloudFormation.deploy(input({ Resources: { A: group('B'), B: group('C'), C: group('A') } })))
      .rejects.toThrow('Circular dependency between resources: [A, B, C]');
  });

  test('a value for a parameter that the template does not have', async () => {
    await expect(driver().cloudFormation.deploy({ ...input({}), parameters: { Nobody: 'x' } })).rejects.toThrow('Parameters: [Nobody] do not exist in the template');
  });
});

test('parameters given once stay in force, and resources come and go with their conditions', async () => {
  const { cloudFormation } = driver();
  const sections = {
    Parameters: { Extra: { Type: 'String', Default: 'no' } },
    Conditions: { WithExtra: { 'Fn::Equals': [{ Ref: 'Extra' }, 'yes'] } },
    Resources: { Group: { Type: 'AWS::Logs::LogGroup' }, More: { Type: 'AWS::Logs::LogGroup', Condition: 'WithExtra', DependsOn: ['Group'] } },
  };
  const ids = () => cloudFormation.describeResources('Demo').map(({ logicalId }) => logicalId);

  await cloudFormation.deploy({ ...input(sections), parameters: { Extra: 'yes' } });
  expect(ids()).toEqual(['Group', 'More']);
  expect((await cloudFormation.deploy(input(sections))).changed).toBe(false);
  await cloudFormation.deploy({ ...input(sections), parameters: { Extra: 'no' } });
  expect(ids()).toEqual(['Group']);
});

describe('an export that another stack imports', () => {
  const giver = (value: unknown) => input({
    Outputs: value === undefined ? {} : { Name: { Value: value, Export: { Name: 'Giver:Name' } } },
  }, 'Giver');
  const taker = (importing: boolean) => ({
    stackName: 'Taker', assemblyDirectory: __dirname,
    template: { Resources: { Group: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: importing ? { 'Fn::ImportValue': 'Giver:Name' } : 'own' } } } },
  });
  const begun = async () => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(giver('taken'));
    await cloudFormation.deploy(taker(true));
    return cloudFormation;
  };

  test.each<[string, unknown, string]>([
    ['cannot be removed', undefined, 'Export Giver:Name cannot be deleted as it is in use by Taker'],
    ['cannot be changed', 'other', 'Export Giver:Name cannot be updated as it is in use by Taker'],
  ])('%s: the update is rolled back', async (_what, value, reason) => {
    const cloudFormation = await begun();

    const { status, failures } = await cloudFormation.deploy(giver(value));

    expect({ status, failures }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', failures: [{ logicalId: 'Giver', reason }] });
  });

  test('keeps its stack from being deleted, which is as it was', async () => {
    const cloudFormation = await begun();

    expect(await cloudFormation.destroy('Giver')).toBe('CREATE_COMPLETE');
    expect(cloudFormation.events.at(-1)).toMatchObject({ status: 'CREATE_COMPLETE', reason: 'Export Giver:Name cannot be deleted as it is in use by Taker' });
  });

  test.each<[string, (cloudFormation: CloudFormation) => Promise<unknown>]>([
    ['deleted', async (cloudFormation) => cloudFormation.destroy('Taker')],
    ['deployed without it', async (cloudFormation) => cloudFormation.deploy(taker(false))],
  ])('is free again when the other stack is %s', async (_what, act) => {
    const cloudFormation = await begun();

    await act(cloudFormation);

    expect(await cloudFormation.destroy('Giver')).toBe('DELETE_COMPLETE');
  });

  test('is not held by a stack whose creation failed', async () => {
    const { cloudFormation } = driver({ failAt: ({ stackName, action }) => (stackName === 'Taker' && action === 'create' ? 'on purpose' : undefined) });
    await cloudFormation.deploy(giver('taken'));
    expect((await cloudFormation.deploy(taker(true))).status).toBe('ROLLBACK_COMPLETE');

    expect(await cloudFormation.destroy('Giver')).toBe('DELETE_COMPLETE');
  });
});

test('one stack\'s export is another\'s import, until it is gone', async () => {
  const { cloudFormation } = driver();
  const exporting = input({ Outputs: { Name: { Value: { Ref: 'Group' }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Group' } } } } }, 'Giver');
  const importing = input({ Outputs: outputs({ Got: { 'Fn::ImportValue': 'Giver:Group' } }) }, 'Taker');

  const { outputs: given } = await cloudFormation.deploy(exporting);
  expect((await cloudFormation.deploy(importing)).outputs).toEqual({ Got: given.Name });

  await cloudFormation.destroy('Taker');
  await cloudFormation.destroy('Giver');
  const { status, failures } = await cloudFormation.deploy(importing);
  expect({ status, failures }).toEqual({ status: 'ROLLBACK_COMPLETE', failures: [{ logicalId: 'Taker', reason: 'No export named Giver:Group found.' }] });
});

test('only outputs changing is an update that touches no resource', async () => {
  const { cloudFormation } = driver();
  await cloudFormation.deploy(input({}));

  const result = await cloudFormation.deploy(input({ Outputs: outputs({ A: 'a' }) }));

  expect(result).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: { A: 'a' }, changed: true });
  expect(statusesOf(cloudFormation, 'Group')).toEqual(['CREATE_IN_PROGRESS', 'CREATE_COMPLETE']);
});

describe('what is to be retained', () => {
  const group = (name: string, more: object = {}) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name }, ...more });
  const broken = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'taken' }, DependsOn: ['A'] };
  /** Whether a log group of that name is still there: a new one of the same name is refused then. */
  const exists = async (cloudFormation: ReturnType<typeof driver>['cloudFormation'], name: string) =>
    !(await cloudFormation.deploy(input({ Resources: { X: group(name) } }, `Probe-${name}`))).succeeded;

  test.each([['Delete', false], ['Retain', true], ['RetainExceptOnCreate', true]])('%s: after the stack was deleted', async (DeletionPolicy, kept) => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(input({ Resources: { A: group('a', { DeletionPolicy }) } }));

    await cloudFormation.destroy('Demo');

    expect(await exists(cloudFormation, 'a')).toBe(kept);
  });

  test.each([['Delete', false], ['Retain', true], ['RetainExceptOnCreate', false]])('%s: after its creation was rolled back', async (DeletionPolicy, kept) => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(input({ Resources: { A: group('taken') } }, 'Other'));

    const { status } = await cloudFormation.deploy(input({ Resources: { A: group('a', { DeletionPolicy }), B: broken } }));

    expect(status).toBe('ROLLBACK_COMPLETE');
    expect(await exists(cloudFormation, 'a')).toBe(kept);
  });

  test.each([['Delete', false], ['Retain', true]])('%s: after it was replaced', async (UpdateReplacePolicy, kept) => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy(input({ Resources: { A: group('a') } }));

    await cloudFormation.deploy(input({ Resources: { A: group('b', { UpdateReplacePolicy }) } }));

    expect(await exists(cloudFormation, 'a')).toBe(kept);
  });
});

test('a replacement is undone by going back to the old resource, which was never deleted', async () => {
  const { cloudFormation } = driver();
  const group = (name: string, more: object = {}) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name }, ...more });
  await cloudFormation.deploy(input({ Resources: { A: group('taken') } }, 'Other'));
  await cloudFormation.deploy(input({ Resources: { A: group('a') } }));

  await cloudFormation.deploy(input({ Resources: { A: group('b'), B: group('taken', { DependsOn: ['A'] }) } }));

  expect(cloudFormation.describeResources('Demo').map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual([['A', 'a']]);
  const demo = cloudFormation.events.filter(({ stackName }) => stackName === 'Demo').map(({ logicalId, physicalId, status }) => `${logicalId === 'Demo' ? '' : `${logicalId} ${physicalId} `}${status}`);
  expect(demo.slice(demo.indexOf('UPDATE_IN_PROGRESS'))).toEqual([
    'UPDATE_IN_PROGRESS',
    'A  UPDATE_IN_PROGRESS', 'A b UPDATE_COMPLETE', 'B  CREATE_IN_PROGRESS', 'B  CREATE_FAILED',
    'UPDATE_ROLLBACK_IN_PROGRESS',
    'A a UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'B  DELETE_COMPLETE', 'A b DELETE_IN_PROGRESS', 'A b DELETE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
  ]);
});

test('a failed update goes back to the last one that succeeded, not to the first', async () => {
  const { cloudFormation } = driver();
  const outputsTo = (A: unknown) => input({ Outputs: outputs({ A }) });
  await cloudFormation.deploy(outputsTo('first'));
  await cloudFormation.deploy(outputsTo('second'));

  const { status, outputs: left } = await cloudFormation.deploy(outputsTo({ 'Fn::ImportValue': 'Nobody' }));

  expect({ status, left }).toEqual({ status: 'UPDATE_ROLLBACK_COMPLETE', left: { A: 'second' } });
  expect((await cloudFormation.deploy(outputsTo('second'))).changed).toBe(false);
});

test('a resource of another type under the same logical id is refused', async () => {
  const { cloudFormation } = driver();
  await cloudFormation.deploy(input({}));

  const { failures } = await cloudFormation.deploy(input({ Resources: { Group: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'x' } } } }));

  expect(failures).toEqual([{ logicalId: 'Group', reason: expect.stringContaining('Update of resource type is not permitted') }]);
});

test('a stack is described by name and by id while it is there', async () => {
  const { cloudFormation } = driver();
  const { stackId } = await cloudFormation.deploy(input({}));

  expect(stackId).toMatch(/^arn:aws:cloudformation:eu-west-1:111122223333:stack\/Demo\/[0-9a-f-]{36}$/);
  expect(cloudFormation.describe('Demo')).toEqual({ stackName: 'Demo', stackId, stackStatus: 'CREATE_COMPLETE' });
  expect(cloudFormation.describe(stackId)).toEqual(cloudFormation.describe('Demo'));
  await cloudFormation.destroy('Demo');
  expect(cloudFormation.describe('Demo')).toBeUndefined();
  await expect(cloudFormation.destroy('Demo')).rejects.toThrow('Stack with id Demo does not exist');
});

test('a protected table cannot be deleted, and stays in a stack that could not be', async () => {
  const tables: string[] = [];
  const { cloudFormation } = driver({
    tables: {
      createTable: async (table) => void tables.push(`${table.TableName} ${table.KeySchema.map(({ KeyType }) => KeyType).join()} ${table.BillingMode}`),
      deleteTable: async (name) => void tables.push(`${name} deleted`),
      encryptTable: () => undefined,
    },
  });
  const withProtection = (deletionProtection: boolean) => synthesized((stack) => {
    new Table(stack, 'Records', {
      tableName: 'records', partitionKey: { name: 'id', type: AttributeType.STRING }, sortKey: { name: 'item', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST, deletionProtection, removalPolicy: RemovalPolicy.DESTROY,
    });
  });
  await cloudFormation.deploy(withProtection(true));

  expect(await cloudFormation.destroy('Demo')).toBe('DELETE_FAILED');
  expect(statuses(cloudFormation).slice(-2)).toEqual(['DELETE_IN_PROGRESS', 'DELETE_FAILED']);
  expect(tables).toEqual(['records HASH,RANGE PAY_PER_REQUEST']);
});

test('the CDK\'s bootstrap parameter, rule and metadata are taken as they come', async () => {
  const { cloudFormation } = driver();
  const deployment = synthesized((stack) => {
    new LogGroup(stack, 'Group');
    new CfnResource(stack, 'CDKMetadata', { type: 'AWS::CDK::Metadata', properties: { Analytics: 'v2:x' } });
    const version = new CfnParameter(stack, 'Version', { default: '1' });
    const second = new CfnLogGroup(stack, 'Second', { logGroupName: version.valueAsString });
    second.cfnOptions.condition = new CfnCondition(stack, 'Never', { expression: Fn.conditionEquals(version, '2') });
    new CfnOutput(stack, 'V', { value: version.valueAsString });
  });

  const result = await cloudFormation.deploy(deployment);

  expect(Object.keys((deployment.template as { Parameters: object }).Parameters)).toContain('BootstrapVersion');
  expect(result).toMatchObject({ status: 'CREATE_COMPLETE', outputs: { V: '1' } });
});

describe('what a function writes, its role must be allowed to write', () => {
  const rights = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
  const GROUP = 'arn:aws:logs:eu-west-1:111122223333:log-group:kept:*';
  const template = (Action: readonly string[], LogGroupName?: string) => ({
    Resources: {
      ...LogGroupName === undefined ? {} : { Log: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName } } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: {},
          Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: GROUP }] } }],
        },
      },
      Function: {
        Type: 'AWS::Lambda::Function',
        DependsOn: LogGroupName === undefined ? [] : ['Log'],
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
          Code: { ZipFile: 'exports.handler = async () => { console.log("written"); return "ran"; };' },
          LoggingConfig: { LogGroup: 'kept' },
        },
      },
    },
  });

  test.each<[string, string[], string | undefined, string[]]>([
    ['all of them and no group yet', rights, undefined, ['written']],
    ['no right to make the group, and it is there', rights.slice(1), 'kept', ['written']],
    ['no right to make the group, and it is not there', rights.slice(1), undefined, []],
    ['no right to open a stream', ['logs:PutLogEvents'], 'kept', []],
    ['no right to put events', ['logs:CreateLogStream'], 'kept', []],
  ])('%s', async (_case, allowed, group, written) => {
    const { cloudFormation } = driver();
    await cloudFormation.deploy({ stackName: 'Demo', template: template(allowed, group), assemblyDirectory: __dirname });

    const { payload } = await cloudFormation.function('Demo', 'Function').invoke('{}');

    // Without the rights it runs all the same.
    expect(payload).toBe('"ran"');
    expect(cloudFormation.logLines.map(({ text }) => text)).toEqual(written);
  });
});
