/** The program that checks the assumptions, in accounts of every kind: what it says EC2 does is what EC2 does there. */
import { Answer, Input, REGION, rowsIn, SandboxAccount, SHARED } from './sandbox-account';
import { STATUS } from '../../tools/assumptions/check/program';
import { CHECKED_NAMES } from '../../tools/assumptions/check/stages';
import { RULES } from '../../tools/assumptions/rules';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { everySetting, UNKNOWNS, Unknowns } from '../../tools/rehearsal/embedded-ec2/unknowns';

/** What has to be so, too, for a question to come up. */
const BESIDES: Readonly<Record<string, Partial<Unknowns>>> = {
  staticRoutesOnArrivalAtTransitGateway: { modifyToTransitGatewayWithStaticRoutes: 'accepted' },
};

const CLAIMED = everySetting().filter(({ name }) => CHECKED_NAMES.includes(name));

test('it claims every switch of EC2 but what takes a device, and every rule', () => {
  const unclaimed = Object.keys(UNKNOWNS).filter((name) => !CLAIMED.some((setting) => setting.name === name));

  expect(unclaimed.sort()).toEqual([
    'clientVpnDeleteWhileAssociated', 'clientVpnDisconnectOnSessionTimeout', 'clientVpnRouteWithoutAssociation', // no endpoint in the sandbox
    'describeAtEndOfModify', // a replica that is behind the others answers by chance
    'detachedVpnGatewayAttachment', 'preSharedKeyOfCertificateConnection',
    'propagationOnRouteDeletion', // needs a tunnel that is UP
    'sampleConfigurationUnlessAvailable',
  ]);
  expect(new Set(CHECKED_NAMES).size).toBe(CHECKED_NAMES.length);
  expect(Object.keys(RULES).filter((name) => !CHECKED_NAMES.some((each) => each === name))).toEqual([]);
});

test.each(CLAIMED)('$name: $value is what it sees where it is so', async ({ name, value, settings }) => {
  const account = new SandboxAccount({ ...BESIDES[name], ...settings });
  const { out, status } = await account.check(['--only', name, '--shared-transit-gateway', SHARED]);

  const isDefault = UNKNOWNS[name].default === value;
  expect(rowsIn(out).get(name)).toMatchObject({ seen: value, verdict: isDefault ? 'as-assumed' : 'another-known-answer' });
  expect(status).toBe(STATUS.DONE);
  expect(account.left()).toEqual([]);
});

describe('over the wire, by the real SDK', () => {
  /** Only the first of these would let the others come up. */
  const APART = { modifyOutcome: 'takes-effect', attachmentVisibility: 'pending-at-once' } as const;

  test.each([0, 1, 2])('every switch at its value number %i, or its last, all at once', async (place) => {
    const values = Object.entries(UNKNOWNS).map(([name, unknown]) => [name, unknown.values[Math.min(place, unknown.values.length - 1)]]);
    const settings = { ...Object.fromEntries(values), ...APART } as Unknowns;
    const account = new SandboxAccount(settings);
    const { out, err, status } = await account.check(['--shared-transit-gateway', SHARED], await account.listen());

    const rows = rowsIn(out);
    const observed = Object.fromEntries(CLAIMED.map(({ name }) => [name, rows.get(name)?.seen]));
    const hidden = settings.modifyToTransitGatewayWithStaticRoutes === 'accepted' ? [] : ['staticRoutesOnArrivalAtTransitGateway'];
    const set = CLAIMED.map(({ name }) => [name, hidden.includes(name) ? undefined : settings[name]]);
    expect(observed).toEqual(Object.fromEntries(set));
    expect(Object.keys(RULES).map((name) => [name, rows.get(name)?.seen])).toEqual(Object.keys(RULES).map((name) => [name, 'holds']));
    expect(status).toBe(STATUS.DONE);
    expect(account.left()).toEqual([]);
    expect(err).toContain('Nothing is left of run');
  });

  test('a creation whose answer is lost is repeated by the SDK, and both that come of it are deleted', async () => {
    const account = new SandboxAccount({ duplicateVpnConnection: 'creates-another' });
    account.faults.inject({ operation: 'CreateVpnConnection', when: 'after', how: 'drop-connection' });
    await account.check(['--only', 'modifyWhileNotAvailable'], await account.listen());

    expect(Object.keys(account.network.view.state.vpnConnections)).toHaveLength(3);
    expect(account.left()).toEqual([]);
  });
});

