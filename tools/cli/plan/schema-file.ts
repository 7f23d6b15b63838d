/** What a saved `describe-type` says of the connection's create-only properties. */
import { SCHEMA_COMMAND } from './approaches';
import { printable } from '../../../src/contract/printable-text';
import { quotedValue } from '../../../src/contract/quoted-value';
import { bytesOf, NotRead } from '../estate/regular-file';
import { CommandFailure, EXIT } from '../terminal/command-failure';

/** As a schema names a property. @see https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html */
const POINTER = /^\/properties\/([A-Za-z\d/*]{1,255})$/;

/** @throws {CommandFailure} naming the file and the member */
export async function savedCreateOnly(file: string): Promise<string[]> {
  const fails = (message: string, nextStep = `Save it by \`${SCHEMA_COMMAND} > schema.json\`.`) => (
    new CommandFailure(EXIT.UNREADABLE, printable(`${file}${message}`), nextStep));
  const bytes = await bytesOf(file).catch((error: unknown) => {
    throw error instanceof NotRead ? fails(` ${error.message}`, error.nextStep) : error;
  });
  const answer = parsed(bytes.toString('utf8'), () => fails(' is not JSON'));
  // The answer holds the schema as text; a file of the schema itself does as well.
  const schema = typeof answer.Schema === 'string' ? parsed(answer.Schema, () => fails(': Schema is not JSON')) : answer;
  const { createOnlyProperties } = schema;
  if (schema.typeName !== 'AWS::EC2::VPNConnection') throw fails(': typeName is not AWS::EC2::VPNConnection');
  if (!Array.isArray(createOnlyProperties)) throw fails(': createOnlyProperties is not a list');
  return createOnlyProperties.map((pointer: unknown, index) => {
    const name = typeof pointer === 'string' ? POINTER.exec(pointer)?.[1] : undefined;
    if (name === undefined) throw fails(`: createOnlyProperties[${index}] is ${quotedValue(pointer)}, and not a pointer such as /properties/Type`);
    return name;
  });
}

function parsed(text: string, failure: () => CommandFailure): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // The parser would quote what it does not understand.
  }
  throw failure();
}
