/** What is in a stack, by the real SDK against the embedded CloudFormation, and while the stack is on its way. */
import {
  CloudFormationClient, DescribeStackResourceCommand, DescribeStackResourcesCommand, DescribeTypeCommand, GetTemplateCommand,
  ListStackResourcesCommand, paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { ACCOUNT, demo, driver, REGION, two } from './provider-app';
import { Unknowns } from '../../../tools/rehearsal/cloudformation/driver';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { CloudFormationEndpoint } from '../../../tools/rehearsal/services/cloudformation-api';

const group = (more: object = {}) => ({ Type: 'AWS::Logs::LogGroup', ...more });
const groups = (names: readonly string[]) => ({
  stackName: 'Demo', assemblyDirectory: __dirname,
  template: { Resources: Object.fromEntries(names.map((name) => [name, group({ Properties: { LogGroupName: `log-${name}` } })])) },
});

describe('a resource of a stack', () => {
  test('is described by the stack\'s name and by its id', async () => {
    const { cloudFormation, client, clock } = await world();
    const { stackId } = await cloudFormation.deploy(groups(['A']));

    for (const StackName of ['Demo', stackId]) {
      const { StackResourceDetail } = await client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'A' }));
      expect(StackResourceDetail).toEqual({
        StackName: 'Demo', StackId: stackId, LogicalResourceId: 'A', PhysicalResourceId: 'log-A', ResourceType: 'AWS::Logs::LogGroup',
        ResourceStatus: 'CREATE_COMPLETE', LastUpdatedTimestamp: new Date(clock.now()), DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
      });
    }
  });

  test.each<[string, string, string]>([
    ['Demo', 'Nobody', 'Resource Nobody does not exist for stack Demo'],
    ['Other', 'A', 'Stack \'Other\' does not exist'],
  ])('of stack %s, named %s: a validation error in AWS\'s words', async (StackName, LogicalResourceId, message) => {
    const { cloudFormation, client } = await world();
    await cloudFormation.deploy(groups(['A']));

    await expect(client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId }))).rejects.toMatchObject({
      name: 'ValidationError', message, $metadata: { httpStatusCode: 400 },
    });
  });

  test('that an update removed is not there any more', async () => {
    const { cloudFormation, client } = await world();
    await cloudFormation.deploy(groups(['A', 'B']));
    await cloudFormation.deploy(groups(['B']));

    await expect(client.send(new DescribeStackResourceCommand({ StackName: 'Demo', LogicalResourceId: 'A' }))).rejects.toThrow('Resource A does not exist');
  });

  test('has no physical id while it is made, and is not there before that', async () => {
    const { cloudFormation, clock } = driver();
    const observed: string[] = [];
    for (const second of [5, 25, 35]) {
      clock.setTimeout(() => observed.push(cloudFormation.contents.resources('Demo').filter(({ type }) => type.endsWith('CustomResource'))
        .map(({ logicalId, status, physicalId = '-' }) => `${logicalId} ${status} ${physicalId}`).join(', ')), second * 1000);
    }

    await cloudFormation.deploy(two({ Id: 'one', IsComplete: 'works 20' }, { Id: 'two', IsComplete: 'works 30' }, true));

    expect(observed).toEqual([
      'Thing CREATE_IN_PROGRESS -',
      'Thing CREATE_COMPLETE one, Other CREATE_IN_PROGRESS -',
      'Thing CREATE_COMPLETE one, Other CREATE_IN_PROGRESS -',
    ]);
  });

  test('that failed says why', async () => {
    const { cloudFormation, clock } = driver();
    await cloudFormation.deploy(demo({ Size: 1 }));
    const observed: (string | undefined)[] = [];
    cloudFormation.onEvent(({ logicalId, status }) => {
      if (logicalId === 'Demo' && status === 'UPDATE_ROLLBACK_IN_PROGRESS') {
        observed.push(...cloudFormation.contents.resources('Demo').filter((each) => each.logicalId === 'Thing').map(({ statusReason }) => statusReason));
      }
    });

    await cloudFormation.deploy(demo({ Size: 2, IsComplete: 'throws' }));
    await clock.sleep(1000);

    expect(observed).toEqual([expect.stringContaining('isComplete refused')]);
  });

  test.each<[Unknowns['deletedResources'], string[]]>([['described', ['A DELETE_COMPLETE']], ['not-described', []]])(
    'that a stack\'s deletion has deleted is %s', async (deletedResources, expected) => {
      const { cloudFormation } = driver({ unknowns: { deletedResources } });
      const kept = { A: group(), B: group({ Properties: { LogGroupName: { Ref: 'A' } } }) };
      await cloudFormation.deploy({ stackName: 'Demo', template: { Resources: { ...kept, C: group({ DependsOn: 'A' }) } }, assemblyDirectory: __dirname });
      const observed: string[][] = [];
      cloudFormation.onEvent(({ logicalId, status }) => {
        const resources = cloudFormation.contents.resources('Demo').map((each) => `${each.logicalId} ${each.status}`);
        if (logicalId === 'Demo' && status === 'DELETE_COMPLETE') observed.push(resources.filter((each) => each.startsWith('A')));
      });

      await cloudFormation.destroy('Demo');

      expect(observed).toEqual([expected]);
    });

  test('is gone from the rolled-back creation in which it was never made', async () => {
    const { cloudFormation, client } = await world();
    await cloudFormation.deploy({ ...groups(['A']), stackName: 'Taken' });

    expect((await cloudFormation.deploy(groups(['A']))).status).toBe('ROLLBACK_COMPLETE');

    await expect(client.send(new DescribeStackResourceCommand({ StackName: 'Demo', LogicalResourceId: 'A' }))).rejects.toThrow('Resource A does not exist');
  });
});

