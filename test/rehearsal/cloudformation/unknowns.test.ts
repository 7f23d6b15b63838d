/** CloudFormation's switches; what each makes different is told where its rule is. */
import { CLOUDFORMATION_UNKNOWNS, cloudFormationUnknowns, everyCloudFormationSetting } from '../../../tools/rehearsal/cloudformation/unknowns';

test.each(Object.entries(CLOUDFORMATION_UNKNOWNS))('%s has a default, an alternative and a source', (name, { values, default: first, question, source }) => {
  expect(values[0]).toBe(first);
  expect(values.length).toBeGreaterThan(1);
  expect(new Set(values).size).toBe(values.length);
  expect(question).toMatch(/\.$/);
  expect(source.length).toBeGreaterThan(20);
  expect(cloudFormationUnknowns()).toHaveProperty(name, first);
});

test('every deviation is one switch at another value', () => {
  const settings = everyCloudFormationSetting();

  expect(settings).toContainEqual({ requestInFlightOnRollback: 'is-awaited' });
  expect(settings).toHaveLength(Object.values(CLOUDFORMATION_UNKNOWNS).reduce((sum, { values }) => sum + values.length - 1, 0));
  for (const setting of settings) expect(cloudFormationUnknowns(setting)).toEqual({ ...cloudFormationUnknowns(), ...setting });
});

test('a name or a value that does not exist is refused', () => {
  expect(() => cloudFormationUnknowns({ deleteOfAbsentVpnRoute: 'never' as 'fails' })).toThrow('deleteOfAbsentVpnRoute is one of succeeds, fails, not never');
  expect(() => cloudFormationUnknowns({ weather: 'fine' } as object)).toThrow('there is no unknown named weather');
});
