/** How much of everything there may be: the real SDK against the embedded Service Quotas. */
import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand, ListServicesCommand, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { Quotas } from '../../../tools/rehearsal/embedded-ec2/latencies';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { ServiceQuotasEndpoint } from '../../../tools/rehearsal/services/service-quotas';
import { ServiceUnknowns } from '../../../tools/rehearsal/services/unknowns';
import { codeOf, StoryClock } from '../embedded-ec2/estates';
import { rehearsalOf, START } from '../service-clients';

const ROUTES = { ServiceCode: 'vpc', QuotaCode: 'L-93826ACB' };

test.each([
  ['vpc', 'L-93826ACB', 'Routes per route table', 500],
  ['ec2', 'L-B91E5754', 'VPN connections per VGW', 10],
  ['ec2', 'L-3E6EC3A3', 'VPN connections per region', 50],
  ['ec2', 'L-4FB7FF5D', 'Customer gateways per region', 50],
  ['ec2', 'L-7029FAB6', 'Virtual private gateways per region', 5],
  ['ec2', 'L-BCC1FB47', 'Routes per transit gateway', 10_000],
  ['ec2', 'L-E0233F82', 'Attachments per transit gateway', 5_000],
])('%s %s is %s', async (ServiceCode, QuotaCode, QuotaName, Value) => {
  const { client, endpoint } = await rehearsal();

  const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));

  expect(Quota).toMatchObject({
    ServiceCode, QuotaCode, QuotaName, Value, Adjustable: true, GlobalQuota: false,
    QuotaArn: `arn:aws:servicequotas:eu-central-1:111122223333:${ServiceCode}/${QuotaCode}`,
  });
  expect(endpoint.calls).toEqual([{
    at: START, service: 'servicequotas', operation: 'GetServiceQuota', principal: 'operator', mutating: false, dryRun: false,
  }]);
});

test('the applied value is the one EC2 enforces, beside AWS\'s default', async () => {
  const { client, network } = await rehearsal({ quotas: { routesPerVpcRouteTable: 2 } });
  const { mainRouteTableId } = network.seed.vpc({ cidr: '10.100.0.0/16' });
  const route = (DestinationCidrBlock: string) => ({ RouteTableId: mainRouteTableId, DestinationCidrBlock, NatGatewayId: 'nat-1' });

  expect((await client.send(new GetServiceQuotaCommand(ROUTES))).Quota?.Value).toBe(2);
  expect((await client.send(new GetAWSDefaultServiceQuotaCommand(ROUTES))).Quota?.Value).toBe(500);
  expect(codeOf(network, 'CreateRoute', route('10.1.0.0/16'))).toBe('accepted');
  expect(codeOf(network, 'CreateRoute', route('10.2.0.0/16'))).toBe('RouteLimitExceeded');
});

test('a quota that was never raised may have no applied value', async () => {
  const unknowns = { quotaNeverRaised: 'NoSuchResourceException' } as const;
  const { client } = await rehearsal({ unknowns, quotas: { connectionsPerVpnGateway: 25 } });

  await expect(client.send(new GetServiceQuotaCommand(ROUTES))).rejects.toMatchObject({ name: 'NoSuchResourceException' });
  expect((await client.send(new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-B91E5754' }))).Quota?.Value).toBe(25);
  expect((await client.send(new GetAWSDefaultServiceQuotaCommand(ROUTES))).Quota?.Value).toBe(500);
});

test.each([{ ServiceCode: 'vpc', QuotaCode: 'L-00000000' }, { ServiceCode: 'ec2', QuotaCode: 'L-93826ACB' }])('%j is no quota', async (input) => {
  const { client } = await rehearsal();

  for (const command of [new GetServiceQuotaCommand(input), new GetAWSDefaultServiceQuotaCommand(input)]) {
    await expect(client.send(command)).rejects.toMatchObject({ name: 'NoSuchResourceException', $metadata: { httpStatusCode: 400 } });
  }
});

describe('permissions', () => {
  test('are for a quota, or for those of a service', async () => {
    const { clientOf } = await rehearsal();
    const mayRead = { Action: 'servicequotas:GetServiceQuota', Resource: 'arn:aws:servicequotas:eu-central-1:111122223333:vpc/L-93826ACB' };
    const ofVpc = { Action: 'servicequotas:GetServiceQuota', Resource: '*', Condition: { StringEquals: { 'servicequotas:service': 'vpc' } } };

    for (const statement of [mayRead, ofVpc]) {
      const client = clientOf(statement);
      expect((await client.send(new GetServiceQuotaCommand(ROUTES))).Quota?.Value).toBe(500);
      await expect(client.send(new GetServiceQuotaCommand({ ServiceCode: 'ec2', QuotaCode: 'L-B91E5754' }))).rejects.toMatchObject({
        name: 'AccessDeniedException', message: expect.stringContaining('perform: servicequotas:GetServiceQuota on resource: arn:aws:'),
      });
    }
  });

  test('for AWS\'s default are for everything', async () => {
    const { clientOf } = await rehearsal();
    const ask = async (Resource: string) =>
      clientOf({ Action: 'servicequotas:GetAWSDefaultServiceQuota', Resource }).send(new GetAWSDefaultServiceQuotaCommand(ROUTES));

    expect((await ask('*')).Quota?.Value).toBe(500);
    await expect(ask('arn:aws:servicequotas:eu-central-1:111122223333:vpc/*')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('what the embedded Service Quotas cannot do it says', async () => {
  const { client } = await rehearsal();

  await expect(client.send(new ListServicesCommand({}))).rejects.toMatchObject({ name: 'UnknownOperationException' });
  await expect(client.send(new GetServiceQuotaCommand({ ...ROUTES, ContextId: 'rtb-1' }))).rejects.toMatchObject({ name: 'IllegalArgumentException' });
});

async function rehearsal({ quotas, unknowns }: { quotas?: Partial<Quotas>; unknowns?: Partial<ServiceUnknowns> } = {}) {
  const network = new Network({ clock: new StoryClock(), quotas });
  const story = await rehearsalOf(
    (common) => new ServiceQuotasEndpoint({ ...common, network, unknowns }), (configuration) => new ServiceQuotasClient(configuration));
  return { network, ...story };
}
