/**
 * The line with the figures of an operation, held to the rules that CloudWatch states for the embedded metric format: a line
 * that breaks one is an ordinary log line, and nobody would miss the metric until an alarm stays silent.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import Ajv from 'ajv';
import { measurementOf } from '../../lambda/engine/measurement';
import { closed, interrupted, openedHead, targetConfigured } from '../../lambda/engine/record';
import { consoleJournal } from '../../lambda/vpn-target-migration/journal';
import { Measurement, METRICS } from '../../src/contract/measurement';

const NOW = Date.UTC(2026, 10, 20, 2, 0, 0);

/** The specification's rules, in the words of JSON schema: the metadata object, a directive, a dimension set, a metric. */
const EMBEDDED_METRIC_FORMAT = {
  type: 'object',
  required: ['_aws'],
  properties: {
    _aws: {
      type: 'object',
      required: ['Timestamp', 'CloudWatchMetrics'],
      properties: {
        Timestamp: { type: 'integer', minimum: 0 },
        CloudWatchMetrics: {
          type: 'array',
          items: {
            type: 'object',
            required: ['Namespace', 'Dimensions', 'Metrics'],
            additionalProperties: false,
            properties: {
              Namespace: { type: 'string', minLength: 1, maxLength: 1024, pattern: '^[^:][A-Za-z0-9._/#:-]*$' },
              Dimensions: { type: 'array', minItems: 1, items: { type: 'array', maxItems: 30, items: { type: 'string', minLength: 1, maxLength: 250 } } },
              Metrics: {
                type: 'array',
                maxItems: 100,
                items: {
                  type: 'object',
                  required: ['Name'],
                  additionalProperties: false,
                  properties: {
                    Name: { type: 'string', minLength: 1, maxLength: 1024 },
                    Unit: { enum: ['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Percent', 'Count', 'None'] },
                    StorageResolution: { enum: [1, 60] },
                  },
                },
              },
            },
          },
        },
      },
    },
  },
};

const MEASUREMENT: Measurement = { InterruptionSeconds: 314, Migrated: 0, MigratedUnverified: 1, MovedBack: 0, Held: 0 };

interface Line {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: { readonly Dimensions: string[][]; readonly Metrics: { readonly Name: string; readonly Unit: string }[] }[];
  };
  readonly [member: string]: unknown;
}

function measured(): Line {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    consoleJournal({ now: () => NOW }, { vpnConnectionId: 'vpn-1', requestId: 'request-1' }).measure('vpn-1', MEASUREMENT);
    expect(log).toHaveBeenCalledTimes(1);
    return JSON.parse(log.mock.calls[0][0] as string) as Line;
  } finally {
    log.mockRestore();
  }
}

test('the line is a document of the embedded metric format', () => {
  const validate = new Ajv().compile(EMBEDDED_METRIC_FORMAT);
  validate(measured());
  expect(validate.errors).toBeNull();
});

const directive = () => measured()._aws.CloudWatchMetrics[0];

test.each<[string, () => unknown, unknown]>([
  ['the metadata has no other members', () => Object.keys(measured()._aws).sort(), ['CloudWatchMetrics', 'Timestamp']],
  ['the time is in milliseconds and CloudWatch\'s own, not older than two weeks', () => measured()._aws.Timestamp, NOW],
  ['every dimension is a member of the line with a text of at most 1024 characters', () => directive().Dimensions.flat().map((name) => measured()[name]), ['vpn-1']],
  ['every metric is a member of the line with a number', () => directive().Metrics.map(({ Name }) => measured()[Name]), [314, 0, 1, 0, 0]],
  ['no metric has the name of a dimension', () => directive().Metrics.filter(({ Name }) => directive().Dimensions.flat().includes(Name)), []],
  ['the units are those of the domain', () => Object.fromEntries(directive().Metrics.map(({ Name, Unit }) => [Name, Unit])), METRICS],
  ['it is a line of the journal like any other', () => [measured().at, measured().event, measured().requestId], ['2026-11-20T02:00:00.000Z', 'measured', 'request-1']],
  ['it is far below the 256 KB of a log event', () => JSON.stringify(measured()).length < 2000, true],
])('%s', (_, observed, expected) => {
  expect(observed()).toEqual(expected);
});

test.each([
  ['completed', undefined, 'Migrated', 6],
  ['completed', 'no tunnel is UP', 'MigratedUnverified', 6],
  ['restored', undefined, 'MovedBack', 58],
  ['held', undefined, 'Held', 58],
] as const)('an operation that ended %s (%s) counts as %s and nothing else', (status, unverified, counted, InterruptionSeconds) => {
  const gateway = { kind: 'transit-gateway', id: 'tgw-1' } as const;
  const opened = openedHead(undefined, {
    vpnConnectionId: 'vpn-1', owner: 'o', moveIdentity: 'm', from: gateway, to: gateway, operationId: 'r', requestId: 'r', intent: 'forward',
  }, 'holder', 1000);
  const head = closed(
    targetConfigured(interrupted(opened, 2000), 7500), { status, ...unverified === undefined ? {} : { unverified } }, 60_000,
  );
  const nothing = { Migrated: 0, MigratedUnverified: 0, MovedBack: 0, Held: 0 };
  expect(measurementOf(head)).toEqual({ ...nothing, [counted]: 1, InterruptionSeconds });
});

describe('of what is written', () => {
  const OF_EACH_LEVEL = ['course', 'failed'] as const;

  afterEach(() => {
    delete process.env.LOG_LEVEL;
    jest.restoreAllMocks();
  });

  test.each<[string | undefined, string[]]>([
    [undefined, ['course', 'failed', 'measured']],
    ['TRACE', ['course', 'failed', 'measured']],
    ['INFO', ['course', 'failed', 'measured']],
    ['WARN', ['failed', 'measured']],
    ['ERROR', ['measured']],
    ['FATAL', ['measured']],
  ])('with level %s there is %j', (level, expected) => {
    if (level !== undefined) process.env.LOG_LEVEL = level;
    const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
    const journal = consoleJournal({ now: () => NOW }, {});

    OF_EACH_LEVEL.forEach((event) => journal.note(event, {}));
    journal.measure('vpn-1', MEASUREMENT);
    expect(log.mock.calls.map(([line]) => (JSON.parse(line as string) as Line).event)).toEqual(expected);
  });
});

test('a line of the log is one line, in which everything is seen', () => {
  const log = jest.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    consoleJournal({ now: () => NOW }, {}).note('failed', { reason: 'a\u001b[2J\n{"event":"x"}\u202e\u2028b' });
    const line = log.mock.calls[0][0] as string;
    expect(line).toContain('"reason":"a\\u001b[2J\\n{\\"event\\":\\"x\\"}\\u202e\\u2028b"');
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  } finally {
    log.mockRestore();
  }
});
