/** All of the embedded AWS in one place: one clock, the network behind EC2's wire, IAM, and the services around it. */
import { VirtualClock } from './clock';
import { CloudFormation, FailAt } from './cloudformation/driver';
import { DynamoDbTables } from './cloudformation/dynamodb-tables';
import { StandingStack } from './cloudformation/standing';
import { Unknowns as CloudFormationUnknowns } from './cloudformation/unknowns';
import { CallRecord } from './contracts';
import { seededDice } from './embedded-ec2/answers';
import { Distorting, DistortionKind } from './embedded-ec2/distortions';
import { Ec2Endpoint } from './embedded-ec2/endpoint';
import { Latencies, Quotas, seededLag } from './embedded-ec2/latencies';
import { Network, SavedNetwork } from './embedded-ec2/network';
import { Throttle, ThrottleFigures } from './embedded-ec2/throttle';
import { Unknowns } from './embedded-ec2/unknowns';
import { Faults } from './faults';
import { BelatedRights } from './iam/belated-rights';
import { PolicyAuthorizer } from './iam/policy-authorizer';
import { LogLine } from './lambda-runtime/local-lambda';
import { LoopbackEndpoint, ServiceCall } from './loopback-endpoint';
import { SecretStore } from './secret-store';
import { CloudFormationEndpoint, RollbackConfiguration, StackDescription } from './services/cloudformation-api';
import { CloudWatchEndpoint } from './services/cloudwatch';
import { DirectConnectEndpoint } from './services/direct-connect';
import { DynamoDbEndpoint } from './services/dynamodb';
import { EventBridgeEndpoint } from './services/eventbridge';
import { ResponseBucket } from './services/response-bucket';
import { SecretsManagerEndpoint } from './services/secrets-manager';
import { ServiceQuotasEndpoint } from './services/service-quotas';
import { StsEndpoint } from './services/sts';
import { ServiceUnknowns, serviceUnknowns } from './services/unknowns';

export const ACCOUNT_ID = '111122223333';
export const REGION = 'eu-central-1';

/** CloudFormation's own key: what it does is not the business of the role under test. */
const ADMINISTRATOR = 'AKIAREHEARSALADMIN00';

/** One API call as it is felt; stated, not measured at AWS. */
const API_LATENCY_MS = 120;
const DESCRIBE_LAG_MS_MAX = 1_000;

/** Where a right that was granted moments ago is not known yet. */
const BELATED_RIGHTS_MS = 60_000;

/** A night in a maintenance window. */
const BEGINS_AT = Date.UTC(2026, 10, 20, 2, 0, 0);

export interface EmbeddedAwsOptions {
  /** @default ACCOUNT_ID */
  readonly accountId?: string;
  /** @default REGION */
  readonly region?: string;
  /** When its time begins, in milliseconds since the epoch; always the same unless given. */
  readonly beginsAt?: number;
  readonly latencies?: Partial<Latencies>;
  /** What the account may have of everything; AWS's defaults unless given. */
  readonly quotas?: Partial<Quotas>;
  readonly unknowns?: Partial<Unknowns>;
  readonly serviceUnknowns?: Partial<ServiceUnknowns>;
  readonly cloudFormationUnknowns?: Partial<CloudFormationUnknowns>;
  /** How many Lambda functions may be at work at once; a new account has 10. @default 1000 */
  readonly concurrentExecutions?: number;
  /** Makes resources of stacks fail on purpose. */
  readonly failAt?: FailAt;
  /** What stands when its time begins: a network, and what of a stack is taken over by its first deployment. */
  readonly standing?: { readonly network: SavedNetwork; readonly stack: StandingStack };
  readonly apiLatencyMs?: number;
  /** Whether EC2's request buckets are enforced. @default true */
  readonly throttled?: boolean;
  /** How much of those buckets there is. @default - what `embedded-ec2/throttle.ts` states */
  readonly throttleFigures?: ThrottleFigures;
  /** Whether a dry run also looks at the state of things; AWS documents only that it checks the permission. */
  readonly dryRunLooksAtState?: boolean;
  /** How EC2's answers are given otherwise than the embedded EC2 gives them. */
  readonly distortions?: readonly DistortionKind[];
  /** Event buses that there are besides the default one. */
  readonly eventBuses?: readonly string[];
  readonly onLog?: (line: LogLine) => void;
}

export class EmbeddedAws {
  /** Sets everything up on loopback; `close` ends it. */
  static async start(options: EmbeddedAwsOptions = {}): Promise<EmbeddedAws> {
    const aws = new EmbeddedAws(options);
    await aws.listen(options);
    return aws;
  }

  readonly clock: VirtualClock;
  readonly network: Network;
  readonly faults = new Faults();
  readonly authorizer = new PolicyAuthorizer();
  readonly ec2: Ec2Endpoint;
  readonly dynamoDb: DynamoDbEndpoint;
  readonly directConnect: DirectConnectEndpoint;
  readonly eventBridge: EventBridgeEndpoint;
  readonly cloudWatch: CloudWatchEndpoint;
  readonly serviceQuotas: ServiceQuotasEndpoint;
  readonly secrets: SecretStore;
  readonly secretsManager: SecretsManagerEndpoint;
  readonly sts: StsEndpoint;
  readonly responses: ResponseBucket;
  /** By stack name: what a stack was given besides its template, for DescribeStacks to show. */
  readonly rollbackConfigurations = new Map<string, RollbackConfiguration>();
  private readonly stacks: CloudFormationEndpoint;
  /** As the services know it: CloudFormation, and what runs functions, are not late to know. */
  private readonly rights: BelatedRights;
  /** By the variable that leads a function's SDK client to it. */
  private readonly endpoints: Readonly<Record<string, LoopbackEndpoint<ServiceCall>>>;
  private driver?: CloudFormation;
  private urls: Readonly<Record<string, string>> = {};

