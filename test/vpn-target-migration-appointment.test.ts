/** When a move may begin, and with what it goes on all the same: as declared, as it travels, and what is refused. */
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { newMigration, newStack } from './construct-fixtures';

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

function propertiesOf(of: Stack): Record<string, unknown> {
  return Object.values(Template.fromStack(of).findResources('Custom::VpnTargetMigration'))[0].Properties;
}
