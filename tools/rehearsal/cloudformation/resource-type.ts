/** What a resource type is to the driver: which properties it has, and what is done to create, update and delete one. */
import { Ec2Operations } from '../contracts';
import { FunctionRegistry } from './function-registry';
import type { IamRoles } from './iam-roles';
import type { KeyPolicies } from './key-policies';
import { Place } from './scope';
import { Properties } from './template';
import { Unknowns } from './unknowns';
import { Waiters } from './waiters';
import { FindHost, FunctionTime, ReplaceModule } from '../lambda-runtime/local-lambda';
import { SecretStore } from '../secret-store';

/** A property either changes in place or makes CloudFormation replace the resource (`createOnlyProperties` of its schema). */
export type Mutability = 'mutable' | 'create-only';

export interface Provisioned {
  /** What Ref answers. */
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The attributes are not to be shown. */
  readonly noEcho?: boolean;
}

export interface ResourceRequest {
  readonly stackName: string;
  readonly stackId: string;
  readonly logicalId: string;
  readonly type: string;
  /** All values resolved, dynamic references included. */
  readonly properties: Properties;
  /** A name for a resource that was given none, the same in every run. */
  readonly generatedName: (longest?: number) => string;
  /** Aborted when the operation that wants this resource is given up; only custom resources can be left at once. */
  readonly signal: AbortSignal;
}

export interface UpdateRequest extends ResourceRequest {
  readonly current: Provisioned;
  readonly oldProperties: Properties;
}

export interface DeleteRequest extends ResourceRequest {
  readonly physicalId: string;
}

export interface ResourceType {
  /** Every property the driver understands; absent means that any property is allowed. */
  readonly properties?: Readonly<Record<string, Mutability>>;
  readonly required?: readonly string[];
  /** What Fn::GetAtt may ask for; absent means anything that is there after creation. */
  readonly attributes?: readonly string[];
  /** `replacementStrategy: delete_then_create` of the type's schema; the usual order is the other one. */
  readonly deletedBeforeReplacement?: boolean;
  /** @throws {ResourceFailure} with the physical id when something was made that has to be deleted again. */
  create(request: ResourceRequest): Promise<Provisioned>;
  update?(request: UpdateRequest): Promise<Provisioned>;
  delete(request: DeleteRequest): Promise<void>;
}

export type ResourceTypes = Readonly<Record<string, ResourceType>>;

/** What resource types work with. */
export interface Services extends Place {
  readonly clock: FunctionTime;
  readonly ec2: Ec2Operations;
  readonly iam: IamRoles;
  readonly functions: FunctionRegistry;
  readonly waiters: Waiters;
  readonly tables: Tables;
  readonly secrets: SecretStore;
  readonly logGroups: Set<string>;
  readonly keys: KeyPolicies;
  readonly unknowns: Unknowns;
  readonly findHost: FindHost;
  /** Where the staged asset of an object in the CDK's asset bucket lies. */
  assetPath(objectKey: string): string;
  /** What stands in for modules of a function with this handler, run in the role of this access key. */
  clientsFor(handler: string, accessKeyId: string): ReplaceModule;
}

/**
 * Where DynamoDB tables are made. An implementation that leaves the process must keep the clock from moving by itself.
 */
export interface Tables {
  createTable(table: TableDefinition): Promise<void>;
  deleteTable(tableName: string): Promise<void>;
  /** With a key of the customer's, or with none any more. */
  encryptTable(tableName: string, keyArn: string | undefined): void;
}

/** As DynamoDB's CreateTable takes it. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: 'HASH' | 'RANGE' }[];
  readonly BillingMode: 'PAY_PER_REQUEST' | 'PROVISIONED';
  readonly ProvisionedThroughput?: { readonly ReadCapacityUnits: number; readonly WriteCapacityUnits: number };
}

/** A resource could not be created, updated or deleted; `physicalId` is what there is to delete. */
export class ResourceFailure extends Error {
  constructor(message: string, readonly physicalId?: string) {
    super(message);
    this.name = 'ResourceFailure';
  }
}
