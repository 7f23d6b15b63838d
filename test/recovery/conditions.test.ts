/**
 * Each kind of step of a recovery script, in a real bash, with everything that may be seen before it: it is called, or done already, or
 * waited for, or somebody else's change, which is left.
 */
import { spawnSync } from 'node:child_process';
import { Action } from '../../lambda/engine/actions';
import { Backup } from '../../lambda/engine/record';
import { ATTACHMENT, Procedure } from '../../lambda/engine/recovery/procedure';
import { FRAME, READING } from '../../lambda/engine/recovery/shell';
import { change, commandOf, lineOf } from '../../lambda/engine/recovery/steps';
import * as estate from '../engine/estate';

const { VPN, VGW, TGW, VPC, HUB, SPOKES, STATIC_TABLE, VPN_ATTACHMENT } = estate;
const DEFAULT = 'tgw-rtb-0a1b2c3d4e5f60009';
const CIDR = '10.1.0.0/16';
const backup: Backup = {
  vpnConnectionId: VPN, operationId: 'operation-1', writtenAt: estate.START, tunnelsUp: 2, plan: estate.plan, survey: estate.snapshot,
};
const procedure: Procedure = { backup, intent: 'forward', source: estate.plan.from, target: estate.plan.to, leaveSource: [], configureTarget: [] };
const toTgw = { kind: 'transit-gateway', id: TGW } as const;

type Outcome = 'called' | 'done' | 'waited for' | 'left';
type Seen = 'static_routes' | 'transit_gateway_routes' | 'vpc_routes' | 'vpn_gateways' | 'propagations' | 'association';

interface Row<S extends Action> {
  readonly step: S;
  readonly in: Seen;
  /** What a look found, as the script keeps it. */
  readonly cases: readonly (readonly [seen: string, Outcome])[];
}

/** Rows of the same kind about something else, which must not be taken for it. */
const OTHER_STATIC = '10.10.0.0/16\tavailable\n10.1.0.0/17\tavailable';
const tgwRoute = (leadsTo: string, table = SPOKES, cidr = CIDR) => `${table} ${cidr}\t${leadsTo}`;
const vpcRoute = (leadsTo: string, table = STATIC_TABLE, cidr = CIDR) => `${table} ${cidr}\t${leadsTo}`;
const other = (row: (leadsTo: string, table?: string, cidr?: string) => string, leadsTo: string) => `${row(leadsTo, 'rtb-other')}\n${row(leadsTo, undefined, '10.2.0.0/16')}`;
const gatewayAt = (state: string, id = VGW, vpcId = VPC) => `${id} ${vpcId}\t${state}`;
const propagating = `${STATIC_TABLE} from ${VGW}\ton`;

