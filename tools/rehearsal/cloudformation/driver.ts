/**
 * CloudFormation on this machine: takes the template that `app.synth()` produced, makes its resources in the embedded
 * EC2, and speaks the custom resource protocol with the functions' real code, the provider framework's included.
 *
 * It is as strict as CloudFormation or stricter: what it does not know is an error that names it.
 */
import { Authorizer, Ec2Operations } from '../contracts';
import { assetPath, assetPaths, DeploymentInput } from './cloud-assembly';
import { CustomResourceOptions, CustomResourceRequest, CustomResources, responseHost } from './custom-resources';
import { DynamicValues } from './dynamic-references';
import { FailAt } from './failures';
import { clientsFor } from './framework-clients';
import { FunctionRegistry } from './function-registry';
import { IamRoles, RoleRegistry } from './iam-roles';
import { KeyPolicies } from './key-policies';
import { Provisioner } from './provisioner';
import { Services, Tables } from './resource-type';
import { resourceTypes } from './resource-types';
import { FunctionEndpoints } from './resources/lambda-function';
import { Place } from './scope';
import { ResourceStatus, Stack, StackEvent, StackListener, StackStatus } from './stack';
import { StackContents } from './stack-contents';
import { StackOperations } from './stack-operations';
import { standing, StandingStack } from './standing';
import { checkTemplate, ValidationError } from './template';
import { Failure } from './template-application';
import { cloudFormationUnknowns, Unknowns } from './unknowns';
import { Execution, Waiters } from './waiters';
import { uuidOf } from '../lambda-runtime/identifiers';
import { FunctionTime, LocalLambda, LogLine } from '../lambda-runtime/local-lambda';
import { SecretStore } from '../secret-store';
import { ResponseBucket } from '../services/response-bucket';

export { deploymentOf, type DeploymentInput } from './cloud-assembly';
export type { CustomResourceRequest } from './custom-resources';
export type { FailAt, Step } from './failures';
export type { StackEvent, StackStatus } from './stack';
export type { Unknowns } from './unknowns';

export interface CloudFormationProps extends Place, CustomResourceOptions {
  readonly clock: FunctionTime;
  readonly ec2: Ec2Operations;
  readonly roles: RoleRegistry;
  readonly tables: Tables;
  /** Where functions put their answers; it listens from the first deployment on. */
  readonly responses: ResponseBucket;
  /** @default - an account that has none */
  readonly secrets?: SecretStore;
  /** Decides over what functions and waiters do to each other; everything is allowed without one. */
  readonly authorizer?: Authorizer;
  /** Environment variables that lead a function's SDK clients to the embedded services. */
  readonly endpoints?: FunctionEndpoints;
  readonly dynamicValues?: DynamicValues;
  readonly unknowns?: Partial<Unknowns>;
  /** Makes resources fail on purpose. */
  readonly failAt?: FailAt;
  /** What of the stack was there before. */
  readonly standing?: StandingStack;
  /** How many functions may be at work at once. @default 1000 */
  readonly concurrentExecutions?: number;
  /** Hears every line that any function logs, as it is written. */
  readonly onLog?: (line: LogLine) => void;
}