describe('all resources of a stack', () => {
  const names = ['A', 'B', 'C', 'D', 'E'];

  test('come in pages', async () => {
    const { cloudFormation, client } = await world({ pageSize: 2 });
    await cloudFormation.deploy(groups(names));

    const pages: string[] = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: 'Demo' })) {
      pages.push(StackResourceSummaries.map((each) => `${each.LogicalResourceId} ${each.PhysicalResourceId} ${each.ResourceStatus}`).join(', '));
    }

    expect(pages).toEqual(['A log-A CREATE_COMPLETE, B log-B CREATE_COMPLETE', 'C log-C CREATE_COMPLETE, D log-D CREATE_COMPLETE', 'E log-E CREATE_COMPLETE']);
    await expect(client.send(new ListStackResourcesCommand({ StackName: 'Demo', NextToken: 'mine' }))).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(client.send(new ListStackResourcesCommand({ StackName: 'Other' }))).rejects.toThrow('Stack with id Other does not exist');
  });

  test('or the first hundred of them at once, or one', async () => {
    const { cloudFormation, client } = await world();
    await cloudFormation.deploy(groups(Array.from({ length: 101 }, (_each, index) => `G${index}`)));
    const found = async (query: object) => {
      const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand(query));
      return StackResources.map((each) => each.PhysicalResourceId);
    };

    expect(await found({ StackName: 'Demo' })).toHaveLength(100);
    expect(await found({ StackName: 'Demo', LogicalResourceId: 'G7' })).toEqual(['log-G7']);
    expect(await found({ PhysicalResourceId: 'log-G7', LogicalResourceId: 'G8' })).toEqual(['log-G8']);
    await expect(found({ StackName: 'Demo', PhysicalResourceId: 'log-G7' })).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(found({})).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(found({ PhysicalResourceId: 'vpn-1' })).rejects.toThrow('Stack for vpn-1 does not exist');
  });

  test.each<[Unknowns['describeStackResourcesOfAbsentResource'], string]>([['ValidationError', 'Resource Z does not exist for stack Demo'], ['nothing', '0']])(
    'asked for one that the stack does not have: %s', async (describeStackResourcesOfAbsentResource, expected) => {
      const { cloudFormation, client } = await world({ unknowns: { describeStackResourcesOfAbsentResource } });
      await cloudFormation.deploy(groups(['A']));

      const answer = await client.send(new DescribeStackResourcesCommand({ StackName: 'Demo', LogicalResourceId: 'Z' }))
        .then(({ StackResources = [] }) => String(StackResources.length), (error: Error) => error.message);

      expect(answer).toBe(expected);
    });
});

