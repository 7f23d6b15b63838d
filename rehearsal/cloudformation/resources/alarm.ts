/** AWS::CloudWatch::Alarm: made, changed and deleted as a resource. Nothing measures here, so it never goes off by itself. */
import { optionalText } from '../properties';
import { ResourceType, Services } from '../resource-type';

export function alarm({ region, accountId, partition }: Services): ResourceType {
  return {
    properties: {
      AlarmName: 'create-only',
      ActionsEnabled: 'mutable', AlarmActions: 'mutable', AlarmDescription: 'mutable', ComparisonOperator: 'mutable', DatapointsToAlarm: 'mutable',
      Dimensions: 'mutable', EvaluateLowSampleCountPercentile: 'mutable', EvaluationPeriods: 'mutable', ExtendedStatistic: 'mutable',
      InsufficientDataActions: 'mutable', MetricName: 'mutable', Metrics: 'mutable', Namespace: 'mutable', OKActions: 'mutable', Period: 'mutable',
      Statistic: 'mutable', Tags: 'mutable', Threshold: 'mutable', ThresholdMetricId: 'mutable', TreatMissingData: 'mutable', Unit: 'mutable',
    },
    required: ['ComparisonOperator', 'EvaluationPeriods'],
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'AlarmName') ?? generatedName();
      return { physicalId: name, attributes: { Arn: `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}` } };
    },
    update: async ({ current }) => current,
    delete: async () => undefined,
  };
}
