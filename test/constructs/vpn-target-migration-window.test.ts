/** When a move may begin, and with what it goes on all the same: as declared, as it travels, and what is refused. */
import { Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { account, newMigration, newStack, region } from './construct-fixtures';
import { MigrationStage, MoveVerification, OnFailure, OnUndo, VpnTargetMigrationProps } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

describe('findings that are accepted', () => {
  test('travel by their ids', () => {
    newMigration(stack, { acknowledgedFindings: ['other-connection-cut-off:vpn-0a1b2c3d4e5f60718'] });

    expect(propertiesOf(stack).AcknowledgedFindings).toEqual(['other-connection-cut-off:vpn-0a1b2c3d4e5f60718']);
  });

  test.each<[string, string[], string]>([
    ['a kind without a subject', ['other-connection-cut-off'],
      '`acknowledgedFindings[0]` must be the id of a finding as the refusal names it, `kind:subject`, got "other-connection-cut-off";'
      + ' a finding whose id has no subject cannot be accepted, so remove what it names'],
    ['one twice', ['asn-changes:b', 'asn-changes:b'], '`acknowledgedFindings[1]` repeats `acknowledgedFindings[0]`, got "asn-changes:b" twice; remove one of them'],
    ['a kind that is misspelt', ['other-connections-cut-of:vpn-0a1b2c3d4e5f60718'], 'Stack/Migration: `acknowledgedFindings[0]` must be of a kind of finding that may be'
      + ' accepted, got "other-connections-cut-of:vpn-0a1b2c3d4e5f60718"; `other-connection-cut-off` may be meant'],
    ['a kind that is near to two', ['direct-connect-lins:dx'], 'Stack/Migration: `acknowledgedFindings[0]` must be of a kind of finding that may be'
      + ' accepted, got "direct-connect-lins:dx"; `direct-connect-wins` or `direct-connect-loses` may be meant'],
    ['a kind that is near to none', ['anything:at-all'], 'Stack/Migration: `acknowledgedFindings[0]` must be of a kind of finding that may be'
      + ' accepted, got "anything:at-all"; README\'s "Findings" has them all'],
    ['what only an edit of a connection is refused for', ['both-tunnels-change:vpn-0a1b2c3d4e5f60718'], '`acknowledgedFindings[0]` must be of a kind of finding'],
  ])('are refused: %s', (_, acknowledgedFindings, message) => {
    expect(() => newMigration(stack, { acknowledgedFindings })).toThrow(message);
  });
});

describe('stages', () => {
  const approvedPlan = `sha256:${'0a'.repeat(32)}`;
  const window = { notBefore: '2026-11-22T02:00:00+01:00', notAfter: '2026-11-22T03:00:00Z' };

  test('a move without one is cut over', () => {
    newMigration(stack);

    expect(propertiesOf(stack)).toMatchObject({ Stage: 'CUT_OVER' });
    expect(propertiesOf(stack)).not.toHaveProperty('Window');
  });

  test('stage, approval and window travel, the window in UTC', () => {
    newMigration(stack, { stage: MigrationStage.CUT_OVER, approvedPlan, window, preparation: 'CHG-42' });

    expect(propertiesOf(stack)).toMatchObject({
      Stage: 'CUT_OVER', ApprovedPlan: approvedPlan, Preparation: 'CHG-42',
      Window: { NotBefore: '2026-11-22T01:00:00.000Z', NotAfter: '2026-11-22T03:00:00.000Z' },
    });
  });

  test('the digest of the plan is an attribute', () => {
    expect(stack.resolve(newMigration(stack).planDigest)).toEqual({ 'Fn::GetAtt': [expect.any(String), 'PlanDigest'] });
  });

  test.each<[string, Partial<VpnTargetMigrationProps>, string]>([
    ['a plan that is no digest', { approvedPlan: '0a0a' },
      '`approvedPlan` must be the digest of a prepared plan, `sha256:` and 64 hexadecimal digits, got "0a0a"; deploy the move with `stage` PREPARED and take its `planDigest`'],
    ['a time without a zone', { window: { ...window, notBefore: '2026-11-22T01:00:00' } },
      '`window.notBefore` must be an instant in ISO 8601 with a time zone that is known at synthesis, as 2026-11-22T01:00:00Z, got "2026-11-22T01:00:00"'],
    ['a day that is none', { window: { ...window, notAfter: '2026-13-22T01:00:00Z' } },
      '`window.notAfter` must be an instant in ISO 8601 with a time zone that is known at synthesis, as 2026-11-22T01:00:00Z, got "2026-13-22T01:00:00Z"'],
    ['a window in which there is no time for the way back', { window: { ...window, notAfter: '2026-11-22T01:30:00Z' } },
      '`window` must be at least as long as `forwardTimeout` and `backTimeout` together, 50 minutes,'
      + ' got 2026-11-22T02:00:00+01:00 to 2026-11-22T01:30:00Z; make it longer or shorten one of them'],
    ['a final move that is to be undone', { stage: MigrationStage.FINALIZED, onRemoval: OnUndo.MOVE_BACK },
      '`onRemoval` must be KEEP when `stage` is FINALIZED, got MOVE_BACK; what the way back needs is let go, so remove `onRemoval` or stay at CUT_OVER'],
  ])('are refused: %s', (_, props, message) => {
    expect(() => newMigration(stack, props)).toThrow(new Error(`Stack/Migration: ${message}`));
  });
});

describe('verification', () => {
  const alarm = () => cloudwatch.Alarm.fromAlarmArn(stack, 'Alarm', `arn:aws:cloudwatch:${region}:${account}:alarm:PacketLoss`);

  test('as many tunnels as before within 15 minutes, unless something else is said', () => {
    newMigration(stack);

    expect(propertiesOf(stack).Verification).toEqual({ Tunnels: 'AS_BEFORE', WithinSeconds: '900' });
  });

  test.each<[MoveVerification, Record<string, string>]>([
    [MoveVerification.tunnelsAsBefore({ within: Duration.minutes(5) }), { Tunnels: 'AS_BEFORE', WithinSeconds: '300' }],
    [MoveVerification.requireTunnels(2), { Tunnels: '2', WithinSeconds: '900' }],
    [MoveVerification.none(), { Tunnels: 'NONE', WithinSeconds: '1' }],
  ])('travels (%#)', (verification, expected) => {
    newMigration(stack, { verification });

    expect(propertiesOf(stack).Verification).toEqual(expected);
  });

  test('alarms travel by name', () => {
    newMigration(stack, { healthAlarms: [alarm()] });

    expect(propertiesOf(stack).Verification).toMatchObject({ AlarmNames: ['PacketLoss'], BakeSeconds: '300' });
  });

  test.each<[string, () => Partial<VpnTargetMigrationProps>, string]>([
    ['three tunnels', () => ({ verification: MoveVerification.requireTunnels(3) }),
      '`tunnels` must be 1 or 2, got 3; a connection has two tunnels, and none are required with `none()`'],
    ['no time at all', () => ({ verification: MoveVerification.tunnelsAsBefore({ within: Duration.seconds(0) }) }),
      '`within` must be longer than 0 seconds, got 0 seconds; use `none()` to wait for no tunnel'],
    ['more time than CloudFormation has', () => ({ verification: MoveVerification.tunnelsAsBefore({ within: Duration.minutes(30) }) }),
      'Stack/Migration: `forwardTimeout`, the time to verify must together be at most 55 minutes, got 30 minutes, 30 minutes;'
      + ' CloudFormation waits for an hour at most, so shorten one of them'],
    ['a bake time for which CloudFormation does not wait', () => ({ bakeTime: Duration.minutes(30), healthAlarms: [alarm()] }),
      'Stack/Migration: `forwardTimeout`, the time to verify must together be at most 55 minutes, got 30 minutes, 30 minutes;'
      + ' CloudFormation waits for an hour at most, so shorten one of them'],
    ['one for which it would, but not for the way back after it', () => ({
      bakeTime: Duration.minutes(20), healthAlarms: [alarm()], verification: MoveVerification.none(), onFailure: OnFailure.MOVE_BACK,
    }), 'Stack/Migration: `forwardTimeout`, the time to verify and `backTimeout` must together be at most 55 minutes, got 30 minutes, 20 minutes and 20 minutes;'
      + ' CloudFormation waits for an hour at most, so shorten one of them'],
    ['no time left for a way back that may be needed', () => ({ verification: MoveVerification.requireTunnels(1), onFailure: OnFailure.MOVE_BACK }),
      'Stack/Migration: `forwardTimeout`, the time to verify and `backTimeout` must together be at most 55 minutes, got 30 minutes, 15 minutes and 20 minutes;'
      + ' CloudFormation waits for an hour at most, so shorten one of them'],
    ['a bake time with nothing to watch', () => ({ bakeTime: Duration.minutes(5) }),
      'Stack/Migration: `bakeTime` must come with `healthAlarms`, got 5 minutes and no alarm; name the alarms to watch, or remove it'],
    ['a bake time of nothing', () => ({ bakeTime: Duration.minutes(0), healthAlarms: [alarm()] }), 'Stack/Migration: `bakeTime` must be longer than 0 seconds, got 0 minutes'],
  ])('is refused: %s', (_, props, message) => {
    expect(() => newMigration(stack, props())).toThrow(new Error(message));
  });
});

function propertiesOf(of: Stack): Record<string, unknown> {
  return Object.values(Template.fromStack(of).findResources('Custom::VpnTargetMigration'))[0].Properties;
}
