/**
 * EC2's Query protocol seen from the server: form-encoded parameters in, XML out, for every operation that the SDK knows.
 *
 * Nothing here names an operation or a parameter: both directions follow the schemas that `@aws-sdk/client-ec2` exports.
 * Those are semi-public, which is why the SDK's version is pinned and every operation is round-tripped in the tests.
 * Naming rules [W]: a request key is the member's `ec2QueryName`, else its capitalised `xmlName`, else its capitalised
 * name; lists are flat (`Name.1`) and structures dotted (`A.B`). A response tag is the `xmlName`, else the name.
 */
import * as ec2 from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { Ec2Error } from '../contracts';
import { XmlContent, xmlDocument } from '../xml';

export interface Ec2Request {
  readonly operation: string;
  /** Shaped like the input of the SDK's command. */
  readonly input: Record<string, unknown>;
}

const API_VERSION = '2016-11-15';
const NAMESPACE = `http://ec2.amazonaws.com/doc/${API_VERSION}/`;

/** First element of an operation's schema, which goes on with namespace, name, traits, input, output. */
const OPERATION = 9;
const OPERATIONS: ReadonlyMap<string, OperationSchemas> = operationsOf(ec2);

/** Every operation that can be decoded and encoded. */
export const OPERATION_NAMES: readonly string[] = [...OPERATIONS.keys()].sort();

/**
 * Reads a request's body.
 *
 * @throws {Ec2Error} `MissingAction`, `InvalidAction`, `NoSuchVersion`, `MissingParameter`, `UnknownParameter`,
 *   `InvalidParameterValue` [H, ERR]
 */
export function decodeRequest(body: URLSearchParams | string): Ec2Request {
  const parameters = new URLSearchParams(body);
  const operation = parameters.get('Action');
  const version = parameters.get('Version');
  if (operation === null) throw new Ec2Error('MissingAction', 'The request is missing an action.');
  const schemas = OPERATIONS.get(operation);
  if (schemas === undefined) throw new Ec2Error('InvalidAction', `The action ${operation} is not valid for this web service.`);
  if (version !== API_VERSION) throw new Ec2Error('NoSuchVersion', `The API version ${version ?? '(none)'} does not exist.`);
  const tree = parameterTree(parameters);
  const input = schemas.input.isUnitSchema() ? {} : readStructure(schemas.input, tree);
  refuseLeftOver(tree);
  return { operation, input };
}

/** What the operation answers, by its schema; nothing where it has no result. */
export function schemaOfAnswer(operation: string): NormalizedSchema | undefined {
  const output = OPERATIONS.get(operation)?.output;
  return output?.isStructSchema() === true ? output : undefined;
}

/** A member that no model has yet: a distorted answer may hold it, as any answer of a later version may. */
export const MEMBER_OF_LATER = 'memberOfALaterVersion';

/** @throws {Error} when the output holds anything that the operation's schema does not: the mistake is the emulation's. */
export function encodeResponse(operation: string, output: Record<string, unknown>, requestId: string): string {
  const schemas = OPERATIONS.get(operation);
  if (schemas === undefined) throw new Error(`there is no operation ${operation}`);
  // Operations without a result answer <return>true</return> [W].
  const content = schemas.output.isUnitSchema() ? { return: 'true' } : writeStructure(schemas.output, output, operation);
  return xmlDocument(`${operation}Response`, { requestId, ...content }, NAMESPACE);
}

/** The request id's tag is `RequestID` here, and `requestId` in every other answer [H, ERR]. */
export function encodeError(code: string, message: string, requestId: string): string {
  return xmlDocument('Response', { Errors: { Error: { Code: code, Message: message } }, RequestID: requestId });
}

interface OperationSchemas {
  readonly input: NormalizedSchema;
  readonly output: NormalizedSchema;
}

type SchemaReference = Parameters<typeof NormalizedSchema.of>[0];

function operationsOf(client: object): Map<string, OperationSchemas> {
  const schemas = Object.values(client).filter((each: unknown) => Array.isArray(each) && each[0] === OPERATION);
  return new Map(schemas.map(([, , name, , input, output]: [number, string, string, unknown, SchemaReference, SchemaReference]) =>
    [name, { input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) }]));
}

/** A parameter, and those whose names go on after its name and a dot. Whatever has been read is taken out. */
interface Parameter {
  readonly name: string;
  value?: string;
  readonly parts: Map<string, Parameter>;
}

function parameterTree(parameters: URLSearchParams): Parameter {
  const root: Parameter = { name: '', parts: new Map() };
  for (const [name, value] of parameters) {
    if (name === 'Action' || name === 'Version') continue;
    let node = root;
    for (const part of name.split('.')) {
      const next = node.parts.get(part) ?? { name: node.name === '' ? part : `${node.name}.${part}`, parts: new Map() };
      node.parts.set(part, next);
      node = next;
    }
    node.value = value;
  }
  return root;
}

