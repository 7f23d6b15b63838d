/** What is asked of other services than EC2, what is copied of their answers, and that none of them can stop a snapshot. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DirectConnectClient } from '@aws-sdk/client-direct-connect';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { DirectConnectReader } from '../../lambda/aws/services/direct-connect';
import { OwnStackReader } from '../../lambda/aws/services/own-stack';
import { ServiceQuotasReader } from '../../lambda/aws/services/service-quotas';
import { Snapshot } from '../../lambda/engine/observation';
import { withAccountServices } from '../../lambda/runner/account-services';
import { Network } from '../../lambda/runner/ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import * as estate from '../engine/estate';

type Input = Readonly<Record<string, unknown>>;

/** A client of any service that answers by operation, and remembers what it was asked. */
class Service {
  readonly asked: { readonly operation: string; readonly input: Input }[] = [];

  constructor(private readonly answers: Readonly<Record<string, (input: Input) => object>>) {}

  as<Client>(): Client {
    return {
      send: async ({ constructor: { name }, input }: { readonly constructor: { readonly name: string }; readonly input: Input }) => {
        const operation = name.replace(/Command$/, '');
        this.asked.push({ operation, input });
        return this.answers[operation](input);
      },
    } as Client;
  }
}

function refusing(name: string): () => never {
  return () => {
    throw Object.assign(new Error('not for you'), { name, $metadata: { httpStatusCode: 400 } });
  };
}

describe('Direct Connect', () => {
  const KEY = 'planted.bgp.key';
  const virtualInterface = (virtualInterfaceId: string, virtualGatewayId: string, virtualInterfaceState = 'available') =>
    ({ virtualInterfaceId, virtualGatewayId, virtualInterfaceState, authKey: KEY, customerRouterConfig: KEY });
  const answers = {
    DescribeVirtualInterfaces: ({ nextToken }: Input) => (nextToken === undefined
      ? { virtualInterfaces: [virtualInterface('dxvif-1', 'vgw-1'), virtualInterface('dxvif-2', 'vgw-other'), virtualInterface('dxvif-3', '')], nextToken: 'more' }
      : { virtualInterfaces: [virtualInterface('dxvif-4', 'vgw-2', 'down'), virtualInterface('dxvif-5', 'vgw-1', 'deleted')] }),
    DescribeDirectConnectGatewayAssociations: ({ virtualGatewayId, nextToken }: Input) => (virtualGatewayId === 'vgw-2' && nextToken === undefined
      ? { directConnectGatewayAssociations: [{ directConnectGatewayId: 'dxgw-gone', associationState: 'disassociated' }], nextToken: 'more' }
      : { directConnectGatewayAssociations: virtualGatewayId === 'vgw-2' ? [{ directConnectGatewayId: 'dxgw-1', associationState: 'associated' }] : [] }),
  };

  test('everything that leads to one of the gateways, to the last page, and no key', async () => {
    const read = await new DirectConnectReader(new Service(answers).as<DirectConnectClient>()).on(['vgw-1', 'vgw-2']);
    expect(read).toEqual({
      paths: [
        { id: 'dxvif-1', kind: 'virtual interface', vpnGatewayId: 'vgw-1', state: 'available' },
        { id: 'dxvif-4', kind: 'virtual interface', vpnGatewayId: 'vgw-2', state: 'down' },
        { id: 'dxgw-1', kind: 'Direct Connect gateway', vpnGatewayId: 'vgw-2', state: 'associated' },
      ],
    });
    expect(JSON.stringify(read)).not.toContain(KEY);
  });

  test.each([
    ['confirming', true], ['verifying', true], ['pending', true], ['available', true], ['down', true], ['testing', true], ['unknown', true],
    ['hibernating', true], ['deleting', false], ['deleted', false], ['rejected', false],
  ])('a virtual interface that is %s leads there, or will: %s', async (state, leads) => {
    const service = new Service({ ...answers, DescribeVirtualInterfaces: () => ({ virtualInterfaces: [virtualInterface('dxvif-1', 'vgw-1', state)] }) });
    const path = { id: 'dxvif-1', kind: 'virtual interface', vpnGatewayId: 'vgw-1', state };
    expect(await new DirectConnectReader(service.as<DirectConnectClient>()).on(['vgw-1'])).toEqual({ paths: leads ? [path] : [] });
  });

  test.each([
    ['associating', true], ['associated', true], ['updating', true], ['disassociating', true], ['hibernating', true], ['disassociated', false],
  ])('a Direct Connect gateway that is %s leads there still: %s', async (state, leads) => {
    const service = new Service({
      DescribeVirtualInterfaces: () => ({}),
      DescribeDirectConnectGatewayAssociations: () => ({ directConnectGatewayAssociations: [{ directConnectGatewayId: 'dxgw-1', associationState: state }] }),
    });
    const path = { id: 'dxgw-1', kind: 'Direct Connect gateway', vpnGatewayId: 'vgw-1', state };
    expect(await new DirectConnectReader(service.as<DirectConnectClient>()).on(['vgw-1'])).toEqual({ paths: leads ? [path] : [] });
  });

  test.each(['DescribeVirtualInterfaces', 'DescribeDirectConnectGatewayAssociations'])('refused %s is said, not thrown', async (operation) => {
    const service = new Service({ ...answers, [operation]: refusing('AccessDeniedException') });
    expect(await new DirectConnectReader(service.as<DirectConnectClient>()).on(['vgw-1']))
      .toEqual({ unreadable: 'reading Direct Connect: AccessDeniedException: not for you' });
  });
});