/** A step that is new does not compile until it is here; the two left out depend on more than one thing. */
const ROWS: { readonly [Name in Exclude<Action['do'], 'modify-vpn-connection' | 'delete-customer-gateway'>]: Row<Extract<Action, { readonly do: Name }>> } = {
  'delete-static-route': {
    step: { do: 'delete-static-route', cidr: CIDR },
    in: 'static_routes',
    cases: [[`${CIDR}\tavailable`, 'called'], ['', 'done'], [OTHER_STATIC, 'done'], [`${CIDR}\tdeleting`, 'waited for'], [`${CIDR}\tpending`, 'waited for'],
      [`${CIDR}\tfailed`, 'left']],
  },
  'create-static-route': {
    step: { do: 'create-static-route', cidr: CIDR },
    in: 'static_routes',
    cases: [['', 'called'], [OTHER_STATIC, 'called'], [`${CIDR}\tavailable`, 'done'], [`${CIDR}\tpending`, 'waited for'], [`${CIDR}\tdeleting`, 'waited for'],
      [`${CIDR}\tfailed`, 'left']],
  },
  'associate-route-table': {
    step: { do: 'associate-route-table', routeTableId: HUB, attachmentId: ATTACHMENT },
    in: 'association',
    cases: [['none', 'called'], [HUB, 'done'], ['associating', 'waited for'], ['disassociating', 'waited for'], [SPOKES, 'left']],
  },
  'disassociate-route-table': {
    step: { do: 'disassociate-route-table', routeTableId: DEFAULT, attachmentId: ATTACHMENT },
    in: 'association',
    cases: [[DEFAULT, 'called'], ['none', 'done'], [HUB, 'done'], ['disassociating', 'waited for'], ['associating', 'waited for'], [SPOKES, 'left']],
  },
  'enable-propagation': {
    step: { do: 'enable-propagation', routeTableId: SPOKES, attachmentId: ATTACHMENT },
    in: 'propagations',
    cases: [['', 'called'], [`${HUB}\tenabled`, 'called'], [`${SPOKES}\tdisabled`, 'called'], [`${SPOKES}\tenabled`, 'done'],
      [`${SPOKES}\tenabling`, 'waited for'], [`${SPOKES}\tdisabling`, 'waited for'], [`${SPOKES}\tfailed`, 'left']],
  },
  'disable-propagation': {
    step: { do: 'disable-propagation', routeTableId: SPOKES, attachmentId: ATTACHMENT },
    in: 'propagations',
    cases: [[`${SPOKES}\tenabled`, 'called'], ['', 'done'], [`${HUB}\tenabled`, 'done'], [`${SPOKES}\tdisabled`, 'done'],
      [`${SPOKES}\tenabling`, 'waited for'], [`${SPOKES}\tdisabling`, 'waited for'], [`${SPOKES}\tfailed`, 'left']],
  },
  'create-transit-gateway-route': {
    step: { do: 'create-transit-gateway-route', routeTableId: SPOKES, cidr: CIDR, attachmentId: ATTACHMENT },
    in: 'transit_gateway_routes',
    cases: [['', 'called'], [other(tgwRoute, VPN_ATTACHMENT), 'called'], [tgwRoute(VPN_ATTACHMENT), 'done'], [tgwRoute('pending'), 'waited for'],
      [`${SPOKES} unread`, 'waited for'], [tgwRoute('tgw-attach-other'), 'left'], [tgwRoute('blackhole'), 'left']],
  },
  'delete-transit-gateway-route': {
    step: { do: 'delete-transit-gateway-route', routeTableId: SPOKES, cidr: CIDR },
    in: 'transit_gateway_routes',
    cases: [[tgwRoute(VPN_ATTACHMENT), 'called'], ['', 'done'], [other(tgwRoute, VPN_ATTACHMENT), 'done'], [tgwRoute('deleting'), 'waited for'],
      [`${SPOKES} unread`, 'waited for'], [tgwRoute('tgw-attach-other'), 'left'], [tgwRoute('blackhole'), 'left']],
  },
  'replace-vpc-route': {
    step: { do: 'replace-vpc-route', routeTableId: STATIC_TABLE, destination: CIDR, to: toTgw },
    in: 'vpc_routes',
    cases: [[vpcRoute(VGW), 'called'], [vpcRoute(TGW), 'done'], [vpcRoute('other'), 'left'], ['', 'left'], [other(vpcRoute, VGW), 'left'], [propagating, 'left']],
  },
  'create-vpc-route': {
    step: { do: 'create-vpc-route', routeTableId: STATIC_TABLE, destination: CIDR, to: toTgw },
    in: 'vpc_routes',
    cases: [['', 'called'], [other(vpcRoute, TGW), 'called'], [propagating, 'called'], [vpcRoute(TGW), 'done'], [vpcRoute(VGW), 'left'], [vpcRoute('other'), 'left']],
  },
  'delete-vpc-route': {
    step: { do: 'delete-vpc-route', routeTableId: STATIC_TABLE, destination: CIDR },
    in: 'vpc_routes',
    cases: [[vpcRoute(VGW), 'called'], ['', 'done'], [other(vpcRoute, VGW), 'done'], [propagating, 'done'], [vpcRoute(TGW), 'left'], [vpcRoute('other'), 'left']],
  },
  'enable-vgw-propagation': {
    step: { do: 'enable-vgw-propagation', routeTableId: STATIC_TABLE, gatewayId: VGW },
    in: 'vpc_routes',
    cases: [['', 'called'], [vpcRoute(VGW), 'called'], [`rtb-other from ${VGW}\ton`, 'called'], [`${STATIC_TABLE} from vgw-other\ton`, 'called'], [propagating, 'done']],
  },
  'disable-vgw-propagation': {
    step: { do: 'disable-vgw-propagation', routeTableId: STATIC_TABLE, gatewayId: VGW },
    in: 'vpc_routes',
    cases: [[propagating, 'called'], ['', 'done'], [vpcRoute(VGW), 'done'], [`rtb-other from ${VGW}\ton`, 'done'], [`${STATIC_TABLE} from vgw-other\ton`, 'done']],
  },
  'attach-vpn-gateway': {
    step: { do: 'attach-vpn-gateway', gatewayId: VGW, vpcId: VPC },
    in: 'vpn_gateways',
    cases: [['', 'called'], [gatewayAt('attached', 'vgw-other'), 'called'], [gatewayAt('attached', VGW, 'vpc-other'), 'called'], [gatewayAt('attached'), 'done'],
      [gatewayAt('attaching'), 'waited for'], [gatewayAt('detaching'), 'waited for'], [gatewayAt('busy'), 'left']],
  },
  'detach-vpn-gateway': {
    step: { do: 'detach-vpn-gateway', gatewayId: VGW, vpcId: VPC },
    in: 'vpn_gateways',
    cases: [[gatewayAt('attached'), 'called'], ['', 'done'], [gatewayAt('attached', 'vgw-other'), 'done'], [gatewayAt('attached', VGW, 'vpc-other'), 'done'],
      [gatewayAt('attaching'), 'waited for'], [gatewayAt('detaching'), 'waited for'], [gatewayAt('busy'), 'left']],
  },
};

