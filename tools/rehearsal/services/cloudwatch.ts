/**
 * The embedded CloudWatch: alarms, each with the states it goes through. A scenario sets them, at once or for a time to
 * come; no metric is evaluated.
 *
 * The SDK's client speaks AWS JSON 1.0 here, with errors that are also named as the older Query protocol named them.
 */
import type { CompositeAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { Ec2Error } from '../contracts';
import { JsonCall, JsonInput, JsonServiceEndpoint, listOf, pageOf, secondsOf } from './json-service';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import { alarmArn, describeAlarmsPermissions } from '../iam/service-resources';
import { Caller, ReceivedRequest, Refusal, Reply } from '../loopback-endpoint';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface AlarmSeed {
  readonly name: string;
  /** Default: `OK`. */
  readonly state?: AlarmState;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly actions?: readonly string[];
  readonly actionsEnabled?: boolean;
  /** The rule of a composite alarm, which has no metric. */
  readonly rule?: string;
}

interface StateChange {
  readonly at: number;
  readonly state: AlarmState;
  readonly reason: string;
}

interface Alarm {
  readonly seed: AlarmSeed;
  readonly changes: readonly StateChange[];
}

/** [DescribeAlarms API reference: AlarmNames at most 100, MaxRecords 1 to 100; the number unless given is not documented] */
const LARGEST_PAGE = 100;
const DEFAULT_PAGE_SIZE = 50;

export class CloudWatchEndpoint extends JsonServiceEndpoint {
  protected readonly service = 'monitoring';
  protected readonly target = 'GraniteServiceVersion20100801';
  protected readonly contentType = 'application/x-amz-json-1.0';
  protected readonly deniedCode = 'AccessDenied';
  protected readonly operations = {
    DescribeAlarms: (input: JsonInput, call: JsonCall) => this.describeAlarms(input, call),
  };

  private readonly alarms = new Map<string, Alarm>();
  /** Calls whose caller may not see composite alarms. */
  private readonly withoutComposite = new WeakSet<JsonCall>();

  putAlarm(seed: AlarmSeed): string {
    const first: StateChange = { at: this.props.clock.now(), state: seed.state ?? 'OK', reason: 'as the story begins' };
    this.alarms.set(seed.name, { seed, changes: [first] });
    return alarmArn(seed.name, this.location);
  }

  deleteAlarm(name: string): void {
    this.alarms.delete(name);
  }

  /** The alarm's state from that time on, which may be to come; now unless given. */
  setAlarmState(name: string, state: AlarmState, at = this.props.clock.now(), reason = 'set by the story'): void {
    const alarm = this.alarms.get(name);
    if (alarm === undefined) throw new Error(`there is no alarm ${name}`);
    const changes = [...alarm.changes, { at, state, reason }].sort((a, b) => a.at - b.at);
    this.alarms.set(name, { ...alarm, changes });
  }

  protected permissionsFor({ input }: JsonCall, location: Location): PermissionRequest[] {
    return describeAlarmsPermissions(input, typesOf(input).has('CompositeAlarm'), location);
  }

  protected admit(call: JsonCall, caller: Caller): void {
    if (this.unknowns.compositeAlarmsWithoutPermission === 'AccessDenied' || !typesOf(call.input).has('CompositeAlarm')) {
      return super.admit(call, caller);
    }
    const location = this.locationOf(caller);
    const [{ action, resourceArn, context }] = describeAlarmsPermissions(call.input, true, location);
    if (this.props.authorizer?.denial(caller.accessKeyId, action, [resourceArn], context) === undefined) return;
    this.withoutComposite.add(call);
    for (const each of describeAlarmsPermissions(call.input, false, location)) {
      this.authorize(caller, each.action, each.resourceArn, each.context, (reason) => new Refusal(this.deniedCode, reason));
    }
  }

  /** The older protocol's name of the error goes with the newer one's [Smithy, awsQueryCompatible]. */
  protected refuse(refusal: Ec2Error, request: ReceivedRequest): Reply {
    const reply = super.refuse(refusal, request);
    const fault = refusal.status < 500 ? 'Sender' : 'Receiver';
    return { ...reply, headers: { ...reply.headers, 'x-amzn-query-error': `${refusal.code};${fault}` } };
  }

  private describeAlarms(input: JsonInput, call: JsonCall): object {
    const { AlarmNames, AlarmNamePrefix, StateValue, ActionPrefix, ChildrenOfAlarmName, ParentsOfAlarmName } = input;
    const names = listOf(AlarmNames);
    if (names.length > LARGEST_PAGE) throw invalid(`AlarmNames holds more than ${LARGEST_PAGE} names.`);
    if (names.length > 0 && AlarmNamePrefix !== undefined) throw invalid('AlarmNames and AlarmNamePrefix cannot both be given.');
    if ((ChildrenOfAlarmName ?? ParentsOfAlarmName) !== undefined) throw invalid('Parents and children of alarms are not described here.');
    const types = typesOf(input);
    const found = [...this.alarms.values()].filter((alarm) => {
      const composite = alarm.seed.rule !== undefined;
      return types.has(composite ? 'CompositeAlarm' : 'MetricAlarm') && !(composite && this.withoutComposite.has(call))
        && (names.length === 0 || names.includes(alarm.seed.name))
        && alarm.seed.name.startsWith(String(AlarmNamePrefix ?? ''))
        && (StateValue === undefined || this.stateOf(alarm).state === StateValue)
        && (ActionPrefix === undefined || (alarm.seed.actions ?? []).some((action) => action.startsWith(String(ActionPrefix))));
    }).sort((a, b) => (a.seed.name < b.seed.name ? -1 : 1));
    const { items, nextToken } = pageOf(found, pageSizeOf(input), input.NextToken, new Refusal('InvalidNextToken', 'The next token is not valid.'));
    return {
      MetricAlarms: items.filter(({ seed }) => seed.rule === undefined).map((alarm) => this.metricAlarmOutput(alarm)),
      CompositeAlarms: items.filter(({ seed }) => seed.rule !== undefined).map((alarm) => this.commonOutput(alarm)),
      NextToken: nextToken,
    };
  }

  private metricAlarmOutput(alarm: Alarm): object {
    const { namespace = 'AWS/VPN', metricName = 'TunnelState', dimensions = {} } = alarm.seed;
    const output: Partial<MetricAlarm> = {
      Namespace: namespace,
      MetricName: metricName,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    };
    return { ...this.commonOutput(alarm), ...output };
  }

  private commonOutput(alarm: Alarm): object {
    const { name, actions = [], actionsEnabled = true, rule } = alarm.seed;
    const { at, state, reason } = this.stateOf(alarm);
    const output: Partial<CompositeAlarm & MetricAlarm> = {
      AlarmName: name,
      AlarmArn: alarmArn(name, this.location),
      ActionsEnabled: actionsEnabled,
      AlarmActions: [...actions],
      StateValue: state,
      StateReason: reason,
    };
    const times = { StateUpdatedTimestamp: secondsOf(at), StateTransitionedTimestamp: secondsOf(at) };
    return { ...output, ...times, ...rule === undefined ? {} : { AlarmRule: rule } };
  }

  private stateOf({ changes }: Alarm): StateChange {
    const now = this.props.clock.now();
    return changes.filter((change) => change.at <= now).at(-1) ?? changes[0];
  }
}

/** Without a type only metric alarms are described [DescribeAlarmsInput.AlarmTypes]. */
function typesOf({ AlarmTypes }: JsonInput): ReadonlySet<unknown> {
  return new Set(listOf(AlarmTypes).length === 0 ? ['MetricAlarm'] : listOf(AlarmTypes));
}

function pageSizeOf({ MaxRecords = DEFAULT_PAGE_SIZE }: JsonInput): number {
  if (typeof MaxRecords === 'number' && MaxRecords >= 1 && MaxRecords <= LARGEST_PAGE) return MaxRecords;
  throw invalid(`MaxRecords is a number from 1 to ${LARGEST_PAGE}.`);
}

function invalid(message: string): Refusal {
  return new Refusal('ValidationError', message);
}
