/** All of the embedded AWS in one place: one clock, the network behind EC2's wire, IAM, DynamoDB, and CloudFormation. */
import { VirtualClock } from './clock';
import { CloudFormation } from './cloudformation/driver';
import { DynamoDbTables } from './cloudformation/dynamodb-tables';
import { CallRecord } from './contracts';
import { CloudFormationEndpoint } from './embedded-cloudformation-api';
import { DynamoDbEndpoint } from './embedded-dynamodb';
import { Ec2Endpoint } from './embedded-ec2/endpoint';
import { Latencies, seededLag } from './embedded-ec2/latencies';
import { Network } from './embedded-ec2/network';
import { Throttle } from './embedded-ec2/throttle';
import { Unknowns } from './embedded-ec2/unknowns';
import { Faults } from './faults';
import { PolicyAuthorizer } from './iam/policy-authorizer';
import { LogLine } from './lambda-runtime/local-lambda';

export const ACCOUNT_ID = '111122223333';
export const REGION = 'eu-central-1';

/** CloudFormation's own key: what it does is not the business of the role under test. */
const ADMINISTRATOR = 'AKIAREHEARSALADMIN00';

/** One API call as it is felt; stated, not measured at AWS. */
const API_LATENCY_MS = 120;
const DESCRIBE_LAG_MS_MAX = 1_000;

export interface EmbeddedAwsOptions {
  readonly latencies?: Partial<Latencies>;
  readonly unknowns?: Partial<Unknowns>;
  readonly apiLatencyMs?: number;
  /** Whether EC2's request buckets are enforced, with the figures that `embedded-ec2/throttle.ts` states. */
  readonly throttled?: boolean;
  /** Whether a dry run also looks at the state of things; AWS documents only that it checks the permission. */
  readonly dryRunLooksAtState?: boolean;
  readonly onLog?: (line: LogLine) => void;
}

export class EmbeddedAws {
  /** Sets everything up on loopback; `close` ends it. */
  static async start(options: EmbeddedAwsOptions = {}): Promise<EmbeddedAws> {
    const aws = new EmbeddedAws(options);
    await aws.listen(options);
    return aws;
  }

  readonly clock = new VirtualClock(Date.UTC(2026, 10, 20, 2, 0, 0));
  readonly network: Network;
  readonly faults = new Faults();
  readonly authorizer = new PolicyAuthorizer();
  readonly ec2: Ec2Endpoint;
  readonly dynamoDb: DynamoDbEndpoint;
  private readonly stacks: CloudFormationEndpoint;
  private driver?: CloudFormation;

  private constructor(options: EmbeddedAwsOptions) {
    const { clock, authorizer, faults } = this;
    const latencies = { describeLagMs: seededLag(20261120, DESCRIBE_LAG_MS_MAX), ...options.latencies };
    this.network = new Network({ clock, accountId: ACCOUNT_ID, region: REGION, latencies, unknowns: options.unknowns });
    authorizer.registerAdministrator(ADMINISTRATOR, 'cloudformation');
    const common = { clock, authorizer, accountId: ACCOUNT_ID, region: REGION };
    this.ec2 = new Ec2Endpoint({
      ...common,
      network: this.network,
      faults,
      apiLatencyMs: options.apiLatencyMs ?? API_LATENCY_MS,
      ...options.throttled === false ? {} : { throttle: new Throttle(clock) },
      ...options.dryRunLooksAtState ? { checkDryRun: (operation, input) => void this.network.call(operation, input) } : {},
    });
    this.dynamoDb = new DynamoDbEndpoint({ ...common, faults });
    this.stacks = new CloudFormationEndpoint({ ...common, describeStack: (name) => this.cloudFormation.describe(name) });
  }

  get cloudFormation(): CloudFormation {
    if (this.driver === undefined) throw new Error('the embedded AWS is not listening');
    return this.driver;
  }

  /** Calls of EC2 by the functions under test; CloudFormation's own do not go over the wire. */
  get ec2Calls(): readonly CallRecord[] {
    return this.ec2.calls;
  }

  /** Calls of all three services, those of CloudFormation itself for its tables included. */
  get calls(): readonly CallRecord[] {
    return [...this.ec2.calls, ...this.dynamoDb.calls, ...this.stacks.calls];
  }

  /** Mistakes of the emulation itself: any makes a rehearsal worthless. */
  get defects(): readonly Error[] {
    return [...this.ec2.defects, ...this.dynamoDb.defects, ...this.stacks.defects];
  }

  async close(): Promise<void> {
    await Promise.all([this.ec2.close(), this.dynamoDb.close(), this.stacks.close()]);
  }

  private async listen({ onLog }: EmbeddedAwsOptions): Promise<void> {
    const [ec2Url, dynamoDbUrl, stacksUrl] = await Promise.all([this.ec2.listen(), this.dynamoDb.listen(), this.stacks.listen()]);
    const { clock, network, authorizer } = this;
    this.driver = new CloudFormation({
      clock,
      ec2: network,
      roles: authorizer,
      tables: new DynamoDbTables({ clock, endpoint: dynamoDbUrl, region: REGION, accessKeyId: ADMINISTRATOR }),
      authorizer,
      endpoints: { AWS_ENDPOINT_URL_EC2: ec2Url, AWS_ENDPOINT_URL_DYNAMODB: dynamoDbUrl, AWS_ENDPOINT_URL_CLOUDFORMATION: stacksUrl },
      region: REGION,
      accountId: ACCOUNT_ID,
      partition: 'aws',
      onLog,
    });
  }
}