function refuseLeftOver(parameter: Parameter): void {
  for (const part of parameter.parts.values()) refuseLeftOver(part);
  if (parameter.value !== undefined) throw new Ec2Error('UnknownParameter', `The parameter ${parameter.name} is not recognized`);
}

function read(schema: NormalizedSchema, parameter: Parameter): unknown {
  if (schema.isStructSchema()) return readStructure(schema, parameter);
  if (schema.isListSchema()) return readList(schema, parameter);
  const { value, name } = parameter;
  if (value === undefined) return undefined;
  delete parameter.value;
  return readScalar(schema, value, name);
}

function readStructure(schema: NormalizedSchema, parameter: Parameter): Record<string, unknown> {
  const structure: Record<string, unknown> = {};
  const required = requiredCount(schema);
  let position = 0;
  for (const [memberName, member] of schema.structIterator()) {
    const key = requestKey(memberName, member);
    const part = parameter.parts.get(key);
    const value = part === undefined ? undefined : read(member, part);
    if (value !== undefined) structure[memberName] = value;
    else if (position < required) throw missing(parameter, key);
    position += 1;
  }
  return structure;
}

function readList(schema: NormalizedSchema, parameter: Parameter): unknown[] {
  // EC2 takes the indices as an order and does not mind a gap.
  const indices = [...parameter.parts.keys()].filter((key) => /^[1-9]\d*$/.test(key)).sort((a, b) => Number(a) - Number(b));
  return indices.map((index) => read(schema.getValueSchema(), parameter.parts.get(index)!));
}

function readScalar(schema: NormalizedSchema, text: string, name: string): unknown {
  if (schema.isStringSchema()) return text;
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, 'base64'));
  if (schema.isBooleanSchema() && (text === 'true' || text === 'false')) return text === 'true';
  if (schema.isNumericSchema() && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text);
  if (schema.isTimestampSchema() && !Number.isNaN(Date.parse(text))) return new Date(text);
  throw new Ec2Error('InvalidParameterValue', `Value (${text}) for parameter ${name} is invalid.`);
}

function missing(parameter: Parameter, key: string): Ec2Error {
  const name = parameter.name === '' ? key : `${parameter.name}.${key}`;
  return new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
}

function requestKey(memberName: string, member: NormalizedSchema): string {
  const { ec2QueryName, xmlName } = member.getMergedTraits();
  if (typeof ec2QueryName === 'string') return ec2QueryName;
  const name = xmlName ?? memberName;
  return name[0].toUpperCase() + name.slice(1);
}

/** Last element of a structure's schema: so many of its members, the first ones, are required. */
function requiredCount(schema: NormalizedSchema): number {
  const tuple = schema.getSchema();
  return Array.isArray(tuple) && typeof tuple[6] === 'number' ? tuple[6] : 0;
}

function write(schema: NormalizedSchema, value: unknown, path: string): XmlContent {
  if (schema.isStructSchema()) return writeStructure(schema, value, path);
  if (schema.isListSchema()) return writeList(schema, value, path);
  if (schema.isTimestampSchema() && value instanceof Date) return value.toISOString();
  if (schema.isBlobSchema() && value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (schema.isBooleanSchema() && typeof value === 'boolean') return String(value);
  if (schema.isNumericSchema() && typeof value === 'number') return String(value);
  if (schema.isStringSchema() && typeof value === 'string') return value;
  throw new Error(`${path} cannot be a ${typeof value}`);
}

function writeStructure(schema: NormalizedSchema, value: unknown, path: string): { [tag: string]: XmlContent } {
  if (typeof value !== 'object' || value === null) throw new Error(`${path} must be a structure`);
  const members = schema.getMemberSchemas();
  const content: { [tag: string]: XmlContent } = {};
  for (const [memberName, part] of Object.entries(value)) {
    if (memberName === MEMBER_OF_LATER) {content[memberName] = String(part);} else if (!Object.hasOwn(members, memberName)) {throw new Error(`${path} has no member ${memberName}`);} else if (part !== undefined && part !== null) {
      const tag = members[memberName].getMemberTraits().xmlName ?? memberName;
      content[tag] = write(members[memberName], part, `${path}.${memberName}`);
    }
  }
  return content;
}

function writeList(schema: NormalizedSchema, value: unknown, path: string): XmlContent {
  if (!Array.isArray(value)) throw new Error(`${path} must be a list`);
  const element = schema.getValueSchema();
  const tag = element.getMergedTraits().xmlName ?? 'member';
  return { [tag]: value.map((each, index) => write(element, each, `${path}[${index}]`)) };
}
