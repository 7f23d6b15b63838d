/**
 * A small CDK app around one provider framework whose handlers do what the custom resource's own properties tell them,
 * and a driver to deploy it with. What the handlers saw is read back from what they logged.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CustomResource, Duration, Stack } from 'aws-cdk-lib';
import { Code, Function, Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { CloudFormation, CloudFormationProps, DeploymentInput, deploymentOf } from '../../../tools/rehearsal/cloudformation/driver';
import { RoleRegistry } from '../../../tools/rehearsal/cloudformation/iam-roles';
import { PolicyAuthorizer } from '../../../tools/rehearsal/iam/policy-authorizer';
import { ResponseBucket } from '../../../tools/rehearsal/services/response-bucket';

/** Everything that is written here is gone when the tests of the file are over. */
const SCRATCH = mkdtempSync(join(tmpdir(), 'cloudformation-'));
afterAll(() => rmSync(SCRATCH, { recursive: true }));

const listening: ResponseBucket[] = [];
afterEach(async () => Promise.all(listening.splice(0).filter(({ url }) => url !== undefined).map(async (each) => each.close())));

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** What the handlers do with a custom resource, by the values of its properties. */
export interface Behaviour {
  /** The physical id that onEvent answers; the present one, or `thing`, without it. */
  readonly Id?: string;
  /** `throws`; or a number of seconds to work before it returns, as `works 30`. */
  readonly OnEvent?: string;
  /** A number of polls that answer "not yet"; `throws`; `never`; or a number of seconds to work before the answer, as `works 30`. */
  readonly IsComplete?: string;
  /** What isComplete does with a Delete, or with an Update, instead. */
  readonly OnDelete?: string;
  readonly OnUpdate?: string;
  readonly Data?: Record<string, string>;
  /** `true`: an attribute `Answer` is another one with each answer. */
  readonly Counts?: string;
  readonly NoEcho?: string;
  readonly [name: string]: unknown;
}

const HANDLER = `
const polls = new Map();
let answers = 0;
const seen = (where, event) => console.log('SAW ' + JSON.stringify({ where, ...event }));
const work = (words) => new Promise((resolve) => setTimeout(resolve, Number(words.split(' ')[1]) * 1000));
exports.onEvent = async (event) => {
  seen('onEvent', event);
  const { Id, OnEvent, NoEcho } = event.ResourceProperties;
  if (OnEvent === 'throws' && event.RequestType !== 'Delete') throw new Error('onEvent refused');
  if (OnEvent?.startsWith('works')) await work(OnEvent);
  const id = event.RequestType === 'Delete' ? event.PhysicalResourceId : Id || event.PhysicalResourceId || 'thing';
  return { PhysicalResourceId: id, NoEcho: NoEcho === 'true' };
};
exports.isComplete = async (event) => {
  seen('isComplete', event);
  const { IsComplete = '0', OnUpdate = IsComplete, OnDelete = '0', Data, Counts } = event.ResourceProperties;
  const what = { Create: IsComplete, Update: OnUpdate, Delete: OnDelete }[event.RequestType];
  const count = (polls.get(event.RequestId) || 0) + 1;
  polls.set(event.RequestId, count);
  if (what === 'throws') throw new Error('isComplete refused');
  if (what === 'never') return { IsComplete: false };
  if (what.startsWith('works')) await work(what);
  else if (count <= Number(what)) return { IsComplete: false };
  seen('answer', event);
  return { IsComplete: true, Data: Counts === 'true' ? { Answer: String(++answers) } : Data };
};
`;

/** Where the handlers' code lies. */
export function handlerAsset(source: string = HANDLER): string {
  const directory = mkdtempSync(join(SCRATCH, 'handler-'));
  writeFileSync(join(directory, 'index.js'), source);
  return directory;
}

const HANDLER_DIRECTORY = handlerAsset();

export interface AppOptions {
  readonly totalTimeout?: Duration;
  readonly serviceTimeout?: Duration;
  /** Adds resources beside the custom one. */
  readonly more?: (stack: Stack, thing: CustomResource | undefined) => void;
}

