/** What a template may be at most: at its limit it is deployed, and one beyond it is refused before anything is touched. */
import { driver } from './provider-app';

const times = <T>(count: number, entry: (at: number) => T) => Object.fromEntries(Array.from({ length: count }, (_each, at) => [`N${at}`, entry(at)]));
const metadata = (Analytics = 'x') => ({ Type: 'AWS::CDK::Metadata', Properties: { Analytics } });
const input = (sections: object) => ({ stackName: 'Demo', template: { Resources: { X: metadata() }, ...sections }, assemblyDirectory: __dirname });
const named = (length: number, value: unknown) => ({ ['n'.repeat(length)]: value });
const reference = '{{resolve:secretsmanager:key}}';

/** Filled with what is read as it stands, up to that many bytes of the template as the CDK writes it. */
const ofBytes = (bytes: number) => {
  const empty = Buffer.byteLength(JSON.stringify(input({ Metadata: { Filling: '' } }).template, undefined, 1));
  return { Metadata: { Filling: 'x'.repeat(bytes - empty) } };
};

test.each<[string, (over: 0 | 1) => object, string]>([
  ['resources', (over) => ({ Resources: times(500 + over, () => metadata()) }), 'Template format error: Number of resources, 501, is greater than maximum allowed, 500'],
  ['outputs', (over) => ({ Outputs: times(200 + over, () => ({ Value: 'x' })) }), 'Template format error: Outputs count 201 is greater than max allowed 200'],
  ['parameters', (over) => ({ Parameters: times(200 + over, () => ({ Type: 'String', Default: '' })) }), 'Template format error: Parameter count 201 is greater than max allowed 200'],
  ['mappings', (over) => ({ Mappings: times(200 + over, () => ({ a: { b: 'c' } })) }), 'Template format error: Mapping count 201 is greater than max allowed 200'],
  ['a mapping\'s attributes', (over) => ({ Mappings: { M: times(200 + over, () => ({ b: 'c' })) } }), 'Template format error: Mapping M attribute count 201 is greater than max allowed 200'],
  ['the whole', (over) => ofBytes(1_000_000 + over), 'Template may not exceed 1000000 bytes in size.'],
  ['a description', (over) => ({ Description: 'ü'.repeat(512) + 'x'.repeat(over) }), 'Template format error: \'Description\' length is greater than 1024.'],
  ['dynamic references', (over) => ({ Resources: times(60 + over, () => metadata(reference)) }), 'Template format error: Dynamic reference count 61 is greater than max allowed 60'],
  ['a resource\'s name', (over) => ({ Resources: named(255 + over, metadata()) }), `Template format error: Name ${'n'.repeat(256)} is longer than 255 characters`],
  ['an output\'s name', (over) => ({ Outputs: named(255 + over, { Value: 'x' }) }), `Template format error: Name ${'n'.repeat(256)} is longer than 255 characters`],
  ['a parameter\'s name', (over) => ({ Parameters: named(255 + over, { Type: 'String', Default: '' }) }), `Template format error: Name ${'n'.repeat(256)} is longer than 255 characters`],
  ['a mapping\'s name', (over) => ({ Mappings: named(255 + over, { a: { b: 'c' } }) }), `Template format error: Name ${'n'.repeat(256)} is longer than 255 characters`],
  ['a parameter\'s value', (over) => ({ Parameters: { P: { Type: 'String', Default: 'x'.repeat(4_096 + over) } } }), 'Parameter \'P\' must have a value of at most 4096 bytes'],
])('%s', async (_what, sections, message) => {
  const dynamicValues = { currentSecret: () => 'value' };
  const { cloudFormation } = driver({ dynamicValues });
  expect((await cloudFormation.deploy(input(sections(0)))).status).toBe('CREATE_COMPLETE');

  const { cloudFormation: other } = driver({ dynamicValues });
  await expect(other.deploy(input(sections(1)))).rejects.toThrow(message);

  expect(other.events).toEqual([]);
});

test('an update beyond a limit is refused and leaves the stack as it is', async () => {
  const { cloudFormation } = driver();
  await cloudFormation.deploy(input({}));

  await expect(cloudFormation.deploy(input({ Resources: times(501, () => metadata()) }))).rejects.toThrow('Number of resources, 501');

  expect(cloudFormation.describe('Demo')).toMatchObject({ stackStatus: 'CREATE_COMPLETE' });
});
