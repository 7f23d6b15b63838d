/**
 * How much CloudFormation takes in one template. All of it is refused before the first resource is touched.
 *
 * Figures: CloudFormation user guide, "Understand CloudFormation quotas". Words: those that people were shown, named at each; where
 * nobody shows any, as with mappings, dynamic references and names, they follow the others.
 */
import type { Properties, Template } from './template';

/** As the guide has it: 1 MB, of which the error says 1000000 bytes [aws-vpc-cidr-mgmt #10]. */
const TEMPLATE_BYTES_MAX = 1_000_000;
const DESCRIPTION_BYTES_MAX = 1_024;
const RESOURCES_MAX = 500;
const OUTPUTS_MAX = 200;
const PARAMETERS_MAX = 200;
const PARAMETER_VALUE_BYTES_MAX = 4_096;
const MAPPINGS_MAX = 200;
const MAPPING_ATTRIBUTES_MAX = 200;
const NAME_LENGTH_MAX = 255;
const DYNAMIC_REFERENCES_MAX = 60;

/** What CloudFormation has against the template, or nothing; the template is known to be of a template's form. */
export function excessOf(template: Template): string | undefined {
  return excessiveText(bodyOf(template)) ?? excessiveSection(template) ?? excessiveMapping(template.Mappings ?? {}) ?? longNameIn(template);
}

/** What CloudFormation has against a parameter's value, or nothing [guide; no words]. */
export function excessOfParameter(name: string, value: string): string | undefined {
  if (Buffer.byteLength(value) <= PARAMETER_VALUE_BYTES_MAX) return undefined;
  return `Parameter '${name}' must have a value of at most ${PARAMETER_VALUE_BYTES_MAX} bytes`;
}

/** As the CDK writes a template, which is what it uploads. */
function bodyOf(template: Template): string {
  return JSON.stringify(template, undefined, 1);
}

function excessiveText(body: string): string | undefined {
  if (Buffer.byteLength(body) > TEMPLATE_BYTES_MAX) return `Template may not exceed ${TEMPLATE_BYTES_MAX} bytes in size.`;
  const references = body.match(/\{\{resolve:/g)?.length ?? 0;
  return references > DYNAMIC_REFERENCES_MAX
    ? `Template format error: Dynamic reference count ${references} is greater than max allowed ${DYNAMIC_REFERENCES_MAX}` : undefined;
}

/** [resources: serverless #2387; outputs: serverless-nested-stack #5; parameters: aws-cdk #8736; description: senza #319] */
function excessiveSection({ Resources, Outputs = {}, Parameters = {}, Mappings = {}, Description = '' }: Template): string | undefined {
  const resources = Object.keys(Resources).length;
  if (resources > RESOURCES_MAX) return `Template format error: Number of resources, ${resources}, is greater than maximum allowed, ${RESOURCES_MAX}`;
  if (Buffer.byteLength(Description) > DESCRIPTION_BYTES_MAX) return `Template format error: 'Description' length is greater than ${DESCRIPTION_BYTES_MAX}.`;
  return tooMany('Outputs', Outputs, OUTPUTS_MAX) ?? tooMany('Parameter', Parameters, PARAMETERS_MAX) ?? tooMany('Mapping', Mappings, MAPPINGS_MAX);
}

function excessiveMapping(mappings: Properties): string | undefined {
  const found = Object.entries(mappings).map(([name, mapping]) => tooMany(`Mapping ${name} attribute`, Object(mapping), MAPPING_ATTRIBUTES_MAX));
  return found.find((each) => each !== undefined);
}

function longNameIn({ Resources, Outputs = {}, Parameters = {}, Mappings = {} }: Template): string | undefined {
  const long = [Resources, Outputs, Parameters, Mappings].flatMap(Object.keys).find((name) => name.length > NAME_LENGTH_MAX);
  return long && `Template format error: Name ${long} is longer than ${NAME_LENGTH_MAX} characters`;
}

function tooMany(what: string, section: object, most: number): string | undefined {
  const count = Object.keys(section).length;
  return count > most ? `Template format error: ${what} count ${count} is greater than max allowed ${most}` : undefined;
}
