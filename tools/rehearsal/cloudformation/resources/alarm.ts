/** Alarms, made, changed and deleted as resources. Nothing measures here, so that none goes off by itself. */
import { list, objects, optionalText } from '../properties';
import { ResourceType, Services } from '../resource-type';
import { checkCount, checkLength } from '../service-limits';
import { Properties } from '../template';

/** [PutMetricAlarm: AlarmName, AlarmDescription, the three lists of actions, Dimensions; MetricDataQuery: Expression] */
const NAME_LENGTH_MAX = 255;
const DESCRIPTION_LENGTH_MAX = 1_024;
const ACTIONS_MAX = 5;
const DIMENSIONS_MAX = 30;
const EXPRESSION_LENGTH_MAX = 2_048;
/** [CloudWatch user guide, "CloudWatch service quotas": metrics of a metric math expression that an alarm watches] */
const METRICS_MAX = 10;

export function alarm(services: Services): ResourceType {
  return anyAlarm(services, {
    properties: {
      AlarmName: 'create-only',
      ActionsEnabled: 'mutable', AlarmActions: 'mutable', AlarmDescription: 'mutable', ComparisonOperator: 'mutable', DatapointsToAlarm: 'mutable',
      Dimensions: 'mutable', EvaluateLowSampleCountPercentile: 'mutable', EvaluationPeriods: 'mutable', ExtendedStatistic: 'mutable',
      InsufficientDataActions: 'mutable', MetricName: 'mutable', Metrics: 'mutable', Namespace: 'mutable', OKActions: 'mutable', Period: 'mutable',
      Statistic: 'mutable', Tags: 'mutable', Threshold: 'mutable', ThresholdMetricId: 'mutable', TreatMissingData: 'mutable', Unit: 'mutable',
    },
    required: ['ComparisonOperator', 'EvaluationPeriods'],
  }, checkAlarm);
}

/** [PutCompositeAlarm: AlarmRule, AlarmDescription, the three lists of actions] */
const RULE_LENGTH_MAX = 10_240;

export function compositeAlarm(services: Services): ResourceType {
  return anyAlarm(services, {
    properties: {
      AlarmName: 'create-only',
      ActionsEnabled: 'mutable', ActionsSuppressor: 'mutable', ActionsSuppressorExtensionPeriod: 'mutable', ActionsSuppressorWaitPeriod: 'mutable',
      AlarmActions: 'mutable', AlarmDescription: 'mutable', AlarmRule: 'mutable', InsufficientDataActions: 'mutable', OKActions: 'mutable', Tags: 'mutable',
    },
    required: ['AlarmRule'],
  }, checkCompositeAlarm);
}

/** @param check what CloudWatch refuses of its properties */
function anyAlarm(
  { region, accountId, partition }: Services, schema: Pick<ResourceType, 'properties' | 'required'>, check: (properties: Properties) => void,
): ResourceType {
  return {
    ...schema,
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'AlarmName') ?? generatedName(NAME_LENGTH_MAX);
      checkLength('CloudWatch', 'alarmName', name, NAME_LENGTH_MAX);
      check(properties);
      return { physicalId: name, attributes: { Arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}` } };
    },
    update: async ({ current, properties }) => {
      check(properties);
      return current;
    },
    delete: async () => undefined,
  };
}

function checkCompositeAlarm(properties: Properties): void {
  checkDescriptionAndActions(properties);
  checkLength('CloudWatch', 'alarmRule', optionalText(properties, 'AlarmRule') ?? '', RULE_LENGTH_MAX);
}

function checkAlarm(properties: Properties): void {
  checkDescriptionAndActions(properties);
  checkCount('CloudWatch', 'dimensions', list(properties, 'Dimensions'), DIMENSIONS_MAX);
  const queries = objects(properties, 'Metrics');
  checkCount('CloudWatch', 'metrics', queries.filter(({ MetricStat: metric }) => metric !== undefined), METRICS_MAX);
  for (const query of queries) checkLength('CloudWatch', 'expression', optionalText(query, 'Expression') ?? '', EXPRESSION_LENGTH_MAX);
}

function checkDescriptionAndActions(properties: Properties): void {
  checkLength('CloudWatch', 'alarmDescription', optionalText(properties, 'AlarmDescription') ?? '', DESCRIPTION_LENGTH_MAX);
  for (const name of ['AlarmActions', 'OKActions', 'InsufficientDataActions']) checkCount('CloudWatch', lowered(name), list(properties, name), ACTIONS_MAX);
}

function lowered(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