test.each(Object.values<Row<Action>>(ROWS))('$step.do', ({ step, in: seenIn, cases }) => {
  expect(outcomesOf(step, seenIn, cases.map(([observed]) => observed))).toEqual(cases.map(([, outcome]) => outcome));
});

test('a route is deleted where it is arrived at: only what the attachment before has left behind', () => {
  const { step, in: seenIn } = ROWS['delete-transit-gateway-route'];
  const cases: Row<Action>['cases'] = [[tgwRoute('blackhole'), 'called'], ['', 'done'], [tgwRoute(VPN_ATTACHMENT), 'done'], [tgwRoute('deleting'), 'waited for'],
    [`${SPOKES} unread`, 'waited for'], [tgwRoute('tgw-attach-other'), 'left']];
  const outcomes = outcomesOf(step, seenIn, cases.map(([observed]) => observed), { ...procedure, configureTarget: [[step]] });
  expect(outcomes).toEqual(cases.map(([, outcome]) => outcome));
});

function outcomesOf(step: Action, seenIn: Seen, observed: readonly string[], way: Procedure = procedure): string[] {
  const script = [
    'set -euo pipefail', FRAME, READING,
    'aws() { printf \'%s\\n\' "called aws $*" >&2; }',
    `region=eu-central-1 connection=${VPN} gateway=${TGW} attachment=${VPN_ATTACHMENT} association=none`,
    'static_routes=\'\' transit_gateway_routes=\'\' vpc_routes=\'\' vpn_gateways=\'\' propagations=\'\'',
    ...observed.flatMap((each) => [
      `unfinished=0 left=0 ${seenIn}='${each}'`, change(way, step), 'printf \'%s %s --\\n\' "$unfinished" "$left" >&2',
    ]),
  ].join('\n');
  const { stderr, stdout, status } = spawnSync('bash', ['-s'], { input: `exec 2>&1\n${script}`, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('--\n').slice(0, -1).map((each) => outcomeOf(each, String(lineOf(commandOf(VPN, step))).replaceAll('"', '')));
}

function outcomeOf(said: string, command: string): string {
  const [, unfinished, left] = /(\d+) (\d+) $/.exec(said)!;
  const expanded = command.replace('$region', 'eu-central-1').replace('$attachment', VPN_ATTACHMENT);
  if (said.includes(`called ${expanded}\n`) && unfinished === '1' && left === '0') return 'called';
  if (/^\S+ {2}waiting: /.test(said) && unfinished === '1' && left === '0') return 'waited for';
  if (/^\S+ {2}LEFT AS IT IS: /.test(said) && unfinished === '0' && left === '1') return 'left';
  return unfinished === '0' && left === '0' && said === '0 0 ' ? 'done' : said;
}
