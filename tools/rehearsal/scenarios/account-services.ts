/** Scenarios about what other services than EC2 know of a move: alarms that roll its stack back, and what the account may have. */
import { STACK_NAME } from './application';
import { Scenario } from './scenario';

export const ACCOUNT_SERVICES: readonly Scenario[] = [
  {
    name: 'rollback-alarm-elsewhere',
    about: 'the stack rolls back on an alarm, which CloudWatch says watches something else: the move goes on',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'migrated',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    run: async ({ aws, applications, estate }) => {
      const arn = aws.cloudWatch.putAlarm({ name: 'QueueTooLong', namespace: 'AWS/SQS', dimensions: { QueueName: 'orders' } });
      aws.rollbackConfigurations.set(STACK_NAME, { triggers: [{ arn, type: 'AWS::CloudWatch::Alarm' }] });
      return aws.cloudFormation.deploy(applications.withMigration(estate));
    },
  },
  {
    name: 'quota-exceeded',
    about: 'the VPC route table has no room for the routes, and Service Quotas tells it before anything is touched',
    direction: 'vgw-to-tgw',
    routing: 'static',
    mustEnd: 'refused',
    mustSay: 'quota-exceeded',
    estate: { move: 'vgw-to-tgw', defaultRouteTable: true },
    aws: { quotas: { routesPerVpcRouteTable: 2 } },
    run: async ({ aws, applications, estate }) => aws.cloudFormation.deploy(applications.withMigration(estate)),
  },
];
