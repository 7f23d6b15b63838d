/** When a move may begin, and with what it goes on all the same: as declared, as it travels, and what is refused. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newMigration, newStack } from './construct-fixtures';
import { MigrationStage, OnUndo, VpnTargetMigrationProps } from '../src';

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
    ['one twice', ['a:b', 'a:b'], '`acknowledgedFindings[1]` repeats `acknowledgedFindings[0]`, got "a:b" twice; remove one of them'],
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
    expect(() => newMigration(stack, props)).toThrow(new Error(message));
  });
});

function propertiesOf(of: Stack): Record<string, unknown> {
  return Object.values(Template.fromStack(of).findResources('Custom::VpnTargetMigration'))[0].Properties;
}
