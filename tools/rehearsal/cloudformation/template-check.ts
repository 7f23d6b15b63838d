/** What CloudFormation, or its absence here, has against a template's resources before the first of them is touched. */
import { dependenciesOf, Dependencies } from './dependencies';
import { Reference, referencesIn } from './intrinsics';
import { Provisioner } from './provisioner';
import { TemplateScope } from './scope';
import { Template, TemplateResource, ValidationError } from './template';

/**
 * The dependencies of the resources whose conditions hold.
 * @throws {ValidationError} on a type, property, attribute or name that is not known, and on a circle.
 */
export function checkResources(template: Template, scope: TemplateScope, provisioner: Provisioner): Dependencies {
  const exists = (logicalId: string) => isPresent(template.Resources[logicalId], scope);
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (exists(logicalId)) checkProperties(logicalId, resource, provisioner);
  }
  const values = Object.values(template.Resources).map(({ Properties: properties = {} }) => properties);
  const outputs = Object.values(template.Outputs ?? {}).map(({ Value: value }) => value);
  for (const reference of referencesIn([...values, ...outputs])) checkReference(reference, template, provisioner);
  return dependenciesOf(template, exists);
}

function isPresent(resource: TemplateResource, scope: TemplateScope): boolean {
  return resource.Condition === undefined || scope.condition(resource.Condition);
}

function checkProperties(logicalId: string, resource: TemplateResource, provisioner: Provisioner): void {
  const { properties, required = [] } = provisioner.typeOf(resource.Type);
  const present = Object.keys(resource.Properties ?? {});
  const unknown = properties && present.find((name) => !Object.hasOwn(properties, name));
  if (unknown !== undefined) throw new ValidationError(`Properties validation failed for resource ${logicalId}: property ${unknown} of ${resource.Type} is not supported here`);
  const missing = required.find((name) => !present.includes(name));
  if (missing !== undefined) throw new ValidationError(`Properties validation failed for resource ${logicalId}: required key [${missing}] not found`);
}

function checkReference({ name, attribute }: Reference, template: Template, provisioner: Provisioner): void {
  const known = name.startsWith('AWS::') || Object.hasOwn(template.Parameters ?? {}, name) || Object.hasOwn(template.Resources, name);
  if (!known) throw new ValidationError(`Template format error: Unresolved resource dependencies [${name}]`);
  if (attribute === undefined) return;
  if (!Object.hasOwn(template.Resources, name)) throw new ValidationError(`Template error: instance of Fn::GetAtt references undefined resource ${name}`);
  const { attributes } = provisioner.typeOf(template.Resources[name].Type);
  if (attributes !== undefined && !attributes.includes(attribute)) {
    throw new ValidationError(`Template error: resource ${name} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
}
