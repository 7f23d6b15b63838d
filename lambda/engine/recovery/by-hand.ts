/**
 * The same way as the scripts', for a person who goes it block by block: what is pasted first, and then stages, each with its
 * commands and with what has to be seen before the next. A stage whose work is done already finds nothing to do.
 */
import { commandOf, lineOf, quoted } from './command';
import { ATTACHMENT, Course, courseOf } from './course';
import { actionLines, inWords, looking, refusals, settings, sightLine, standing } from './lines';
import { FRAME, READING } from './shell';
import { Action } from '../actions';
import { Backup, Intent } from '../record';

export interface HandWay {
  readonly source: string;
  readonly destination: string;
  /** Settings and functions, for a shell of its own. */
  readonly preparation: string;
  readonly stages: readonly HandStage[];
}

export interface HandStage {
  readonly kind: 'leave' | 'modify' | 'arrange';
  /** In words, one each. */
  readonly steps: readonly string[];
  readonly commands: string;
  /** What has to be seen before going on, in words. */
  readonly sights: readonly string[];
  /** Looks until it is seen. */
  readonly check: string;
}

/** @param region absent: taken from AWS_REGION */
export function wayByHand(backup: Backup, intent: Intent, region?: string): HandWay {
  const course = courseOf(backup, intent);
  const { source, destination, leaving, arranging } = course;
  return {
    source: standing(source),
    destination: standing(destination),
    preparation: [
      ...region === undefined ? [] : [`AWS_REGION=${quoted(region)}`], ...settings(backup, course), FRAME, READING, ...looking(backup, course), BY_HAND, 'say "ready: GO ON"',
    ].join('\n'),
    stages: [
      ...leaving.length === 0 ? [] : [leave(backup, course)],
      modify(backup, course, course.modify),
      ...arranging.map((batch) => arrange(backup, course, batch)),
    ],
  };
}

function leave(backup: Backup, course: Course): HandStage {
  const { leaving: actions } = course;
  return {
    kind: 'leave',
    steps: actions.map(inWords),
    commands: block(['look_again', 'if at_source; then', ...refusals(course), '  if nothing_stops; then', ...stepsOf(backup, course, actions).map((line) => `  ${line}`), '  fi', 'fi', 'done_here']),
    sights: actions.map((action) => sightOf(course, action)),
    check: checking(['if at_source; then', ...actions.map((action) => sightLine(course, action)), 'elif ! arrived; then', '  see \'the VPN connection\' "$state" available', 'fi']),
  };
}

function modify({ vpnConnectionId }: Backup, course: Course, action: Action | undefined): HandStage {
  if (action === undefined) throw new Error(`the way of a replacement for ${vpnConnectionId} has no modify: its scripts are on record`);
  const { destination } = course;
  const toTransitGateway = destination.gateway.kind === 'transit-gateway';
  return {
    kind: 'modify',
    steps: [inWords(action)],
    commands: block(['look_again', 'if at_source; then', `  ${lineOf(commandOf(vpnConnectionId, action))} >/dev/null || stop "EC2 does not take the modify"`, 'fi', 'done_here']),
    sights: [
      `${vpnConnectionId} is available on ${destination.gateway.id} with ${destination.customerGatewayId}`,
      ...toTransitGateway ? [`its attachment on ${destination.gateway.id} is available`] : [],
    ],
    check: checking([
      'see \'the VPN connection\' "$state" available', 'see \'its gateway\' "$gateway" "$wanted_gateway"',
      'see \'its customer gateway\' "$customer_gateway" "$wanted_customer_gateway"', ...toTransitGateway ? ['see \'its attachment\' "$attachment_state" available'] : [],
    ]),
  };
}

function arrange(backup: Backup, course: Course, actions: readonly Action[]): HandStage {
  return {
    kind: 'arrange',
    steps: actions.map(inWords),
    commands: block(['look_again', 'if arrived; then', ...stepsOf(backup, course, actions), 'fi', 'done_here']),
    sights: actions.map((action) => sightOf(course, action)),
    check: checking([ARRIVED_SIGHT, ...actions.map((action) => sightLine(course, action).trimStart())]),
  };
}

const ARRIVED_SIGHT = 'arrived || see \'the VPN connection\' "$standing" \'available where it goes\'';

function stepsOf(backup: Backup, course: Course, actions: readonly Action[]): string[] {
  return actions.flatMap((action) => actionLines(backup, course, action));
}

/** `route 10.1.0.0/16 in tgw-rtb-… is none`, from the line by which the shell sees it. */
function sightOf(course: Course, action: Action): string {
  const [, what, after] = /^ {2}see (.*?) ".*" "(.*)"$/.exec(sightLine(course, action))!;
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
