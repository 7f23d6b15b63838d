/**
 * The same way as the scripts', for a person who goes it block by block: what is pasted first, and then stages, each with its
 * commands and with what has to be seen before the next. A stage whose work is done already finds nothing to do.
 */
import { commandOf, lineOf, quoted } from './command';
import { actionLines, expectationLine, inWords, lookUpLines, nameOfSide, refusals, settings } from './lines';
import { ATTACHMENT, Procedure, procedureOf } from './procedure';
import { FRAME, READING } from './shell';
import { Action } from '../actions';
import { Backup, Intent } from '../record';

export interface ManualProcedure {
  readonly source: string;
  readonly destination: string;
  /** Settings and functions, for a shell of its own. */
  readonly preparation: string;
  readonly stages: readonly ManualStage[];
}

export interface ManualStage {
  readonly kind: 'leave' | 'modify' | 'arrange';
  /** In words, one each. */
  readonly steps: readonly string[];
  readonly commands: string;
  /** What has to be seen before going on, in words. */
  readonly expected: readonly string[];
  /** Looks until it is seen. */
  readonly check: string;
}

/** @param region absent: taken from AWS_REGION */
export function manualProcedure(backup: Backup, intent: Intent, region?: string): ManualProcedure {
  const procedure = procedureOf(backup, intent);
  const { source, target, leaveSource, configureTarget } = procedure;
  return {
    source: nameOfSide(source),
    destination: nameOfSide(target),
    preparation: [
      ...region === undefined ? [] : [`AWS_REGION=${quoted(region)}`], ...settings(backup, procedure), FRAME, READING, ...lookUpLines(backup, procedure), BY_HAND, 'say "ready: GO ON"',
    ].join('\n'),
    stages: [
      ...leaveSource.length === 0 ? [] : [leaveSourceStage(backup, procedure)],
      modify(backup, procedure, procedure.modify),
      ...configureTarget.map((batch) => configureTargetStage(backup, procedure, batch)),
    ],
  };
}

function leaveSourceStage(backup: Backup, procedure: Procedure): ManualStage {
  const { leaveSource: actions } = procedure;
  return {
    kind: 'leave',
    steps: actions.map(inWords),
    commands: block(['look_again', 'if at_source; then', ...refusals(procedure), '  if nothing_stops; then', ...stepsOf(backup, procedure, actions).map((line) => `  ${line}`), '  fi', 'fi', 'done_here']),
    expected: actions.map((action) => expectationOf(procedure, action)),
    check: checking(['if at_source; then', ...actions.map((action) => expectationLine(procedure, action)), 'elif ! arrived; then', '  see \'the VPN connection\' "$state" available', 'fi']),
  };
}

function modify({ vpnConnectionId }: Backup, procedure: Procedure, action: Action | undefined): ManualStage {
  if (action === undefined) throw new Error(`the way of a replacement for ${vpnConnectionId} has no modify: its scripts are on record`);
  const { target } = procedure;
  const toTransitGateway = target.gateway.kind === 'transit-gateway';
  return {
    kind: 'modify',
    steps: [inWords(action)],
    commands: block(['look_again', 'if at_source; then', `  ${lineOf(commandOf(vpnConnectionId, action))} >/dev/null || stop "EC2 does not take the modify"`, 'fi', 'done_here']),
    expected: [
      `${vpnConnectionId} is available on ${target.gateway.id} with ${target.customerGatewayId}`,
      ...toTransitGateway ? [`its attachment on ${target.gateway.id} is available`] : [],
    ],
    check: checking([
      'see \'the VPN connection\' "$state" available', 'see \'its gateway\' "$gateway" "$wanted_gateway"',
      'see \'its customer gateway\' "$customer_gateway" "$wanted_customer_gateway"', ...toTransitGateway ? ['see \'its attachment\' "$attachment_state" available'] : [],
    ]),
  };
}

function configureTargetStage(backup: Backup, procedure: Procedure, actions: readonly Action[]): ManualStage {
  return {
    kind: 'arrange',
    steps: actions.map(inWords),
    commands: block(['look_again', 'if arrived; then', ...stepsOf(backup, procedure, actions), 'fi', 'done_here']),
    expected: actions.map((action) => expectationOf(procedure, action)),
    check: checking([ON_TARGET_CHECK, ...actions.map((action) => expectationLine(procedure, action).trimStart())]),
  };
}

const ON_TARGET_CHECK = 'arrived || see \'the VPN connection\' "$standing" \'available where it goes\'';

function stepsOf(backup: Backup, procedure: Procedure, actions: readonly Action[]): string[] {
  return actions.flatMap((action) => actionLines(backup, procedure, action));
}

/** `route 10.1.0.0/16 in tgw-rtb-… is none`, from the line by which the shell sees it. */
function expectationOf(procedure: Procedure, action: Action): string {
  const [, what, after] = /^ {2}see (.*?) ".*" "(.*)"$/.exec(expectationLine(procedure, action))!;
  const wanted = after.replaceAll('$attachment', 'the attachment').split(' ').join(' or ').replaceAll('the or attachment', 'the attachment');
  return `${what.replace(/^'(.*)'$/, '$1')} is ${wanted}`.replaceAll(ATTACHMENT, 'the attachment');
}

function checking(sights: readonly string[]): string {
  return block(['sights() {', ...sights.map((line) => `  ${line}`), '}', 'go_on']);
}

function block(lines: readonly string[]): string {
  return lines.join('\n');
}

/** What a person needs besides the functions of the scripts. Nothing here ends the shell of who pastes it. */
const BY_HAND = String.raw`stop() { say "STOP: $*" >&2; stopped=$((stopped + 1)); return 1; }
nothing_stops() { [ "$stopped" -eq 0 ]; }

look_again() { unfinished=0 left=0 stopped=0; look_at_connection; look; }
at_source() { [ "$state $gateway $customer_gateway" = "available $source_gateway $source_customer_gateway" ]; }
arrived() { [ "$state $gateway $customer_gateway" = "available $wanted_gateway $wanted_customer_gateway" ]; }

# What somebody else has changed is left as it is, and nothing is built on it.
done_here() {
  if [ "$left" -eq 0 ] && nothing_stops; then say "called: GO ON to the look"; else stop "do not go on before that is understood"; fi
}

# see <what> <as seen> <as wanted, several>
see() {
  case " $3 " in *" $2 "*) return 0 ;; esac
  unfinished=$((unfinished + 1))
  say "not yet: $1 is $2, wanted is $3"
}

# Describes may lag behind: only what is seen twice, 15 seconds apart, is built on.
go_on() {
  local round clean=0
  for ((round = 1; round <= rounds; round += 1)); do
    look_again
    sights
    if [ "$unfinished" -eq 0 ]; then clean=$((clean + 1)); else clean=0; fi
    if [ "$clean" -eq 2 ]; then say "seen twice: GO ON"; return 0; fi
    sleep 15
  done
  stop "that is not to be seen after $rounds looks: run the commands before it again, or go back"
}`;
