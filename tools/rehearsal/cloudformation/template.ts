/** A CloudFormation template as the driver takes it, and the checks that CloudFormation makes before it touches anything. */
import { excessOf } from './template-limits';

export type Properties = Readonly<Record<string, unknown>>;

export interface Template {
  readonly Description?: string;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Readonly<Record<string, TemplateParameter>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Properties>>>>;
  readonly Outputs?: Readonly<Record<string, TemplateOutput>>;
  readonly Rules?: Properties;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export interface TemplateParameter {
  readonly Type: string;
  readonly Default?: string | number;
  readonly NoEcho?: boolean | string;
}

export interface TemplateOutput {
  readonly Value: unknown;
  readonly Condition?: string;
  readonly Export?: { readonly Name: unknown };
}

/** What CloudFormation answers to a request that it does not even begin. */
export class ValidationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ValidationError';
  }
}

const SECTIONS = ['AWSTemplateFormatVersion', 'Description', 'Metadata', 'Parameters', 'Rules', 'Mappings', 'Conditions', 'Resources', 'Outputs'];
const RESOURCE_ATTRIBUTES = ['Type', 'Properties', 'DependsOn', 'Condition', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata'];

/** The CDK's own rule: it compares the bootstrap version, which is a parameter here like any other. */
const ACCEPTED_RULES = ['CheckBootstrapVersion'];

const REMOVAL_POLICIES = ['Delete', 'Retain'];

/** @throws {ValidationError} on any part of a template that this driver would otherwise pass over. */
export function checkTemplate(template: unknown): asserts template is Template {
  const sections = objectOf(template, 'the template');
  allow(sections, SECTIONS, 'template section');
  allow(objectOf(sections.Rules ?? {}, 'Rules'), ACCEPTED_RULES, 'rule');
  const resources = objectOf(sections.Resources, 'Resources');
  if (Object.keys(resources).length === 0) throw new ValidationError('Template format error: At least one Resources member must be defined.');
  for (const [logicalId, resource] of Object.entries(resources)) checkResource(logicalId, objectOf(resource, `resource ${logicalId}`));
  const excess = excessOf(sections as unknown as Template);
  if (excess !== undefined) throw new ValidationError(excess);
}

export function dependsOn(resource: TemplateResource): readonly string[] {
  return typeof resource.DependsOn === 'string' ? [resource.DependsOn] : resource.DependsOn ?? [];
}

function checkResource(logicalId: string, resource: Properties): void {
  if (typeof resource.Type !== 'string') throw new ValidationError(`Template format error: resource ${logicalId} has no Type`);
  allow(resource, RESOURCE_ATTRIBUTES, `attribute of resource ${logicalId}`);
  checkPolicy(logicalId, 'DeletionPolicy', resource.DeletionPolicy, [...REMOVAL_POLICIES, 'RetainExceptOnCreate']);
  checkPolicy(logicalId, 'UpdateReplacePolicy', resource.UpdateReplacePolicy, REMOVAL_POLICIES);
}

function checkPolicy(logicalId: string, attribute: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || allowed.some((each) => each === value)) return;
  throw new ValidationError(`Template error: resource ${logicalId} has ${attribute} ${JSON.stringify(value)}; allowed here: ${allowed.join(', ')}`);
}

function allow(found: Properties, allowed: readonly string[], what: string): void {
  const unknown = Object.keys(found).find((name) => !allowed.includes(name));
  if (unknown !== undefined) throw new ValidationError(`Template format error: unsupported ${what}: ${unknown}`);
}

function objectOf(value: unknown, what: string): Properties {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Properties;
  throw new ValidationError(`Template format error: ${what} must be an object`);
}