  private constructor(options: EmbeddedAwsOptions) {
    const { accountId = ACCOUNT_ID, region = REGION, beginsAt = BEGINS_AT } = options;
    this.clock = new VirtualClock(beginsAt);
    const { clock, authorizer, faults } = this;
    const latencies = { describeLagMs: seededLag(20261120, DESCRIBE_LAG_MS_MAX), ...options.latencies };
    const { quotas, unknowns, standing: existing } = options;
    const network = { clock, accountId, region, latencies, quotas, unknowns };
    this.network = existing === undefined ? new Network(network) : Network.load(existing.network, network);
    authorizer.registerAdministrator(ADMINISTRATOR, 'cloudformation');
    const isBelated = serviceUnknowns(options.serviceUnknowns).rightsGrantedMomentsAgo === 'refused-for-a-minute';
    this.rights = new BelatedRights(authorizer, clock, isBelated ? BELATED_RIGHTS_MS : 0);
    const common = { clock, authorizer: this.rights, accountId, region };
    this.ec2 = new Ec2Endpoint({
      ...common,
      network: this.network,
      faults,
      apiLatencyMs: options.apiLatencyMs ?? API_LATENCY_MS,
      ...options.throttled === false ? {} : { throttle: new Throttle(clock, options.throttleFigures) },
      ...options.distortions === undefined ? {} : { distorting: new Distorting(options.distortions, seededDice(20261130)) },
      ...options.dryRunLooksAtState ? { checkDryRun: (operation, input) => void this.network.call(operation, input) } : {},
    });
    this.dynamoDb = new DynamoDbEndpoint({ ...common, faults });
    this.stacks = new CloudFormationEndpoint({
      ...common,
      faults,
      describeStack: (name) => this.describeStack(name),
      contents: () => this.cloudFormation.contents,
    });
    const service = { ...common, faults, unknowns: options.serviceUnknowns };
    this.directConnect = new DirectConnectEndpoint({ ...service, network: this.network });
    this.eventBridge = new EventBridgeEndpoint({ ...service, eventBuses: options.eventBuses });
    this.cloudWatch = new CloudWatchEndpoint(service);
    this.serviceQuotas = new ServiceQuotasEndpoint({ ...service, network: this.network });
    this.secrets = new SecretStore({ accountId, region, partition: 'aws' });
    this.secretsManager = new SecretsManagerEndpoint({ ...service, secrets: this.secrets });
    this.sts = new StsEndpoint({
      ...common, faults, sessions: this.rights, accessKeyIdOf: (roleArn) => this.cloudFormation.accessKeyIdOf(roleArn),
    });
    this.responses = new ResponseBucket({ ...common, faults });
    this.endpoints = {
      AWS_ENDPOINT_URL_EC2: this.ec2,
      AWS_ENDPOINT_URL_DYNAMODB: this.dynamoDb,
      AWS_ENDPOINT_URL_CLOUDFORMATION: this.stacks,
      AWS_ENDPOINT_URL_DIRECT_CONNECT: this.directConnect,
      AWS_ENDPOINT_URL_EVENTBRIDGE: this.eventBridge,
      AWS_ENDPOINT_URL_CLOUDWATCH: this.cloudWatch,
      AWS_ENDPOINT_URL_SERVICE_QUOTAS: this.serviceQuotas,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: this.secretsManager,
      AWS_ENDPOINT_URL_STS: this.sts,
      AWS_ENDPOINT_URL_S3: this.responses,
    };
  }

  get cloudFormation(): CloudFormation {
    if (this.driver === undefined) throw new Error('the embedded AWS is not listening');
    return this.driver;
  }

  /** What leads any SDK client here: variables of its environment. */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.urls, AWS_REGION: REGION };
  }

  /** Calls of EC2 by the functions under test; CloudFormation's own do not go over the wire. */
  get ec2Calls(): readonly CallRecord[] {
    return this.ec2.calls;
  }

  /** Calls of all services, those of CloudFormation itself for its tables included. */
  get calls(): readonly CallRecord[] {
    return Object.values(this.endpoints).flatMap((endpoint) => endpoint.calls);
  }

  /** Mistakes of the emulation itself: any makes a rehearsal worthless. */
  get defects(): readonly Error[] {
    return Object.values(this.endpoints).flatMap((endpoint) => endpoint.defects);
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.endpoints).map(async (endpoint) => endpoint.close()));
  }

  private describeStack(nameOrId: string): StackDescription | undefined {
    const stack = this.cloudFormation.describe(nameOrId);
    return stack && { ...stack, rollbackConfiguration: this.rollbackConfigurations.get(stack.stackName) };
  }

  private async listen(options: EmbeddedAwsOptions): Promise<void> {
    const { onLog, cloudFormationUnknowns: unknowns, failAt, concurrentExecutions, standing: existing } = options;
    const listening = Object.entries(this.endpoints).map(async ([variable, endpoint]) => [variable, await endpoint.listen()] as const);
    const urls = Object.fromEntries(await Promise.all(listening));
    this.urls = urls;
    const { clock, network, authorizer, rights, secrets } = this;
    const { accountId, region } = network;
    this.driver = new CloudFormation({
      clock,
      ec2: network,
      roles: rights,
      tables: new DynamoDbTables({
        clock, endpoint: urls.AWS_ENDPOINT_URL_DYNAMODB, region, accessKeyId: ADMINISTRATOR, keys: this.dynamoDb.keys,
      }),
      secrets,
      responses: this.responses,
      authorizer,
      endpoints: urls,
      region,
      accountId,
      partition: 'aws',
      unknowns,
      failAt,
      standing: existing?.stack,
      concurrentExecutions,
      onLog,
    });
  }
}
