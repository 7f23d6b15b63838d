/** The services in one place: a function finds every one of them by the variables that its SDK clients look for. */
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeVirtualInterfacesCommand, DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetServiceQuotaCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { handlerAsset, synthesized } from './cloudformation/provider-app';
import { EmbeddedAws, REGION } from '../../rehearsal/embedded-aws';

const SHOWS_ITS_ENVIRONMENT = 'exports.handler = async () => process.env;';
const EVENT = { Source: 'vpn.move', DetailType: 'Move Completed', Detail: '{}' };
const ALARM = 'arn:aws:cloudwatch:eu-central-1:111122223333:alarm:tunnels';

test('its own SDK clients reach every service, with what its role allows', async () => {
  const aws = await EmbeddedAws.start({ quotas: { routesPerVpcRouteTable: 700 } });
  const ownVariables = { ...process.env };
  try {
    const vpnGatewayId = aws.network.seed.vpnGateway();
    aws.network.seed.virtualInterface({ on: vpnGatewayId });
    aws.cloudWatch.putAlarm({ name: 'tunnels', state: 'ALARM' });
    aws.rollbackConfigurations.set('Demo', { triggers: [{ arn: ALARM, type: 'AWS::CloudWatch::Alarm' }] });
    expect(await aws.cloudFormation.deploy(functionWithPermissions())).toMatchObject({ succeeded: true });
    const [{ logicalId }] = aws.cloudFormation.describeResources('Demo').filter(({ type }) => type === 'AWS::Lambda::Function');
    const { payload } = await aws.cloudFormation.function('Demo', logicalId).invoke('{}');
    Object.assign(process.env, JSON.parse(payload));

    const region = { region: REGION };
    const { virtualInterfaces } = await new DirectConnectClient(region).send(new DescribeVirtualInterfacesCommand({}));
    const { FailedEntryCount } = await new EventBridgeClient(region).send(new PutEventsCommand({ Entries: [EVENT] }));
    const { MetricAlarms } = await new CloudWatchClient(region).send(new DescribeAlarmsCommand({ AlarmNames: ['tunnels'] }));
    const { Quota } = await new ServiceQuotasClient(region).send(new GetServiceQuotaCommand({ ServiceCode: 'vpc', QuotaCode: 'L-93826ACB' }));
    const { Stacks } = await new CloudFormationClient(region).send(new DescribeStacksCommand({ StackName: 'Demo' }));

    expect(virtualInterfaces).toMatchObject([{ virtualGatewayId: vpnGatewayId }]);
    expect([FailedEntryCount, MetricAlarms?.[0].StateValue, Quota?.Value]).toEqual([0, 'ALARM', 700]);
    expect(Stacks?.[0].RollbackConfiguration?.RollbackTriggers).toEqual([{ Arn: ALARM, Type: 'AWS::CloudWatch::Alarm' }]);
    expect(aws.eventBridge.events).toMatchObject([{ source: 'vpn.move', at: aws.clock.now() }]);
    const refused = new EventBridgeClient(region).send(new PutEventsCommand({ Entries: [{ ...EVENT, Source: 'somebody.else' }] }));
    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(aws.authorizer.unused().filter(({ actionPattern }) => !actionPattern.startsWith('logs:'))).toEqual([]);
    expect(aws.defects).toEqual([]);
  } finally {
    process.env = ownVariables;
    await aws.close();
  }
});

function functionWithPermissions() {
  return synthesized((stack) => {
    const shows = new Function(stack, 'Shows', {
      runtime: new Runtime('nodejs24.x', RuntimeFamily.NODEJS), handler: 'index.handler', code: Code.fromAsset(handlerAsset(SHOWS_ITS_ENVIRONMENT)),
    });
    const mayDo = (actions: string[], resources: string[], conditions = {}) =>
      shows.addToRolePolicy(new PolicyStatement({ actions, resources, conditions }));
    mayDo(['directconnect:DescribeVirtualInterfaces', 'servicequotas:GetServiceQuota', 'cloudformation:DescribeStacks'], ['*']);
    mayDo(['events:PutEvents'], ['arn:aws:events:*:*:event-bus/default'], { StringEquals: { 'events:source': 'vpn.move' } });
    mayDo(['cloudwatch:DescribeAlarms'], [ALARM]);
  });
}
