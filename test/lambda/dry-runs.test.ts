/** Dry runs: what each answer of EC2 means, and that no call is made in earnest. */
import { EC2Client } from '@aws-sdk/client-ec2';
import { DryRuns } from '../../lambda/aws/ec2/dry-runs';
import { DryRunAction } from '../../lambda/engine/actions';
import { DryRunResult, VpnConnection } from '../../lambda/engine/observation';
import { MoveDeclaration } from '../../src/contract/declaration';
import * as estate from '../engine/estate';

const { STATIC_TABLE, VPN, TGW } = estate;
const REPLACE: DryRunAction = { do: 'replace-vpc-route', routeTableId: STATIC_TABLE, destination: '10.1.0.0/16', to: { kind: 'transit-gateway', id: TGW } };

interface Answer {
  readonly name: string;
  readonly status?: number;
}

/** EC2 as it answers dry runs: by an error, whatever comes. The last answer stays. */
function ec2(...answers: (Answer | 'done')[]) {
  const asked: Record<string, unknown>[] = [];
  const send = async ({ input }: { readonly input: Record<string, unknown> }) => {
    asked.push(input);
    const answer = answers.length > 1 ? answers.shift()! : answers[0];
    if (answer === 'done') return {};
    throw Object.assign(new Error('as said'), { name: answer.name, $metadata: { httpStatusCode: answer.status } });
  };
  const trying = new DryRuns({ send } as unknown as EC2Client);
  return { trying, asked };
}

const PERMITTED: Answer = { name: 'DryRunOperation', status: 412 };
const UNAUTHORIZED: Answer = { name: 'UnauthorizedOperation', status: 403 };

test.each<[string, Answer, Partial<DryRunResult>]>([
  ['permitted', PERMITTED, { outcome: 'permitted' }],
  ['an objection to the state of things proves nothing', { name: 'InvalidRoute.NotFound', status: 400 }, { outcome: 'unproven', code: 'InvalidRoute.NotFound' }],
  ['one that looks like a transition proves nothing either', { name: 'IncorrectState', status: 400 }, { outcome: 'unproven', code: 'IncorrectState' }],
  ['refused', UNAUTHORIZED, { outcome: 'refused', code: 'UnauthorizedOperation' }],
])('%s', async (_, answer, expected) => {
  const bench = ec2(answer);
  expect(await bench.trying.steps(VPN, [REPLACE])).toEqual([{ action: 'ec2:ReplaceRoute', resourceId: STATIC_TABLE, ...expected }]);
  expect(bench.asked.map((input) => input.DryRun)).toEqual([true]);
});

test.each<Answer>([{ name: 'RequestLimitExceeded', status: 503 }, { name: 'InternalError', status: 500 }, { name: 'TimeoutError' }])(
  '$name is no answer, and the look is to be repeated', async (answer) => {
    await expect(ec2(answer).trying.steps(VPN, [REPLACE])).rejects.toMatchObject({ name: 'RetryableFailure' });
  },
);

test('what was permitted before load came in between is not asked again when the look is repeated', async () => {
  const steps = [REPLACE, { ...REPLACE, routeTableId: 'rtb-2' }, { ...REPLACE, routeTableId: 'rtb-3' }];
  const bench = ec2(PERMITTED, UNAUTHORIZED, { name: 'RequestLimitExceeded', status: 503 }, UNAUTHORIZED, PERMITTED);
  const permitted = new Set<string>();
  await expect(bench.trying.steps(VPN, steps, permitted)).rejects.toMatchObject({ name: 'RetryableFailure' });

  const trials = await bench.trying.steps(VPN, steps, permitted);

  expect(trials.map(({ resourceId, outcome }) => [resourceId, outcome])).toEqual([[STATIC_TABLE, 'permitted'], ['rtb-2', 'refused'], ['rtb-3', 'permitted']]);
  expect(bench.asked.map(({ RouteTableId: id }) => id)).toEqual([STATIC_TABLE, 'rtb-2', 'rtb-3', 'rtb-2', 'rtb-3']);
});

test('a call that was made in earnest ends everything at once', async () => {
  const bench = ec2('done');
  await expect(bench.trying.steps(VPN, [REPLACE])).rejects.toMatchObject({ name: 'TerminalFailure' });
  expect(bench.asked).toHaveLength(1);
});

