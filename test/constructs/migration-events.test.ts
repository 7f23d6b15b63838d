/** How a user listens to a move: rules for its phases, and alarms on the way in which it ended. */
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Alarm, ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import { CloudWatchLogGroup } from 'aws-cdk-lib/aws-events-targets';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { ids, newMigration, newStack } from './construct-fixtures';
import { MigrationEvents, MigrationPhase } from '../../src';
import { detailTypeOf, PHASES } from '../../src/contract/phase';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

test('the phases of the API are those of the domain, each with its detail type', () => {
  expect(Object.values(MigrationPhase)).toEqual(PHASES);
  expect(Object.values(MigrationPhase).map((phase) => MigrationEvents.detailType(phase))).toEqual(PHASES.map(detailTypeOf));
  expect(MigrationEvents.detailType(MigrationPhase.MIGRATED_UNVERIFIED)).toBe('VPN Target Migration Migrated Unverified');
});

test.each<[string, Parameters<typeof MigrationEvents.pattern>[0], object]>([
  ['of everything', undefined, { detail: { version: ['1'] } }],
  ['of phases', { phases: [MigrationPhase.HELD, MigrationPhase.HELD, MigrationPhase.MIGRATED] }, {
    detailType: ['VPN Target Migration Held', 'VPN Target Migration Migrated'], detail: { version: ['1'] },
  }],
  ['of one connection', { vpnConnectionId: ids.vpn }, { detail: { version: ['1'], vpnConnectionId: [ids.vpn] } }],
])('a pattern %s', (_, filter, expected) => {
  expect(MigrationEvents.pattern(filter)).toEqual({ source: ['cdk-site-to-site-vpn'], ...expected });
});

test('a pattern that nothing can match is refused', () => {
  expect(() => MigrationEvents.pattern({ phases: [] })).toThrow('`phases` must name a phase at least, got none; leave it out to listen to all');
});

test('a rule is there before the move begins', () => {
  const migration = newMigration(stack);
  migration.onPhase('Night', {
    phases: [MigrationPhase.HELD],
    target: new CloudWatchLogGroup(new LogGroup(stack, 'Ticket')),
    eventPattern: { detail: { direction: ['forward'] } },
    description: 'Wakes somebody up',
  });

  const template = Template.fromStack(stack);
  template.hasResourceProperties('AWS::Events::Rule', {
    Description: 'Wakes somebody up',
    EventPattern: {
      'source': ['cdk-site-to-site-vpn'],
      'detail-type': ['VPN Target Migration Held'],
      'detail': { version: ['1'], vpnConnectionId: [ids.vpn], direction: ['forward'] },
    },
    Targets: [Match.objectLike({})],
  });
  const [rule] = Object.keys(template.findResources('AWS::Events::Rule'));
  template.hasResource('Custom::VpnTargetMigration', { DependsOn: Match.arrayWith([rule]) });
});

test('a rule of another stack is not waited for, which would lead in a circle', () => {
  const migration = newMigration(stack);
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: stack.account, region: stack.region } });
  const rule = migration.onPhase('Night', { crossStackScope: other });

  expect(Stack.of(rule)).toBe(other);
  Template.fromStack(other).resourceCountIs('AWS::Events::Rule', 1);
  expect(stack.dependencies).toEqual([]);
});

test('an alarm on a move that ended unverified, or is held, is one line each', () => {
  const migration = newMigration(stack);
  migration.metricUnverified().createAlarm(stack, 'Unverified', { threshold: 1, evaluationPeriods: 1 });
  migration.metricHeld({ statistic: 'Sum' }).createAlarm(stack, 'Held', { threshold: 1, evaluationPeriods: 1 });

  const template = Template.fromStack(stack);
  const alarm = {
    Namespace: 'CdkSiteToSiteVpn', Dimensions: [{ Name: 'VpnConnectionId', Value: ids.vpn }], Period: 300,
    ComparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  };
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...alarm, MetricName: 'MigratedUnverified', Statistic: 'Maximum' });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { ...alarm, MetricName: 'Held', Statistic: 'Sum' });
});

test('the interruption is a metric, and nothing is that no move measures', () => {
  const migration = newMigration(stack);
  new Alarm(stack, 'Long', { metric: migration.metricInterruptionSeconds(), threshold: 900, evaluationPeriods: 1 });

  Template.fromStack(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'InterruptionSeconds', Threshold: 900 });
  expect(() => migration.metric('Interruptions')).toThrow('`metricName` must be one of InterruptionSeconds, Migrated, MigratedUnverified, MovedBack, Held, got "Interruptions"');
});
