/** The logs of tunnels: groups made for them, and what each tunnel is told. */
import { App, Aws, CfnParameter, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { newStack, virtualPrivateGateway } from './construct-fixtures';
import { SiteToSiteVpn, SiteToSiteVpnProps, TunnelLogFormat, TunnelLogGroup, VpnLogs, VpnRouting } from '../../src';

let stack: Stack;

beforeEach(() => {
  stack = newStack();
});

function newVpn(props: Partial<SiteToSiteVpnProps>): SiteToSiteVpn {
  return new SiteToSiteVpn(stack, 'Vpn', { target: virtualPrivateGateway(), routing: VpnRouting.bgp(), ip: '203.0.113.10', ...props });
}

function renderedTunnels(): Record<string, unknown>[] | undefined {
  const [connection] = Object.values(Template.fromStack(stack).findResources('AWS::EC2::VPNConnection'));
  return connection.Properties.VpnTunnelOptionsSpecifications;
}

/** The ARN of the group itself: CDK's own ends in `:*`. */
function arnOf(logGroup: logs.ILogGroup): unknown {
  return stack.resolve(`arn:${Aws.PARTITION}:logs:eu-central-1:111122223333:log-group:${logGroup.logGroupName}`);
}

describe('the logs of a connection', () => {
  test('with BGP go to two groups that are made, the same for both tunnels', () => {
    const vpn = newVpn({ logs: VpnLogs.toNewLogGroups(), tunnels: [{ insideCidr: '169.254.10.0/30' }] });

    const LogOptions = {
      CloudwatchLogOptions: {
        LogEnabled: true,
        LogGroupArn: arnOf(vpn.node.findChild('ActivityLog') as logs.LogGroup),
        BgpLogEnabled: true,
        BgpLogGroupArn: arnOf(vpn.node.findChild('BgpLog') as logs.LogGroup),
      },
    };
    expect(renderedTunnels()).toEqual([{ TunnelInsideCidr: '169.254.10.0/30', LogOptions }, { LogOptions }]);
    expect(vpn.logging.bgpLogGroup).toBe(vpn.node.findChild('BgpLog'));
  });

  test('with static routes go to one group, and nothing is said of BGP', () => {
    const vpn = newVpn({ logs: VpnLogs.toNewLogGroups({ format: TunnelLogFormat.TEXT }), routing: VpnRouting.staticRoutes(['10.1.0.0/16']) });

    const LogOptions = {
      CloudwatchLogOptions: {
        LogEnabled: true, LogGroupArn: arnOf(vpn.node.findChild('ActivityLog') as logs.LogGroup), LogOutputFormat: 'text',
      },
    };
    expect(renderedTunnels()).toEqual([{ LogOptions }, { LogOptions }]);
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 1);
  });

  test('take what is asked of both groups', () => {
    newVpn({ logs: VpnLogs.toNewLogGroups({ logGroupName: '/aws/vendedlogs/berlin', retention: logs.RetentionDays.ONE_WEEK, format: TunnelLogFormat.JSON }) });

    const groups = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup')).map(({ Properties }) => Properties);
    expect(groups).toEqual([
      { LogGroupName: '/aws/vendedlogs/berlin', RetentionInDays: 7 },
      { LogGroupName: '/aws/vendedlogs/berlin-bgp', RetentionInDays: 7 },
    ]);
    expect(renderedTunnels()![1]).toMatchObject({ LogOptions: { CloudwatchLogOptions: { LogOutputFormat: 'json', BgpLogOutputFormat: 'json' } } });
  });

  test('go to groups that exist, and a tunnel\'s own logging goes before them', () => {
    const shared = logs.LogGroup.fromLogGroupName(stack, 'Shared', 'shared');
    const own = logs.LogGroup.fromLogGroupName(stack, 'Own', 'own');

    const vpn = newVpn({ logs: VpnLogs.toLogGroups({ activityLogGroup: shared }), tunnels: [{}, { logging: { bgpLogGroup: own } }] });

    expect(renderedTunnels()).toEqual([
      { LogOptions: { CloudwatchLogOptions: { LogEnabled: true, LogGroupArn: arnOf(shared), BgpLogEnabled: false } } },
      { LogOptions: { CloudwatchLogOptions: { LogEnabled: false, BgpLogEnabled: true, BgpLogGroupArn: arnOf(own) } } },
    ]);
    expect(vpn.logging).toEqual({ activityLogGroup: shared });
    Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
  });

  test('are switched off by saying so, since a property that is left out may leave them on', () => {
    newVpn({ logs: VpnLogs.toLogGroups({}) });

    const LogOptions = { CloudwatchLogOptions: { LogEnabled: false, BgpLogEnabled: false } };
    expect(renderedTunnels()).toEqual([{ LogOptions }, { LogOptions }]);
  });

  test('are not spoken of by default', () => {
    const vpn = newVpn({});

    expect(renderedTunnels()).toBeUndefined();
    expect(vpn.logging).toEqual({});
  });
});