test('every step that can be tried is, with the parameter and nothing else besides its own', async () => {
  const attachmentId = 'tgw-attach-1';
  const routeTableId = 'tgw-rtb-1';
  const steps: DryRunAction[] = [
    { do: 'associate-route-table', routeTableId, attachmentId },
    { do: 'disassociate-route-table', routeTableId, attachmentId },
    { do: 'enable-propagation', routeTableId, attachmentId },
    { do: 'disable-propagation', routeTableId, attachmentId },
    { do: 'create-transit-gateway-route', routeTableId, cidr: '10.1.0.0/16', attachmentId },
    { do: 'delete-transit-gateway-route', routeTableId, cidr: '10.1.0.0/16' },
    REPLACE,
    { do: 'create-vpc-route', routeTableId: 'rtb-1', destination: '10.1.0.0/16', to: { kind: 'transit-gateway', id: TGW } },
    { do: 'delete-vpc-route', routeTableId: 'rtb-1', destination: '10.1.0.0/16' },
    { do: 'enable-vgw-propagation', routeTableId: 'rtb-1', gatewayId: 'vgw-1' },
    { do: 'disable-vgw-propagation', routeTableId: 'rtb-1', gatewayId: 'vgw-1' },
    { do: 'attach-vpn-gateway', gatewayId: 'vgw-1', vpcId: 'vpc-1' },
    { do: 'detach-vpn-gateway', gatewayId: 'vgw-1', vpcId: 'vpc-1' },
  ];
  const bench = ec2(PERMITTED);
  const trials = await bench.trying.steps(VPN, steps);
  expect(trials.map((result) => `${result.action} ${result.resourceId} ${result.outcome}`)).toEqual([
    'ec2:AssociateTransitGatewayRouteTable tgw-rtb-1 permitted',
    'ec2:DisassociateTransitGatewayRouteTable tgw-rtb-1 permitted',
    'ec2:EnableTransitGatewayRouteTablePropagation tgw-rtb-1 permitted',
    'ec2:DisableTransitGatewayRouteTablePropagation tgw-rtb-1 permitted',
    'ec2:CreateTransitGatewayRoute tgw-rtb-1 permitted',
    'ec2:DeleteTransitGatewayRoute tgw-rtb-1 permitted',
    `ec2:ReplaceRoute ${STATIC_TABLE} permitted`,
    'ec2:CreateRoute rtb-1 permitted',
    'ec2:DeleteRoute rtb-1 permitted',
    'ec2:EnableVgwRoutePropagation rtb-1 and vgw-1 permitted',
    'ec2:DisableVgwRoutePropagation rtb-1 and vgw-1 permitted',
    'ec2:AttachVpnGateway vpc-1 and vgw-1 permitted',
    'ec2:DetachVpnGateway vpc-1 and vgw-1 permitted',
  ]);
  expect(bench.asked.map((input) => input.DryRun)).toEqual(steps.map(() => true));
  expect(bench.asked[5]).toEqual({ TransitGatewayRouteTableId: 'tgw-rtb-1', DestinationCidrBlock: '10.1.0.0/16', DryRun: true });
});

describe('the modify itself', () => {
  const withoutRoutes: VpnConnection = { ...estate.connectionOnVgw, staticRoutes: [] };

  const onTransitGateway: MoveDeclaration = { ...estate.declaration, from: estate.declaration.to, to: estate.declaration.from };
  const says = (name: string): Answer => ({ name, status: 400 });
  const objection = (code: string, lasting: boolean) => ({ trial: { outcome: 'unproven' }, refusal: { message: `trying ModifyVpnConnection on ${VPN}: ${code}: as said`, lasting } });
  const [inTheWay, none] = [{ connection: estate.connectionOnVgw }, { connection: withoutRoutes }];

  test.each<[string, Answer, { readonly connection: VpnConnection; readonly declaration?: MoveDeclaration }, object]>([
    ['permitted', PERMITTED, inTheWay, { trial: { outcome: 'permitted' } }],
    ['refused to the role', UNAUTHORIZED, none, { trial: { outcome: 'refused' } }],
    ['refused to the role, in other words', { name: 'AuthFailure', status: 401 }, none, { trial: { outcome: 'refused' } }],
    ...['IncorrectState', 'InvalidParameterCombination', 'InvalidParameterValue', 'VpnConnectionHasStaticRoutes'].flatMap((code): [string, Answer, typeof none, object][] => [
      [`${code} while static routes are in the way`, says(code), inTheWay, { trial: { outcome: 'unproven' } }],
      [`${code} with nothing in the way`, says(code), none, objection(code, false)],
    ]),
    ['static routes are in nobody\'s way between virtual private gateways', says('IncorrectState'),
      { ...inTheWay, declaration: { ...estate.declaration, to: { ...estate.declaration.from, id: 'vgw-0other' } } }, objection('IncorrectState', false)],
    ['nor on the way to one', says('IncorrectState'), { ...inTheWay, declaration: onTransitGateway }, objection('IncorrectState', false)],
    ...['AsnConflict', 'UnsupportedOperation', 'VpnConnectionLimitExceeded', 'InvalidVpnConnectionID.Malformed'].map((code): [string, Answer, typeof none, object] => (
      [`${code}, which lasts whatever is in the way`, says(code), inTheWay, objection(code, true)])),
  ])('%s', async (_, answer, { connection, declaration = estate.declaration }, expected) => {
    const { trial: result, ...rest } = await ec2(answer).trying.modify(declaration, connection);
    expect({ trial: { outcome: result.outcome }, ...rest }).toEqual(expected);
    expect(result).toMatchObject({ action: 'ec2:ModifyVpnConnection', resourceId: VPN });
  });
});
