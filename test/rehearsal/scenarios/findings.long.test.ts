/**
 * Findings on the deployed function, against every service over the wire and with its role enforced: what is in the way is
 * said before anything is changed, and a service that fails is said too.
 */
import { EmbeddedAws, EmbeddedAwsOptions } from '../../../tools/rehearsal/embedded-aws';
import { unavailable } from '../../../tools/rehearsal/faults';
import { Applications, STACK_NAME, Synthesized } from '../../../tools/rehearsal/scenarios/application';
import { Estate, Move, Routing, seedEstate } from '../../../tools/rehearsal/scenarios/estate';

const OTHER_STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/Spokes/8f3f1f30-0000-0000-0000-000000000000';

interface Stage {
  readonly aws: EmbeddedAws;
  readonly estate: Estate;
  readonly applications: Applications;
}

async function staged(move: Move, routing: Routing, act: (stage: Stage) => Promise<void>, options: EmbeddedAwsOptions = {}): Promise<void> {
  const aws = await EmbeddedAws.start(options);
  const applications = new Applications();
  try {
    const estate = seedEstate(aws.network, { move, routing });
    // A stack that fails to be created can only be deleted; one that fails to be updated is there to be mended.
    await aws.cloudFormation.deploy(applications.withoutMigration());
    await act({ aws, applications, estate });
    expect(aws.defects).toEqual([]);
  } finally {
    applications.remove();
    await aws.close();
  }
}

/** What the refusal says, having seen that nothing was changed. */
async function refusal(
  { aws, applications, estate }: Stage, template: (synthesized: Synthesized) => Synthesized = (each) => each,
): Promise<string> {
  const result = await aws.cloudFormation.deploy(template(applications.withMigration(estate, {}, { keepsRecords: true })));
  expect(result.succeeded).toBe(false);
  expect(aws.ec2Calls.filter((call) => call.mutating && !call.dryRun)).toEqual([]);
  return result.failures.map((failure) => failure.reason).join('\n');
}

type Preparation = (stage: Stage) => string;

test.each<[string, Move, Preparation]>([
  ['a virtual interface on the gateway that is left', 'vgw-to-tgw', ({ aws, estate }) =>
    `direct-connect-loses:${aws.network.seed.virtualInterface({ on: estate.from.id })}`],
  ['a Direct Connect gateway on the gateway that is detached', 'vgw-to-vgw', ({ aws, estate }) => {
    const { directConnectGatewayId } = seededAssociation(aws, estate.from.id);
    return `direct-connect-cut-off:${directConnectGatewayId}`;
  }],
  ['Direct Connect that does not answer', 'vgw-to-tgw', ({ aws, estate }) => {
    aws.faults.inject(unavailable('DescribeVirtualInterfaces'));
    return `direct-connect-unknown:${estate.from.id}`;
  }],
  ['an alarm of a tunnel that rolls the stack back', 'vgw-to-tgw', ({ aws, estate }) => {
    const arn = aws.cloudWatch.putAlarm({ name: 'TunnelDown', namespace: 'AWS/VPN', dimensions: { VpnId: estate.vpnConnectionId } });
    aws.rollbackConfigurations.set(STACK_NAME, { triggers: [{ arn, type: 'AWS::CloudWatch::Alarm' }] });
    return 'rollback-alarm:TunnelDown';
  }],
  ['a connection that another stack owns', 'vgw-to-tgw', ({ aws, estate }) => {
    aws.network.call('CreateTags', { Resources: [estate.vpnConnectionId], Tags: [{ Key: 'aws:cloudformation:stack-id', Value: OTHER_STACK }] });
    return `owned-by-another-stack:${estate.vpnConnectionId}`;
  }],
])('%s is refused, and accepted by its id', async (_, move, prepare) => {
  await staged(move, 'static', async (stage) => {
    const id = prepare(stage);
    await stage.aws.clock.sleep(60_000);
    expect(await refusal(stage)).toContain(`add '${id}' to \`acknowledgedFindings\``);

    const estate = { ...stage.estate, acknowledgedFindings: [...stage.estate.acknowledgedFindings, id] };
    const accepted = stage.applications.withMigration(estate, {}, { keepsRecords: true });
    expect(await stage.aws.cloudFormation.deploy(accepted)).toMatchObject({ succeeded: true });
  });
});

test.each<[string, EmbeddedAwsOptions]>([
  ['a dry run that asks for the permission alone', {}], ['one that looks at the state of things too', { dryRunLooksAtState: true }],
])('a permission that is taken away is missed before anything is changed: %s', async (_, options) => {
  await staged('vgw-to-tgw', 'static', async (stage) => {
    expect(await refusal(stage, without('ec2:ReplaceRoute')))
      .toMatch(/not-permitted: the role of the move may not make these calls: ec2:ReplaceRoute on rtb-\w+;/);
  }, options);
});

test('Service Quotas that does not answer stops no move', async () => {
  await staged('vgw-to-tgw', 'static', async ({ aws, applications, estate }) => {
    aws.faults.inject(unavailable('GetServiceQuota'));
    const synthesized = applications.withMigration(estate, {}, { keepsRecords: true });
    expect(await aws.cloudFormation.deploy(synthesized)).toMatchObject({ succeeded: true });
  });
});

function seededAssociation(aws: EmbeddedAws, gatewayId: string): { readonly directConnectGatewayId: string } {
  aws.network.seed.directConnectGatewayAssociation({ gatewayId, directConnectGatewayId: '5f294f92-bafb-4011-916d-9b0bexample' });
  return { directConnectGatewayId: '5f294f92-bafb-4011-916d-9b0bexample' };
}

/** The same stack, whose roles may not do one thing, as if a boundary had taken it away. */
function without(action: string): (synthesized: Synthesized) => Synthesized {
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.filter((each) => each !== action).map(strip);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, strip(each)]));
  };
  return (synthesized) => ({ ...synthesized, template: strip(synthesized.template) as Synthesized['template'] });
}
