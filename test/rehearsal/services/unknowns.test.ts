/** The switches of the services beside EC2; what each makes different is told where its service is. */
import { everyServiceSetting, SERVICE_UNKNOWNS, serviceUnknowns } from '../../../tools/rehearsal/services/unknowns';

test.each(Object.entries(SERVICE_UNKNOWNS))('%s has a default, an alternative and a source', (name, { values, default: first, question, source }) => {
  expect(values[0]).toBe(first);
  expect(new Set(values).size).toBe(values.length);
  expect(question).toMatch(/\.$/);
  expect(source.length).toBeGreaterThan(20);
  expect(serviceUnknowns()).toHaveProperty(name, first);
});

test('every deviation is one switch at another value', () => {
  const settings = everyServiceSetting();

  expect(settings).toContainEqual({ putEventsDenial: 'entry' });
  expect(settings).toHaveLength(Object.values(SERVICE_UNKNOWNS).reduce((sum, { values }) => sum + values.length - 1, 0));
  for (const setting of settings) expect(serviceUnknowns(setting)).toEqual({ ...serviceUnknowns(), ...setting });
});

test('a name or a value that does not exist is refused', () => {
  expect(() => serviceUnknowns({ putEventsDenial: 'never' as 'entry' })).toThrow('putEventsDenial is one of request, entry, not never');
  expect(() => serviceUnknowns({ weather: 'fine' } as object)).toThrow('there is no unknown named weather');
});