describe('a log group', () => {
  test('has the name that it had, where its construct is renamed and keeps its logical id', () => {
    const [before, after] = ['Log', 'Renamed'].map((id) => {
      const made = new Stack(new App(), 'Stack');
      const group = new TunnelLogGroup(made, id);
      (group.node.defaultChild as CfnResource).overrideLogicalId('Kept');
      return Template.fromStack(made).toJSON() as object;
    });
    expect(after).toEqual(before);
  });

  test('is kept for a year, and its name belongs to its logical id and to this stack alone', () => {
    new TunnelLogGroup(stack, 'Log');

    Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', {
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        RetentionInDays: 365,
        LogGroupName: {
          'Fn::Join': ['', [Match.stringLikeRegexp('^/aws/vendedlogs/site-to-site-vpn/Stack-Log[0-9A-F]{8}-$'), {
            'Fn::Select': [4, { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] }],
          }]],
        },
      },
    });
  });

  test('is encrypted with a key that CloudWatch may use for this group', () => {
    const encryptionKey = new kms.Key(stack, 'Key');

    new TunnelLogGroup(stack, 'Log', { encryptionKey, logGroupName: '/aws/vendedlogs/berlin', removalPolicy: RemovalPolicy.DESTROY });

    const template = Template.fromStack(stack);
    template.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Delete', Properties: { KmsKeyId: stack.resolve(encryptionKey.keyArn) } });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([{
          Sid: 'EncryptLogGroups',
          Effect: 'Allow',
          Principal: { Service: { 'Fn::Join': ['', ['logs.eu-central-1.', { Ref: 'AWS::URLSuffix' }]] } },
          Action: ['kms:Decrypt*', 'kms:Describe*', 'kms:Encrypt*', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
          Resource: '*',
          Condition: {
            ArnLike: {
              'kms:EncryptionContext:aws:logs:arn': [{
                'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/berlin']],
              }],
            },
          },
        }]),
      },
    });
  });

  test('shares one statement with all groups that its key encrypts, whatever made them', () => {
    const encryptionKey = new kms.Key(stack, 'Key');
    newVpn({ logs: VpnLogs.toNewLogGroups({ encryptionKey }) });
    new TunnelLogGroup(stack, 'Log', { encryptionKey });

    const [key] = Object.values(Template.fromStack(stack).findResources('AWS::KMS::Key'));
    const ids = key.Properties.KeyPolicy.Statement.map(({ Sid }: { Sid?: string }) => Sid).filter(Boolean);
    expect(ids).toEqual(['EncryptLogGroups']);
    expect(JSON.stringify(key).match(/log-group:[^"]*/g)?.map((each) => each.split('/').at(-1)!.replace(/[0-9A-F]{8}/, ''))).toEqual([
      'Stack-VpnActivityLog-*', 'Stack-VpnBgpLog-*', 'Stack-Log-*',
    ]);
  });

  test('of another stack than its key makes no circle of stacks', () => {
    const keys = new Stack(stack.node.root as App, 'Keys', { env: { account: stack.account, region: stack.region } });
    const encryptionKey = new kms.Key(keys, 'Key');
    new TunnelLogGroup(stack, 'Log', { encryptionKey });

    expect(JSON.stringify(Template.fromStack(keys).toJSON())).toMatch(/log-group:\/aws\/vendedlogs\/site-to-site-vpn\/Stack-Log[0-9A-F]{8}-\*"/);
    expect(stack.dependencies).toEqual([keys]);
  });

  test('warns when the policy of its key cannot be extended', () => {
    new TunnelLogGroup(stack, 'Log', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/1') });

    Annotations.fromStack(stack).hasWarning('/Stack/Log', 'the policy of a key that was not made in this app cannot be extended; let CloudWatch Logs use it'
      + ' for this log group, or the deployment fails to make the group [ack: cdk-site-to-site-vpn:logGroupKeyPolicy]');
  });

  test('may have a name that is known only at deployment', () => {
    new TunnelLogGroup(stack, 'Log', { logGroupName: new CfnParameter(stack, 'Name').valueAsString });

    Template.fromStack(stack).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: { Ref: 'Name' } });
  });

  test.each(['berlin', '/aws/vendedlogs/berlin.1_a-b#c', 'a'.repeat(512)])('may be called %j', (logGroupName) => {
    expect(() => new TunnelLogGroup(stack, 'Log', { logGroupName })).not.toThrow();
  });

  test.each(['', 'a'.repeat(513), 'berlin logs', 'aws/berlin', 'Köln', '/vpn/*'])('fails with the name %j', (logGroupName) => {
    expect(() => new TunnelLogGroup(stack, 'Log', { logGroupName })).toThrow(new Error('Stack/Log: `logGroupName` must be 1 to 512 letters, digits and _ - / . #,'
      + ` not beginning with aws/, got ${JSON.stringify(logGroupName)}; best begin it with /aws/vendedlogs/site-to-site-vpn/`));
  });
});