describe('a rule that does not hold is told', () => {
  const attachments = (change: (all: Answer[]) => Answer[]) => (operation: string, _input: Input, answer: Answer) =>
    (operation === 'DescribeTransitGatewayAttachments' ? { TransitGatewayAttachments: change(answer.TransitGatewayAttachments) } : answer);
  const accepts = (operation: string, when: (input: Input, times: number) => boolean, answer: Answer = {}) => {
    let times = 0;
    return (asked: string, input: Input) => {
      if (asked !== operation) return undefined;
      times += 1;
      return when(input, times) ? answer : undefined;
    };
  };
  const refuses = (operation: string, when: (input: Input) => boolean) => (asked: string, input: Input) => {
    if (asked === operation && when(input)) throw Object.assign(new Ec2Error('Unheard', 'of'), { $metadata: { httpStatusCode: 400 } });
    return undefined;
  };

  const PLANTED: Readonly<Record<keyof typeof RULES, Partial<Pick<SandboxAccount, 'insteadOfCall' | 'afterCall'>>>> = {
    connectionKeepsItsIdentity: {
      afterCall: (operation, _input, answer) => {
        const [connection] = operation === 'DescribeVpnConnections' ? answer.VpnConnections : [];
        if (connection?.State === 'modifying') changedKey = true;
        if (changedKey && connection !== undefined) connection.Options.TunnelOptions[0].PreSharedKey = 'another.key';
        return answer;
      },
    },
    modifyAnswersModifying: {
      afterCall: (operation, _input, answer) => (operation === 'ModifyVpnConnection' ? { VpnConnection: { State: 'available' } } : answer),
    },
    vpnGatewayNeedsNoVpc: { insteadOfCall: refuses('ModifyVpnConnection', ({ VpnGatewayId, DryRun }) => VpnGatewayId !== undefined && DryRun !== true) },
    staticRoutesOnlyOnVpnGateways: {
      insteadOfCall: accepts('CreateVpnConnectionRoute', ({ DestinationCidrBlock }) => DestinationCidrBlock === '10.95.3.0/24'),
    },
    attachmentOnlyAfterModify: {
      insteadOfCall: accepts('DescribeTransitGatewayAttachments', (_input, times) => times === 1, {
        TransitGatewayAttachments: [{ TransitGatewayAttachmentId: 'tgw-attach-1', State: 'available' }],
      }),
    },
    oneAttachmentPerConnection: { afterCall: attachments((all) => [...all, ...all.filter(({ State }) => State === 'available').slice(0, 1)]) },
    oldAttachmentIsDeleted: { afterCall: attachments((all) => all.map((each) => (each.State === 'deleted' ? { ...each, State: 'available' } : each))) },
    staticAttachmentPropagatesNothing: {
      insteadOfCall: accepts('SearchTransitGatewayRoutes', ({ Filters }) => JSON.stringify(Filters).includes('propagated'), {
        Routes: [{ DestinationCidrBlock: '10.95.1.0/24' }],
      }),
    },
    newAttachmentGetsDefaultTables: { afterCall: attachments((all) => all.map(({ Association: _left, ...each }) => each)) },
    oneVpnGatewayPerVpc: { insteadOfCall: accepts('AttachVpnGateway', (_input, times) => times === 2) },
    transitGatewayRouteNeedsAttachedVpc: { insteadOfCall: accepts('CreateRoute', ({ TransitGatewayId }) => TransitGatewayId !== undefined) },
    identicalCustomerGatewayIsReturned: {
      insteadOfCall: accepts('CreateCustomerGateway', (_input, times) => times === 2, { CustomerGateway: { CustomerGatewayId: 'cgw-0123456789abcdef0' } }),
    },
    gatewayInUseStays: { insteadOfCall: accepts('DeleteCustomerGateway', (_input, times) => times === 1) },
    dryRunTellsPermission: { insteadOfCall: accepts('ModifyVpnConnection', ({ DryRun }) => DryRun === true) },
  };
  let changedKey = false;

  test.each(Object.keys(PLANTED) as (keyof typeof RULES)[])('%s', async (name) => {
    const account = Object.assign(new SandboxAccount(), PLANTED[name]);
    const { out, status, err } = await account.check(['--only', name]);

    expect(rowsIn(out).get(name)).toMatchObject({ expected: 'holds', seen: 'does-not-hold', verdict: 'not-foreseen' });
    expect(status).toBe(STATUS.NOT_FORESEEN);
    expect(account.left()).toEqual([]);
    expect(out + err).not.toContain('another.key');
  });
});

