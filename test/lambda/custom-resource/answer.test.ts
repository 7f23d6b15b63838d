/** What CloudFormation is answered: once for each request, small enough, under a name that stays, and with words alone. */
import { EventEmitter } from 'node:events';
import { request, RequestOptions } from 'node:https';
import { ResourceEvent } from '../../../lambda/custom-resource/event';
import { customResource } from '../../../lambda/custom-resource/handler';
import { COMPLETE, nothingToDo, ResourceRequest } from '../../../lambda/custom-resource/request';

jest.mock('node:https', () => ({ request: jest.fn() }));

const EVENT: ResourceEvent = {
  RequestType: 'Create',
  ResponseURL: 'https://bucket.s3.amazonaws.com/object?Signature=planted',
  StackId: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Demo/1',
  RequestId: 'request-1',
  LogicalResourceId: 'Thing',
  ResourceType: 'Custom::Thing',
  ResourceProperties: {},
};

interface Put {
  readonly options: RequestOptions;
  readonly body: string;
}

async function answered(requestOf: (event: ResourceEvent) => ResourceRequest, event: Partial<ResourceEvent> = {}) {
  const puts: Put[] = [];
  jest.mocked(request).mockImplementation(((options: RequestOptions, respond: (response: object) => void) =>
    Object.assign(new EventEmitter(), {
      destroy: () => undefined,
      end: (body: string) => {
        puts.push({ options, body });
        setImmediate(() => respond({ statusCode: 200 }));
      },
    })) as never);
  const log = jest.spyOn(console, 'log').mockImplementation();
  await customResource(requestOf)({ ...EVENT, ...event }, { getRemainingTimeInMillis: () => 900_000 });
  return { puts, answer: JSON.parse(puts[0].body) as Record<string, unknown>, logged: JSON.stringify(log.mock.calls) };
}

afterEach(() => jest.restoreAllMocks());

const failing = (error: unknown): ResourceRequest => ({ physicalId: 'thing', attempt: async () => { throw error; } });
const ids = { StackId: EVENT.StackId, RequestId: 'request-1', LogicalResourceId: 'Thing' };

test('a success names what was made, and its attributes', async () => {
  const { puts, answer } = await answered(() => ({ physicalId: 'thing', attempt: async () => ({ isComplete: true, data: { Colour: 'red' } }) }));

  expect(answer).toEqual({ Status: 'SUCCESS', PhysicalResourceId: 'thing', ...ids, Data: { Colour: 'red' } });
  expect(puts.map(({ options }) => options)).toEqual([{
    method: 'PUT',
    hostname: 'bucket.s3.amazonaws.com',
    path: '/object?Signature=planted',
    headers: { 'content-type': '', 'content-length': Buffer.byteLength(puts[0].body) },
  }]);
});

test.each<[string, unknown, string]>([
  ['a sentence', new Error('it is not to be had'), 'it is not to be had'],
  ['no error at all', 'thrown', 'failed'],
])('a failure is told by %s, without a stack, under the name of what may be there', async (_, error, Reason) => {
  expect((await answered(() => failing(error))).answer).toEqual({ Status: 'FAILED', Reason, PhysicalResourceId: 'thing', ...ids });
});

test.each(['x', '€', '"', '\n'])('a reason of 9,000 times %j is cut to what CloudFormation takes', async (character) => {
  const { puts, answer } = await answered(() => failing(new Error(character.repeat(9_000))));

  expect(Buffer.byteLength(puts[0].body)).toBeLessThanOrEqual(4096);
  expect(Buffer.byteLength(puts[0].body)).toBeGreaterThan(3000);
  expect(answer).toEqual({ Status: 'FAILED', Reason: expect.stringMatching(/…$/), PhysicalResourceId: 'thing', ...ids });
});

test.each<[string, Partial<ResourceEvent>, string]>([
  ['a Create', {}, 'never-made'], ['an Update', { RequestType: 'Update', PhysicalResourceId: 'before' }, 'before'],
])('%s that cannot be understood has made nothing', async (_, event, PhysicalResourceId) => {
  const { answer } = await answered(() => { throw new Error('a property is missing'); }, event);
  expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'a property is missing', PhysicalResourceId });
});

test('a Delete of nothing is a success under the name that it came with', async () => {
  const { answer } = await answered(({ PhysicalResourceId }) => nothingToDo(PhysicalResourceId!), { RequestType: 'Delete', PhysicalResourceId: 'made-up' });
  expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'made-up' });
});

test('the log says which request it was and not where it is answered', async () => {
  const { logged } = await answered(() => ({ physicalId: 'thing', attempt: async () => COMPLETE }));
  expect(logged).toContain('request-1');
  expect(logged).not.toMatch(/planted|s3\.amazonaws/);
});
