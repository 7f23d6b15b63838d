/** Identifiers that look like AWS's and are the same in every run, so that two rehearsals can be compared line by line. */
import { createHash } from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A UUID for the given parts. */
export function uuidOf(...parts: readonly (string | number)[]): string {
  const hex = digest(parts).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Capital letters and digits, as CloudFormation appends them to the names it makes and IAM to access key ids. */
export function lettersOf(length: number, ...parts: readonly (string | number)[]): string {
  return [...digest(parts)].slice(0, length).map((byte) => BASE32[byte % BASE32.length]).join('');
}

/** Numbers from 0 to below 1 that look random. */
export function randomOf(...parts: readonly (string | number)[]): () => number {
  let drawn = 0;
  return () => {
    drawn += 1;
    return digest([...parts, drawn]).readUInt32BE() / 2 ** 32;
  };
}

function digest(parts: readonly (string | number)[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