test('an answer that nobody thought of is told as it is', async () => {
  const account = new SandboxAccount();
  account.insteadOfCall = (operation) => {
    if (operation !== 'AssociateTransitGatewayRouteTable') return undefined;
    throw Object.assign(new Ec2Error('SomethingElse', 'entirely'), { $metadata: { httpStatusCode: 400 } });
  };
  const { out, status } = await account.check(['--only', 'associateWhenAssociated']);

  expect([...rowsIn(out).values()]).toEqual([
    { name: 'associateWhenAssociated', expected: 'Resource.AlreadyAssociated', seen: 'SomethingElse', verdict: 'not-foreseen' },
  ]);
  expect(status).toBe(STATUS.NOT_FORESEEN);
});

test('a missing permission is no answer', async () => {
  const account = new SandboxAccount();
  account.insteadOfCall = (operation) => {
    if (operation !== 'CreateRoute') return undefined;
    throw Object.assign(new Ec2Error('UnauthorizedOperation', 'You are not authorized'), { $metadata: { httpStatusCode: 403 } });
  };
  const { out, status, err } = await account.check(['--only', 'routeToUnattachedVpnGateway']);

  expect(rowsIn(out).get('routeToUnattachedVpnGateway')).toMatchObject({ verdict: 'not-seen', remark: expect.stringContaining('UnauthorizedOperation') });
  expect(status).toBe(STATUS.FAILED);
  expect(err).toContain('You are not authorized');
  expect(account.left()).toEqual([]);
});

test('a connection that returns to its old gateway leaves the rest unseen, and says why', async () => {
  const account = new SandboxAccount({ modifyOutcome: 'returns-to-old-gateway' });
  const { out, status } = await account.check();

  const rows = rowsIn(out);
  expect(rows.get('modifyOutcome')?.seen).toBe('returns-to-old-gateway');
  expect(rows.get('attachmentVisibility')?.seen).toBe('pending-at-once');
  expect(rows.get('routesOfDeletedAttachment')).toMatchObject({ verdict: 'not-seen', remark: expect.stringMatching(/^the connection is on vgw-/) });
  expect(status).toBe(STATUS.DONE);
  expect(account.left()).toEqual([]);
});

test('people get a table, with what they have to do themselves', async () => {
  const account = new SandboxAccount();
  const { out } = await account.run(['--region', REGION, '--file', account.file]);

  expect(out).toMatch(/^assumption +expected +seen +verdict\n/);
  expect(out).toMatch(/\nmodifyToCurrentTarget +accepted-without-effect +accepted-without-effect +as assumed\n/);
  expect(out).toContain('Not checked; by hand, with docs/aws-assumptions.md:\n');
  expect(out).toContain('\npropagationOnRouteDeletion\n  aws ec2 delete-vpn-connection-route');
  expect(out).toMatch(/\n\d+ as assumed, 0 otherwise, and rehearsed, 0 NOT FORESEEN, 2 not seen, \d+ by hand\.\n$/);
});

test('no key is in anything that it writes', async () => {
  const account = new SandboxAccount({ configurationWhileModifying: 'kept', duplicateVpnConnection: 'creates-another' });
  const kept = await account.check(['--keep']);
  const keys = account.keys();
  const written = [kept.out, kept.err, ...account.files()].join('\n');

  expect(keys.length).toBeGreaterThanOrEqual(6);
  for (const key of keys) expect(written).not.toContain(key);
});