export interface DeploymentResult {
  readonly stackName: string;
  readonly stackId: string;
  readonly status: StackStatus;
  readonly succeeded: boolean;
  /** False when the template asked for nothing new. */
  readonly changed: boolean;
  /** What went wrong first, and with which resource. */
  readonly failures: readonly Failure[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** A stack as DescribeStacks shows it. */
export interface StackDescription {
  readonly stackName: string;
  readonly stackId: string;
  readonly stackStatus: StackStatus;
}

/** A resource as DescribeStackResources shows it; attributes that must not be shown are masked. */
export interface ResourceDescription {
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const UPDATABLE: readonly StackStatus[] = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'];

export class CloudFormation {
  /** What DescribeStackResource and its like show. */
  readonly contents: StackContents;
  private readonly stacks = new Map<string, Stack>();
  private readonly assets = new Map<string, string>();
  private readonly listeners = new Set<StackListener>();
  private readonly eventLog: StackEvent[] = [];
  private readonly functions: FunctionRegistry;
  private readonly waiters: Waiters;
  private readonly customResources: CustomResources;
  private readonly operations: StackOperations;
  private readonly secrets: SecretStore;
  private readonly iam: IamRoles;
  private stacksMade = 0;

  constructor(private readonly props: CloudFormationProps) {
    const { clock, authorizer, region, redeliverAfterSeconds } = props;
    const unknowns = cloudFormationUnknowns(props.unknowns);
    this.contents = new StackContents(() => this.stacks.values(), unknowns);
    this.functions = new FunctionRegistry(clock, authorizer, props.onLog, props.concurrentExecutions);
    this.waiters = new Waiters(clock, this.functions);
    this.customResources = new CustomResources({ clock, functions: this.functions, unknowns, region, redeliverAfterSeconds });
    props.responses.onPut((path, body) => this.customResources.receive(path, body));
    this.secrets = props.secrets ?? new SecretStore(props);
    this.iam = new IamRoles(props.roles);
    const types = resourceTypes(this.services(unknowns), props.endpoints ?? {}, this.customResources);
    const { failAt, standing: before } = props;
    this.customResources.requests.push(...before?.requests ?? []);
    const dynamicValues: DynamicValues = { currentSecret: (id) => this.secrets.current(id), ...props.dynamicValues };
    const provisioner = new Provisioner(types, dynamicValues, failAt, before?.resources);
    this.operations = new StackOperations(props, provisioner, dynamicValues.parameters ?? {}, unknowns);
  }

  /** Everything that happened to any stack, in order. */
  get events(): readonly StackEvent[] {
    return this.eventLog;
  }

  /** Every request that a custom resource was sent. */
  get customResourceRequests(): readonly CustomResourceRequest[] {
    return this.customResources.requests;
  }

  /** Everything that any function logged. */
  get logLines(): readonly LogLine[] {
    return this.functions.logLines;
  }

  /** Every execution of a provider framework's waiter. */
  get executions(): readonly Execution[] {
    return this.waiters.executions;
  }

  onEvent(listener: StackListener): void {
    this.listeners.add(listener);
  }

  /** Settles at the next event by which the resource, or the stack, has come to that status. */
  async reaches(logicalId: string, status: StackStatus | ResourceStatus): Promise<void> {
    return new Promise((resolve) => {
      const listener: StackListener = (event) => {
        if (event.logicalId !== logicalId || event.status !== status) return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
  }

  /**
   * Creates the stack, or updates it, and waits for the end of it: a failed deployment is a result, rolled back already.
   * @throws {ValidationError} on a template, or a stack, with which CloudFormation would not even begin.
   */
  async deploy(input: DeploymentInput): Promise<DeploymentResult> {
    const { stackName, template, parameters = {} } = input;
    checkTemplate(template);
    await this.props.responses.listen();
    for (const [key, path] of assetPaths(input.assemblyDirectory)) this.assets.set(key, path);
    const existing = this.stacks.get(stackName);
    if (existing !== undefined && !UPDATABLE.includes(existing.status)) {
      throw new ValidationError(`Stack:${existing.id} is in ${existing.status} state and can not be updated.`);
    }
    const stack = existing ?? this.newStack(stackName);
    const outcome = existing === undefined
      ? await this.operations.create(stack, template, parameters, () => this.stacks.set(stackName, stack))
      : await this.operations.update(stack, template, parameters);
    const succeeded = stack.status === 'CREATE_COMPLETE' || stack.status === 'UPDATE_COMPLETE';
    return {
      stackName, stackId: stack.id, status: stack.status, succeeded: succeeded || !outcome.changed, outputs: stack.outputs, ...outcome,
    };
  }

  /**
   * Deletes the stack; answers DELETE_FAILED, and keeps the stack, when a resource could not be deleted. Those that could not may be
   * retained at the next attempt [DeleteStack API reference, RetainResources].
   */
  async destroy(stackName: string, retained: readonly string[] = []): Promise<StackStatus> {
    const stack = this.existing(stackName);
    await this.operations.delete(stack, retained);
    if (stack.status === 'DELETE_COMPLETE') this.stacks.delete(stackName);
    return stack.status;
  }

  /**
   * Gives up an update under way; the deployment's promise settles once it is rolled back.
   * Custom resources' requests, and the waiters behind them, run on [aws-cdk #31541].
   */
  cancelUpdate(stackName: string): void {
    this.operations.cancelUpdate(this.existing(stackName));
  }

  /** Takes up again a rollback that failed, passing over what is named; answers how the stack ends. */
  async continueUpdateRollback(stackName: string, resourcesToSkip: readonly string[] = []): Promise<StackStatus> {
    const stack = this.existing(stackName);
    await this.operations.continueUpdateRollback(stack, resourcesToSkip);
    return stack.status;
  }

  /** By name or id; a deleted stack is not found. */
  describe(stackNameOrId: string): StackDescription | undefined {
    const stack = [...this.stacks.values()].find(({ name, id }) => name === stackNameOrId || id === stackNameOrId);
    return stack && { stackName: stack.name, stackId: stack.id, stackStatus: stack.status };
  }

  describeResources(stackName: string): readonly ResourceDescription[] {
    return [...this.existing(stackName).resources.values()].map(({ logicalId, physicalId = '', type, status, attributes, noEcho }) => ({
      logicalId, physicalId, type, status, attributes: noEcho ? masked(attributes) : attributes,
    }));
  }

  /** What of the stack can be taken over elsewhere, as plain values for JSON; what is to be kept secret is in it. */
  save(stackName: string): StandingStack {
    const made = [...this.existing(stackName).resources.values()].flatMap(({ logicalId, physicalId, ...resource }) =>
      (physicalId === undefined ? [] : [[logicalId, standing({ ...resource, physicalId })] as const]));
    return structuredClone({ resources: Object.fromEntries(made), requests: this.customResourceRequests });
  }

  /** The function behind a resource of a stack, to kill it or to see how often it ran. */
  function(stackName: string, logicalId: string): LocalLambda {
    const arn = this.existing(stackName).resources.get(logicalId)?.attributes.Arn;
    const found = typeof arn === 'string' ? this.functions.find(arn) : undefined;
    if (found === undefined) throw new Error(`stack ${stackName} has no Lambda function ${logicalId}`);
    return found;
  }

  /** The access key under which the policies of a stack's role are kept. */
  accessKeyIdOf(roleArn: string): string {
    return this.iam.accessKeyIdOf(roleArn);
  }

  private existing(stackName: string): Stack {
    const stack = this.stacks.get(stackName);
    if (stack === undefined) throw new ValidationError(`Stack with id ${stackName} does not exist`);
    return stack;
  }

  private newStack(stackName: string): Stack {
    const { region, accountId, partition, clock } = this.props;
    this.stacksMade += 1;
    const id = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${uuidOf(stackName, this.stacksMade)}`;
    return new Stack(stackName, id, clock, this.record);
  }

  private services(unknowns: Unknowns): Services {
    const { clock, ec2, tables, region, accountId, partition, authorizer, responses } = this.props;
    const { functions, waiters, assets, secrets, iam } = this;
    return {
      clock, ec2, tables, secrets, region, accountId, partition, functions, waiters, unknowns,
      iam,
      logGroups: new Set(),
      keys: new KeyPolicies(),
      assetPath: (objectKey) => assetPath(assets, objectKey),
      clientsFor: (handler, accessKeyId) => clientsFor(handler, accessKeyId, { clock, functions, waiters, authorizer }),
      findHost: (hostname) => (hostname === responseHost(region) ? responses.url : undefined),
    };
  }

  private readonly record: StackListener = (event) => {
    this.eventLog.push(event);
    for (const listener of this.listeners) listener(event);
  };
}

function masked(attributes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(attributes).map((name) => [name, '*****']));
}
