/** A deployment of a move on the embedded AWS, over the wire, with an operator's terminal beside it, in the rehearsal's time. */
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { RecordVerb, RIGHTS } from '../../../tools/cli/operator/rights';
import { Terminal } from '../../../tools/cli/terminal/terminal';
import { DeploymentResult } from '../../../tools/rehearsal/cloudformation/driver';
import { EmbeddedAws } from '../../../tools/rehearsal/embedded-aws';
import { Applications, STACK_NAME } from '../../../tools/rehearsal/scenarios/application';
import { afterModify, deployMigration, killFunction } from '../../../tools/rehearsal/scenarios/deployments';
import { Estate, seedEstate } from '../../../tools/rehearsal/scenarios/estate';
import { ScenarioContext } from '../../../tools/rehearsal/scenarios/scenario';
import { Picture, pictureOf } from '../../lambda/picture';
import { command, Ran } from '../terminal';

const OPERATORS_KEY = 'AKIAOPERATOR00000000';
const CLIENTS = [CloudFormationClient, CloudWatchClient, DynamoDBClient, EC2Client, EventBridgeClient];

type Sending = { send: (...args: unknown[]) => Promise<unknown> };

export class EmbeddedOperatorHarness {
  static async open(): Promise<EmbeddedOperatorHarness> {
    const aws = await EmbeddedAws.start({ apiLatencyMs: 0, throttled: false });
    return new EmbeddedOperatorHarness(aws, seedEstate(aws.network, { move: 'vgw-to-tgw', routing: 'static' }));
  }

  /** For a deployment that somebody else has made. */
  static beside(aws: EmbeddedAws, estate: Estate): EmbeddedOperatorHarness {
    return new EmbeddedOperatorHarness(aws, estate);
  }

  readonly printed: string[] = [];
  readonly before: Picture;
  private readonly applications = new Applications();
  private readonly context: ScenarioContext;
  private readonly ownVariables = { ...process.env };
  private readonly putBack: (() => void)[];

  private constructor(readonly aws: EmbeddedAws, readonly estate: Estate) {
    this.before = this.picture();
    this.context = { aws, estate, applications: this.applications, since: aws.clock.now() };
    Object.assign(process.env, aws.environment, { AWS_ACCESS_KEY_ID: OPERATORS_KEY, AWS_SECRET_ACCESS_KEY: 'secret' });
    const prototypes = new Set(CLIENTS.map((client) => Object.getPrototypeOf(client.prototype) as Sending));
    this.putBack = [...prototypes].map((prototype) => this.holdClockDuring(prototype));
  }

  get connection(): string {
    return this.estate.vpnConnectionId;
  }

  /** Begins the deployment, and comes back so long after EC2 took its modify. */
  async deployInto(seconds: number): Promise<{ readonly result: Promise<DeploymentResult> }> {
    const reached = new Promise<void>((resolve) => afterModify(this.context, seconds * 1000, resolve));
    const result = deployMigration(this.context);
    await reached;
    return { result };
  }

  kill(): void {
    killFunction(this.context, STACK_NAME);
  }

  /** With the rights that the verb's help names, less those that are taken, and no other. */
  async run(verb: RecordVerb, options: readonly string[], terminal: Partial<Terminal> = {}, taken: readonly string[] = []): Promise<Ran> {
    const { clock, authorizer } = this.aws;
    const Action = RIGHTS[verb].filter((action) => !taken.includes(action));
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
    authorizer.register(OPERATORS_KEY, `operator of ${verb}`, [policy]);
    const ran = await command([verb, this.connection, ...options], {
      now: clock.now, elapsed: clock.now, sleep: clock.sleep, environment: { USER: 'alice' }, ...terminal,
    });
    this.printed.push(ran.out, ran.err);
    return ran;
  }

  picture(): Picture {
    return pictureOf(this.aws.network, this.estate.vpnConnectionId);
  }

  /** What operators were refused. */
  get denials(): string[] {
    return this.aws.calls.filter(({ principal, error = '' }) => principal.startsWith('operator') && /Denied|Unauthorized/.test(error))
      .map(({ service, operation }) => `${service}:${operation}`);
  }

  async close(): Promise<void> {
    for (const act of this.putBack) act();
    process.env = this.ownVariables;
    this.applications.remove();
    await this.aws.close();
  }

  /** The terminal's requests are real ones, during which no time passes. */
  private holdClockDuring(prototype: Sending): () => void {
    const { send } = prototype;
    const { clock } = this.aws;
    prototype.send = async function held(this: Sending, ...args: unknown[]) {
      const release = clock.hold();
      try {
        return await send.apply(this, args);
      } finally {
        release();
      }
    };
    return () => {
      prototype.send = send;
    };
  }
}
