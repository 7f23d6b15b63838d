/** What a saved `describe-type` says of the connection's create-only properties. */
import { readFile } from 'node:fs/promises';
import { SCHEMA_COMMAND } from './approaches';
import { CommandFailure, EXIT } from '../terminal/command-failure';

/** @throws {CommandFailure} naming the file and the member */
export async function savedCreateOnly(file: string): Promise<string[]> {
  const fails = (message: string) => new CommandFailure(EXIT.UNREADABLE, `${file}${message}`, `Save it by \`${SCHEMA_COMMAND} > schema.json\`.`);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw fails(` cannot be read (${error.code})`);
  });
  const answer = parsed(text, () => fails(' is not JSON'));
  // The answer holds the schema as text; a file of the schema itself does as well.
  const schema = typeof answer.Schema === 'string' ? parsed(answer.Schema, () => fails(': Schema is not JSON')) : answer;
  const { createOnlyProperties } = schema;
  if (schema.typeName !== 'AWS::EC2::VPNConnection') throw fails(': typeName is not AWS::EC2::VPNConnection');
  if (!Array.isArray(createOnlyProperties)) throw fails(': createOnlyProperties is not a list');
  return createOnlyProperties.map((pointer) => String(pointer).replace('/properties/', ''));
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
