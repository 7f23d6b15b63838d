/**
 * The embedded EventBridge: takes events and keeps them, with the time at which they arrived, for whoever wants to look.
 * Rules and targets are not played.
 */
import type { PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { JsonCall, JsonInput, JsonServiceEndpoint, JsonServiceProps, listOf } from './json-service';
import { Location, PermissionRequest } from '../iam/ec2-resources';
import { eventBusArn, putEventPermission } from '../iam/service-resources';
import { Caller, Refusal } from '../loopback-endpoint';

/** An event that a bus has accepted. */
export interface AcceptedEvent {
  readonly id: string;
  /** When it was put. */
  readonly at: number;
  /** When it is said to have happened; when it was put unless the entry says otherwise. */
  readonly time: number;
  readonly eventBusArn: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: JsonInput;
  readonly resources: readonly string[];
}

export interface EventBridgeEndpointProps extends JsonServiceProps {
  /** Buses that there are besides the default one: names, or ARNs of other accounts' buses. */
  readonly eventBuses?: readonly string[];
}

/** A fault of this name befalls one entry of a request instead of the request. */
export const ONE_ENTRY = 'PutEvents.Entry';

/** [PutEvents API reference: array members, 1 to 10] */
const LARGEST_NUMBER_OF_ENTRIES = 10;
/** [PutEventsRequestEntry.DetailType: a maximum of 128 characters] */
const LONGEST_DETAIL_TYPE = 128;

const SIZE_LIMITS = {
  '256-KB-in-total': { bytes: 256 * 1_024, each: false },
  '256-KB-each-entry': { bytes: 256 * 1_024, each: true },
  '1-MB-in-total': { bytes: 1_024 * 1_024, each: false },
} as const;

type Entry = Readonly<Record<string, unknown>>;

export class EventBridgeEndpoint extends JsonServiceEndpoint {
  /** In the order of their arrival. */
  readonly events: AcceptedEvent[] = [];

  protected readonly service = 'events';
  protected readonly target = 'AWSEvents';
  protected readonly operations = { PutEvents: (_: JsonInput, call: JsonCall) => this.putEvents(call) };

  private readonly denials = new WeakMap<JsonCall, readonly (string | undefined)[]>();
  private accepted = 0;

  constructor(private readonly eventBridge: EventBridgeEndpointProps) {
    super(eventBridge);
  }

  protected permissionsFor({ input }: JsonCall, location: Location): PermissionRequest[] {
    return entriesOf(input).map((entry) => putEventPermission(entry, location));
  }

  protected admit(call: JsonCall, caller: Caller): void {
    if (this.unknowns.putEventsDenial === 'request') return super.admit(call, caller);
    const requests = this.permissionsFor(call, this.locationOf(caller));
    this.denials.set(call, requests.map(({ action, resourceArn, context }) =>
      this.props.authorizer?.denial(caller.accessKeyId, action, [resourceArn], context)));
  }

  /** An entry that fails stops no other: the answer tells entry by entry, and how many failed [eb-putevents]. */
  private putEvents(call: JsonCall): object {
    const entries = entriesOf(call.input);
    this.requireAcceptable(entries);
    const denials = this.denials.get(call) ?? [];
    const results = entries.map((entry, index) => this.put(entry, denials[index]));
    return { FailedEntryCount: results.filter((result) => result.ErrorCode !== undefined).length, Entries: results };
  }

  private requireAcceptable(entries: readonly Entry[]): void {
    if (entries.length < 1 || entries.length > LARGEST_NUMBER_OF_ENTRIES) {
      const bound = entries.length < 1 ? 'greater than or equal to 1' : `less than or equal to ${LARGEST_NUMBER_OF_ENTRIES}`;
      throw invalid(`1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length ${bound}`);
    }
    const { bytes, each } = SIZE_LIMITS[this.unknowns.putEventsSizeLimit];
    const sizes = entries.map(sizeOf);
    const counted = each ? Math.max(...sizes) : sizes.reduce((sum, size) => sum + size, 0);
    if (counted >= bytes) throw invalid('Total size of the entries in the request is over the limit.');
    // [PutEventsRequestEntry: when no entry is complete, the request fails; its code is not documented]
    if (entries.every((entry) => missingOf(entry) !== undefined)) throw invalid('No entry has Source, DetailType and Detail.');
  }

  private put(entry: Entry, denial: string | undefined): PutEventsResultEntry {
    const failure = this.failureOf(entry, denial);
    if (failure !== undefined) return failure;
    const at = this.props.clock.now();
    this.accepted += 1;
    const id = `e0000000-0000-4000-8000-${String(this.accepted).padStart(12, '0')}`;
    const arn = eventBusArn(entry.EventBusName, this.location);
    if (!this.exists(arn)) return { EventId: id };
    this.events.push({
      id,
      at,
      time: typeof entry.Time === 'number' ? entry.Time * 1_000 : at,
      eventBusArn: arn,
      source: String(entry.Source),
      detailType: String(entry.DetailType),
      detail: objectOf(entry.Detail) ?? {},
      resources: listOf(entry.Resources).map(String),
    });
    return { EventId: id };
  }

  /** [PutEventsResultEntry.ErrorCode, its list of codes] */
  private failureOf(entry: Entry, denial: string | undefined): PutEventsResultEntry | undefined {
    const fault = this.props.faults?.take(ONE_ENTRY, 'before');
    if (typeof fault === 'object' && 'code' in fault) return failed(fault.code, fault.message);
    if (denial !== undefined) return failed('AccessDeniedException', denial);
    const missing = missingOf(entry);
    if (missing !== undefined) return failed('InvalidArgument', `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`);
    if (String(entry.DetailType).length > LONGEST_DETAIL_TYPE) {
      return failed('InvalidArgument', `Parameter DetailType is not valid. Reason: it is longer than ${LONGEST_DETAIL_TYPE} characters.`);
    }
    // [eb-events: all events that begin with aws. are those of AWS's services]
    if (String(entry.Source).startsWith('aws.')) return failed('NotAuthorizedForSourceException', 'Not authorized for the source.');
    if (objectOf(entry.Detail) === undefined) return failed('MalformedDetail', 'Detail is malformed.');
    if (this.unknowns.eventToAbsentBus === 'dropped' || this.exists(eventBusArn(entry.EventBusName, this.location))) return undefined;
    return failed('ResourceNotFoundException', `Event bus ${String(entry.EventBusName)} does not exist.`);
  }

  private exists(arn: string): boolean {
    return ['default', ...this.eventBridge.eventBuses ?? []].some((bus) => eventBusArn(bus, this.location) === arn);
  }
}

function entriesOf(input: JsonInput): Entry[] {
  return listOf(input.Entries).map((entry) => (typeof entry === 'object' && entry !== null ? { ...entry } : {}));
}

function missingOf(entry: Entry): string | undefined {
  return ['Source', 'DetailType', 'Detail'].find((member) => typeof entry[member] !== 'string' || entry[member] === '');
}

/** [eb-putevent-size: 14 bytes for a time, the rest in UTF-8] */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...listOf(Resources)].filter((text) => typeof text === 'string');
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), Time === undefined ? 0 : 14);
}

function objectOf(detail: unknown): JsonInput | undefined {
  try {
    const value: unknown = JSON.parse(String(detail));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function failed(ErrorCode: string, ErrorMessage: string): PutEventsResultEntry {
  return { ErrorCode, ErrorMessage };
}

function invalid(message: string): Refusal {
  return new Refusal('ValidationException', message);
}