test('quotas by their codes; one that is not told is no other\'s loss', async () => {
  const service = new Service({
    GetServiceQuota: ({ QuotaCode }) => (QuotaCode === 'L-B91E5754' ? { Quota: { Value: 20 } } : refusing('NoSuchResourceException')()),
  });
  expect(await new ServiceQuotasReader(service.as<ServiceQuotasClient>()).quotas(['vpn-connections-per-vpn-gateway', 'routes-per-vpc-route-table'])).toEqual([
    { name: 'vpn-connections-per-vpn-gateway', applied: 20 },
    { name: 'routes-per-vpc-route-table', applied: { unreadable: 'reading quota L-93826ACB: NoSuchResourceException: not for you' } },
  ]);
  expect(service.asked.map((each) => each.input)).toEqual([{ ServiceCode: 'ec2', QuotaCode: 'L-B91E5754' }, { ServiceCode: 'vpc', QuotaCode: 'L-93826ACB' }]);
});

describe('the own stack', () => {
  const STACK = 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Move/1';
  const trigger = (name: string, type = 'AWS::CloudWatch::Alarm') => ({ Arn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${name}`, Type: type });
  const described = (stack: object) => new Service({ DescribeStacks: () => ({ Stacks: [stack] }) });
  const alarms = (alarm: object) => new Service({
    DescribeAlarms: ({ AlarmNames }) => ({ MetricAlarms: [{ AlarmName: (AlarmNames as string[])[0], ...alarm }] }),
  });
  const reading = async (stack: Service, alarm: Service) =>
    new OwnStackReader(stack.as<CloudFormationClient>(), alarm.as<CloudWatchClient>()).stack(STACK, estate.connectionOnVgw);

  test.each<[string, object, string]>([
    ['its id', { Dimensions: [{ Name: 'VpnId', Value: estate.VPN }] }, 'this connection'],
    ['the address of a tunnel', { Dimensions: [{ Name: 'TunnelIpAddress', Value: '203.0.113.2' }] }, 'this connection'],
    ['a metric in an expression', { Metrics: [{ Id: 'm', MetricStat: { Metric: { Dimensions: [{ Name: 'VpnId', Value: estate.VPN }] } } }] }, 'this connection'],
    ['a search', { Metrics: [{ Id: 'e', Expression: 'MIN(SEARCH(\'{AWS/VPN,VpnId}\', \'Minimum\'))' }] }, 'unknown'],
    ['another connection', { Dimensions: [{ Name: 'VpnId', Value: 'vpn-other' }] }, 'something else'],
  ])('an alarm by %s', async (_, alarm, watches) => {
    const stack = described({ RollbackConfiguration: { RollbackTriggers: [trigger('TunnelDown')] } });
    expect(await reading(stack, alarms(alarm))).toEqual({ id: STACK, rollbackAlarms: [{ name: 'TunnelDown', watches }] });
  });

  test('one that is gone, one made of others, and one that may not be read are not known', async () => {
    const stack = described({ RollbackConfiguration: { RollbackTriggers: [trigger('Gone'), trigger('All', 'AWS::CloudWatch::CompositeAlarm')] } });
    const unknown = [{ name: 'Gone', watches: 'unknown' }, { name: 'All', watches: 'unknown' }];
    const none = new Service({ DescribeAlarms: () => ({ MetricAlarms: [] }) });
    expect(await reading(stack, none)).toMatchObject({ rollbackAlarms: unknown });
    expect(none.asked).toHaveLength(1);
    expect(await reading(stack, new Service({ DescribeAlarms: refusing('AccessDenied') }))).toMatchObject({ rollbackAlarms: unknown });
  });

  test('a nested one names its root, a stack without alarms has none', async () => {
    expect(await reading(described({ RootId: 'root' }), alarms({}))).toEqual({ id: STACK, rootId: 'root', rollbackAlarms: [] });
    expect(await reading(described({ RootId: STACK }), alarms({}))).toEqual({ id: STACK, rollbackAlarms: [] });
    expect(await reading(described({ RootId: '', RollbackConfiguration: {} }), alarms({}))).toEqual({ id: STACK, rollbackAlarms: [] });
  });

  test.each([{}, { Stacks: [] }])('one that the answer does not hold has alarms that nobody could read: %j', async (answer) => {
    expect(await reading(new Service({ DescribeStacks: () => answer }), alarms({})))
      .toEqual({ id: STACK, rollbackAlarms: { unreadable: `describing stack ${STACK}: CloudFormation answered without it` } });
  });

  test('one that may not be described is said, not thrown', async () => {
    expect(await reading(new Service({ DescribeStacks: refusing('AccessDenied') }), alarms({})))
      .toEqual({ id: STACK, rollbackAlarms: { unreadable: `describing stack ${STACK}: AccessDenied: not for you` } });
  });
});

describe('a snapshot with account services', () => {
  const around = async (declaration: MoveDeclaration): Promise<[survey: Snapshot, asked: string[]]> => {
    const asked: string[] = [];
    const network = withAccountServices({
      directConnect: async (ids) => {
        asked.push(...ids);
        return { paths: [] };
      },
      quotas: async (names) => {
        asked.push(...names);
        return [];
      },
      stack: async (connection) => {
        asked.push(`stack of ${connection?.id}`);
        return { id: 'stack', rollbackAlarms: [] };
      },
    }, { snapshot: async () => estate.snapshot } as unknown as Network);
    return [await network.snapshot(declaration), asked];
  };
  const end = estate.declaration.to;

  test.each<[string, Partial<MoveDeclaration>, string[]]>([
    ['to a transit gateway', {}, [estate.VGW, 'routes-per-transit-gateway', 'attachments-per-transit-gateway', 'routes-per-vpc-route-table']],
    ['to a virtual private gateway', { from: end, to: estate.declaration.from }, [estate.VGW, 'vpn-connections-per-vpn-gateway', 'routes-per-vpc-route-table']],
    ['between transit gateways', { from: { ...end, id: 'tgw-other' } as MoveDeclaration['from'] },
      ['routes-per-transit-gateway', 'attachments-per-transit-gateway', 'routes-per-vpc-route-table']],
    ['of the customer gateway alone', { to: estate.declaration.from }, []],
  ])('%s asks what that move can depend on', async (_, changes, expected) => {
    const [snapshot, asked] = await around({ ...estate.declaration, ...changes });
    expect(asked).toEqual([...expected, `stack of ${estate.VPN}`]);
    expect(snapshot).toMatchObject({ ...estate.snapshot, stack: { id: 'stack' } });
    expect('directConnect' in snapshot).toBe(expected.includes(estate.VGW));
    expect('quotas' in snapshot).toBe(expected.length > 0);
  });
});
