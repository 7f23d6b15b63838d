/**
 * The same way as the scripts', for a person who goes it block by block: what is pasted first, and then stages, each with its
 * commands and with what has to be seen before the next. A stage whose work is done already finds nothing to do.
 */
import { nameOfSide, preparation, refusals } from './preparation';
import { Procedure, procedureOf } from './procedure';
import { lines, sh, ShellText } from './shell-text';
import { change, commandOf, expectationOf, inWords, lineOf, see } from './steps';
import { Action } from '../actions';
import { Backup, Intent } from '../record';

export interface ManualProcedure {
  readonly source: string;
  readonly destination: string;
  /** Settings and functions, for a shell of its own. */
  readonly preparation: ShellText;
  readonly stages: readonly ManualStage[];
}

export interface ManualStage {
  readonly kind: 'leave' | 'modify' | 'arrange';
  /** In words, one each. */
  readonly steps: readonly string[];
  readonly commands: ShellText;
  /** What has to be seen before going on, in words. */
  readonly expected: readonly string[];
  /** Looks until it is seen. */
  readonly check: ShellText;
}

/** @param region absent: taken from AWS_REGION */
export function manualProcedure(backup: Backup, intent: Intent, region?: string): ManualProcedure {
  const procedure = procedureOf(backup, intent);
  const { source, target, leaveSource, configureTarget } = procedure;
  return {
    source: nameOfSide(source),
    destination: nameOfSide(target),
    preparation: lines(...region === undefined ? [] : [sh`AWS_REGION=${region}`], preparation(procedure), BY_HAND, sh`say "ready: GO ON"`),
    stages: [
      ...leaveSource.length === 0 ? [] : [leaveSourceStage(procedure)],
      modifyStage(procedure, procedure.modify),
      ...configureTarget.map((batch) => configureTargetStage(procedure, batch)),
    ],
  };
}

function leaveSourceStage(procedure: Procedure): ManualStage {
  const { leaveSource: actions } = procedure;
  return {
    kind: 'leave',
    ...wordsOf(procedure, actions),
    commands: where(sh`at_source`, ...refusals(procedure), sh`if nothing_stops; then`, changes(procedure, actions).indented(), sh`fi`),
    check: checking(sh`if at_source; then`, sights(procedure, actions).indented(), sh`elif ! arrived; then`, sh`  ${IS_AVAILABLE}`, sh`fi`),
  };
}

function modifyStage(procedure: Procedure, action: Action | undefined): ManualStage {
  const { backup: { vpnConnectionId }, target: { gateway, customerGatewayId } } = procedure;
  if (action === undefined) throw new Error(`the way of a replacement for ${vpnConnectionId} has no modify: its scripts are on record`);
  const toTransitGateway = gateway.kind === 'transit-gateway';
  return {
    kind: 'modify',
    steps: [inWords(action)],
    commands: where(sh`at_source`, sh`${lineOf(commandOf(vpnConnectionId, action))} >/dev/null || stop "EC2 does not take the modify"`),
    expected: [
      `${vpnConnectionId} is available on ${gateway.id} with ${customerGatewayId}`,
      ...toTransitGateway ? [`its attachment on ${gateway.id} is available`] : [],
    ],
    check: checking(
      IS_AVAILABLE, sh`see 'its gateway' "$gateway" "$wanted_gateway"`, sh`see 'its customer gateway' "$customer_gateway" "$wanted_customer_gateway"`,
      ...toTransitGateway ? [sh`see 'its attachment' "$attachment_state" available`] : [],
    ),
  };
}

function configureTargetStage(procedure: Procedure, actions: readonly Action[]): ManualStage {
  return {
    kind: 'arrange',
    ...wordsOf(procedure, actions),
    commands: where(sh`arrived`, changes(procedure, actions)),
    check: checking(sh`arrived || see 'the VPN connection' "$standing" 'available where it goes'`, sights(procedure, actions)),
  };
}

const IS_AVAILABLE = sh`see 'the VPN connection' "$state" available`;

function wordsOf(procedure: Procedure, actions: readonly Action[]): Pick<ManualStage, 'steps' | 'expected'> {
  return { steps: actions.map(inWords), expected: actions.map((action) => expectationOf(procedure, action)) };
}

function changes(procedure: Procedure, actions: readonly Action[]): ShellText {
  return lines(...actions.map((action) => change(procedure, action)));
}

function sights(procedure: Procedure, actions: readonly Action[]): ShellText {
  return lines(...actions.map((action) => see(procedure, action)));
}

function where(place: ShellText, ...commands: readonly ShellText[]): ShellText {
  return lines(sh`look_again`, sh`if ${place}; then`, lines(...commands).indented(), sh`fi`, sh`done_here`);
}

function checking(...looks: readonly ShellText[]): ShellText {
  return lines(sh`sights() {`, lines(...looks).indented(), sh`}`, sh`go_on`);
}

/** What a person needs besides the functions of the scripts. Nothing here ends the shell of who pastes it. */
const BY_HAND = sh`stop() { say "STOP: $*" >&2; stopped=$((stopped + 1)); return 1; }
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