/** A deployment of stack `Demo`, whose custom resource `Thing` behaves as told; without a behaviour it is not there. */
export function demo(behaviour: Behaviour | undefined, options: AppOptions = {}): DeploymentInput {
  return synthesized((stack) => {
    const provider = providerIn(stack, options);
    const thing = behaviour && new CustomResource(stack, 'Thing', {
      serviceToken: provider.serviceToken, resourceType: 'Custom::Thing', properties: behaviour, serviceTimeout: options.serviceTimeout,
    });
    options.more?.(stack, thing);
  });
}

/** Two custom resources behind one provider, made side by side or one after the other. */
export function two(first: Behaviour, second: Behaviour, oneAfterTheOther = false): DeploymentInput {
  return synthesized((stack) => {
    const { serviceToken } = providerIn(stack);
    const thing = new CustomResource(stack, 'Thing', { serviceToken, properties: first });
    const other = new CustomResource(stack, 'Other', { serviceToken, properties: second });
    if (oneAfterTheOther) other.node.addDependency(thing);
  });
}

export function providerIn(stack: Stack, { totalTimeout = Duration.minutes(10) }: AppOptions = {}): Provider {
  const handler = (id: string, name: string) => new Function(stack, id, {
    runtime: new Runtime('nodejs24.x', RuntimeFamily.NODEJS), handler: `index.${name}`, code: Code.fromAsset(HANDLER_DIRECTORY), timeout: Duration.minutes(10),
  });
  return new Provider(stack, 'Provider', {
    onEventHandler: handler('OnEvent', 'onEvent'),
    isCompleteHandler: handler('IsComplete', 'isComplete'),
    queryInterval: Duration.seconds(10),
    totalTimeout,
  });
}

export function synthesized(fill: (stack: Stack) => void, stackName = 'Demo'): DeploymentInput {
  const app = new App({ outdir: mkdtempSync(join(SCRATCH, 'assembly-')) });
  fill(new Stack(app, stackName, { env: { account: ACCOUNT, region: REGION } }));
  return deploymentOf(app.synth().getStackByName(stackName));
}

/** A driver in virtual time, with every policy enforced and no EC2. */
export function driver(more: Partial<CloudFormationProps> = {}): { cloudFormation: CloudFormation; clock: VirtualClock } {
  const clock = new VirtualClock();
  const authorizer = new PolicyAuthorizer();
  const roles: RoleRegistry = authorizer;
  const responses = new ResponseBucket({ clock, region: REGION });
  listening.push(responses);
  const cloudFormation = new CloudFormation({
    clock,
    ec2: { operations: [], call: (operation) => { throw new Error(`no EC2 here to ${operation}`); } },
    roles,
    authorizer,
    responses,
    tables: { createTable: async () => undefined, deleteTable: async () => undefined, encryptTable: () => undefined },
    accountId: ACCOUNT,
    region: REGION,
    partition: 'aws',
    ...more,
  });
  return { cloudFormation, clock };
}

/** One call of a handler, or its answer. */
export interface Sighting {
  readonly where: 'onEvent' | 'isComplete' | 'answer';
  readonly RequestType: string;
  readonly PhysicalResourceId?: string;
  readonly RequestId: string;
  readonly ResourceProperties: Readonly<Record<string, unknown>>;
  readonly OldResourceProperties?: Readonly<Record<string, unknown>>;
  readonly at: number;
}

export function sightings(cloudFormation: CloudFormation): readonly Sighting[] {
  return cloudFormation.logLines.filter(({ text }) => text.startsWith('SAW '))
    .map(({ text, at }) => ({ ...JSON.parse(text.slice('SAW '.length)) as Omit<Sighting, 'at'>, at }));
}

/** Each call in a few words: `isComplete Update thing`. */
export function trace(cloudFormation: CloudFormation): readonly string[] {
  return sightings(cloudFormation).map(({ where, RequestType, PhysicalResourceId = '-' }) => `${where} ${RequestType} ${PhysicalResourceId}`);
}

/** The stack's own statuses, in order. */
export function statuses(cloudFormation: CloudFormation): readonly string[] {
  return cloudFormation.events.filter(({ type }) => type === 'AWS::CloudFormation::Stack').map(({ status }) => status);
}

/** A resource's statuses, in order. */
export function statusesOf(cloudFormation: CloudFormation, logicalId: string): readonly string[] {
  return cloudFormation.events.filter((event) => event.logicalId === logicalId).map(({ status, reason }) => (reason === undefined ? status : `${status}: ${reason}`));
}
