/** What AWS takes as the pre-shared key of a tunnel, and what Secrets Manager makes when it generates a secret. */

/** 8 to 64 letters, digits, dots and underscores, the first not being 0 [H, SDK]. */
export const PRE_SHARED_KEY_LENGTH_MIN = 8;
export const PRE_SHARED_KEY_LENGTH_MAX = 64;

const DIGITS = '0123456789';
const LOWERCASE = 'abcdefghijklmnopqrstuvwxyz';
const UPPERCASE = LOWERCASE.toUpperCase();

/** What GetRandomPassword calls punctuation. @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetRandomPassword.html */
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** GetRandomPassword's own default. */
const GENERATED_LENGTH_DEFAULT = 32;

/** The options of a generated secret that decide about its characters. What is not given is off. */
export interface KeyGenerator {
  readonly length?: number;
  readonly excludeCharacters?: string;
  readonly excludeLowercase?: boolean;
  readonly excludeNumbers?: boolean;
  readonly excludePunctuation?: boolean;
  readonly excludeUppercase?: boolean;
  readonly includeSpace?: boolean;
}

/** Every character that a generated secret may have, at any place. */
export function generatedCharacters(generator: KeyGenerator): string[] {
  const excluded = generator.excludeCharacters ?? '';
  return [
    ...generator.excludeUppercase ? '' : UPPERCASE,
    ...generator.excludeLowercase ? '' : LOWERCASE,
    ...generator.excludeNumbers ? '' : DIGITS,
    ...generator.excludePunctuation ? '' : PUNCTUATION,
    ...generator.includeSpace ? ' ' : '',
  ].filter((character) => !excluded.includes(character));
}

/**
 * Why AWS may refuse a key that this generator makes; nothing if it takes every one. The generator cannot keep a character
 * from the first place only, so one that may not stand there must not be made at all.
 */
export function faultOfGenerator(generator: KeyGenerator): string | undefined {
  const length = generator.length ?? GENERATED_LENGTH_DEFAULT;
  if (length < PRE_SHARED_KEY_LENGTH_MIN || length > PRE_SHARED_KEY_LENGTH_MAX) return `${length} characters`;
  const characters = generatedCharacters(generator);
  const refused = characters.filter((character) => !/[A-Za-z0-9._]/.test(character));
  if (refused.length > 0) return `characters such as ${JSON.stringify(refused[0])}`;
  if (characters.includes('0')) return 'a 0 at the first place';
  return undefined;
}
