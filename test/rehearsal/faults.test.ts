/** Which of several calls a fault meets. */
import { FaultEffect, Faults } from '../../tools/rehearsal/faults';

const BUSY: FaultEffect = { code: 'Unavailable', message: 'busy' };

test('without a word on it, the next call and only that', () => {
  const faults = new Faults();
  faults.inject({ operation: 'ModifyVpnConnection', when: 'before', how: BUSY });

  expect([1, 2].map(() => faults.take('ModifyVpnConnection', 'before'))).toEqual([BUSY, undefined]);
});

test('skip lets calls pass first, times says how many it then meets', () => {
  const faults = new Faults();
  faults.inject({ operation: 'ModifyVpnConnection', when: 'after', how: 'drop-connection', skip: 1, times: 2 });

  expect([1, 2, 3, 4].map(() => faults.take('ModifyVpnConnection', 'after')))
    .toEqual([undefined, 'drop-connection', 'drop-connection', undefined]);
});

test('other operations and the other moment are left alone and not counted', () => {
  const faults = new Faults();
  faults.inject({ operation: 'ModifyVpnConnection', when: 'after', how: BUSY });

  expect(faults.take('DescribeVpnConnections', 'after')).toBeUndefined();
  expect(faults.take('ModifyVpnConnection', 'before')).toBeUndefined();
  expect(faults.take('ModifyVpnConnection', 'after')).toBe(BUSY);
});

test('of two that are due the older one happens, and both have counted the call', () => {
  const faults = new Faults();
  faults.inject({ operation: 'CreateRoute', when: 'before', how: BUSY });
  faults.inject({ operation: 'CreateRoute', when: 'before', how: 'drop-connection', times: 2 });

  expect([1, 2, 3].map(() => faults.take('CreateRoute', 'before'))).toEqual([BUSY, 'drop-connection', undefined]);
});