describe('a stack\'s template', () => {
  test('is what was deployed', async () => {
    const { cloudFormation, client } = await world();
    const { template } = groups(['A']);
    await cloudFormation.deploy(groups(['A']));

    const { TemplateBody = '', StagesAvailable } = await client.send(new GetTemplateCommand({ StackName: 'Demo', TemplateStage: 'Original' }));

    expect({ template: JSON.parse(TemplateBody), StagesAvailable }).toEqual({ template, StagesAvailable: ['Original', 'Processed'] });
    await expect(client.send(new GetTemplateCommand({ StackName: 'Other' }))).rejects.toThrow('Stack with id Other does not exist');
  });

  test.each<[Unknowns['templateDuringUpdate'], string[]]>([
    ['new', ['UPDATE_IN_PROGRESS 2', 'UPDATE_ROLLBACK_IN_PROGRESS 1', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS 1', 'UPDATE_ROLLBACK_COMPLETE 1']],
    ['previous', ['UPDATE_IN_PROGRESS 1', 'UPDATE_ROLLBACK_IN_PROGRESS 1', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS 1', 'UPDATE_ROLLBACK_COMPLETE 1']],
  ])('during an update that rolls back is the %s one first', async (templateDuringUpdate, expected) => {
    const { cloudFormation } = driver({ unknowns: { templateDuringUpdate } });
    const size = () => String(cloudFormation.contents.template('Demo')?.Resources.Thing.Properties?.Size);
    const observed: string[] = [];
    cloudFormation.onEvent(({ logicalId, status }) => void (logicalId === 'Demo' && observed.push(`${status} ${size()}`)));

    await cloudFormation.deploy(demo({ Size: 1 }));
    expect(observed.splice(0)).toEqual(['CREATE_IN_PROGRESS 1', 'CREATE_COMPLETE 1']);
    await cloudFormation.deploy(demo({ Size: 2, IsComplete: 'throws' }));

    expect(observed).toEqual(expected);
  });
});

describe('the registry', () => {
  test.each<[Unknowns['vpnConnectionSchema'], boolean]>([['gateways-in-place', false], ['gateways-create-only', true]])(
    'with %s: whether a transit gateway is create-only is %s', async (vpnConnectionSchema, createOnly) => {
      const { client } = await world({ unknowns: { vpnConnectionSchema } });

      for (const query of [{ Type: 'RESOURCE', TypeName: 'AWS::EC2::VPNConnection' }, { Arn: `arn:aws:cloudformation:${REGION}::type/resource/AWS-EC2-VPNConnection` }] as const) {
        const { Schema = '', ...answer } = await client.send(new DescribeTypeCommand(query));
        expect((JSON.parse(Schema) as { createOnlyProperties: string[] }).createOnlyProperties.includes('/properties/TransitGatewayId')).toBe(createOnly);
        expect(answer).toMatchObject({ Type: 'RESOURCE', TypeName: 'AWS::EC2::VPNConnection', Visibility: 'PUBLIC', IsDefaultVersion: true });
      }
    });

  test('does not know every type', async () => {
    const { client } = await world();

    await expect(client.send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: 'AWS::EC2::Moon' }))).rejects.toMatchObject({
      name: 'TypeNotFoundException', $metadata: { httpStatusCode: 404 },
    });
    await expect(client.send(new DescribeTypeCommand({}))).rejects.toMatchObject({ name: 'ValidationError' });
  });
});

describe('permissions', () => {
  const OPERATIONS: [string, (client: CloudFormationClient, StackName: string) => Promise<unknown>][] = [
    ['DescribeStackResource', async (client, StackName) => client.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'A' }))],
    ['DescribeStackResources', async (client, StackName) => client.send(new DescribeStackResourcesCommand({ StackName }))],
    ['ListStackResources', async (client, StackName) => client.send(new ListStackResourcesCommand({ StackName }))],
    ['GetTemplate', async (client, StackName) => client.send(new GetTemplateCommand({ StackName }))],
  ];

  test.each(OPERATIONS)('of %s are those for the stack\'s ARN', async (operation, send) => {
    const { cloudFormation, clientFor, authorizer } = await world();
    const { stackId } = await cloudFormation.deploy(groups(['A']));
    await cloudFormation.deploy({ stackName: 'Other', template: { Resources: { Z: group() } }, assemblyDirectory: __dirname });
    authorizer.register('AKIDROLE', 'mover', [{ Statement: { Effect: 'Allow', Action: `cloudformation:${operation}`, Resource: stackId } }]);

    await expect(send(clientFor('AKIDROLE'), 'Demo')).resolves.toBeDefined();
    await expect(send(clientFor('AKIDROLE'), 'Other')).rejects.toMatchObject({
      name: 'AccessDenied', message: expect.stringContaining(`cloudformation:${operation} on resource: arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/Other/`),
    });
    await expect(send(clientFor('AKIDROLE'), 'Nobody')).rejects.toThrow(`stack/Nobody/* because no identity-based policy allows the cloudformation:${operation} action`);
  });

  test.each([['*', true], ['arn:aws:cloudformation:*:*:type/resource/*', false]])('of DescribeType can only be given on *: %s', async (Resource, allowed) => {
    const { clientFor, authorizer } = await world();
    authorizer.register('AKIDROLE', 'mover', [{ Statement: { Effect: 'Allow', Action: 'cloudformation:DescribeType', Resource } }]);

    const answer = clientFor('AKIDROLE').send(new DescribeTypeCommand({ Type: 'RESOURCE', TypeName: 'AWS::EC2::VPNConnection' }));

    await (allowed ? expect(answer).resolves.toBeDefined() : expect(answer).rejects.toMatchObject({ name: 'AccessDenied' }));
  });
});

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map(async (each) => each.close()));
});

/** A driver behind its endpoint, and clients of it. */
async function world({ unknowns, pageSize }: { readonly unknowns?: Partial<Unknowns>; readonly pageSize?: number } = {}) {
  const authorizer = new PolicyAuthorizer();
  authorizer.registerAdministrator('AKIDADMIN', 'operator');
  const { cloudFormation, clock } = driver({ unknowns });
  const endpoint = new CloudFormationEndpoint({
    clock, authorizer, accountId: ACCOUNT, pageSize, contents: () => cloudFormation.contents,
    describeStack: (name) => cloudFormation.describe(name),
  });
  const url = await endpoint.listen();
  open.push(endpoint);
  const clientFor = (accessKeyId: string) => {
    const client = new CloudFormationClient({
      endpoint: url, region: REGION, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey: 'secret' },
    });
    open.push({ close: async () => client.destroy() });
    return client;
  };
  return { cloudFormation, clock, authorizer, clientFor, client: clientFor('AKIDADMIN') };
}
