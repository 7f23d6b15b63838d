/** A template as it is compared between languages: without what differs from machine to machine, and in one writing. */

/**
 * Removed are the hashes of assets, and metadata, which names constructs and files of whoever synthesized. The order of everything else
 * stays, and counts.
 */
export function comparable(template: string): string {
  const written = JSON.stringify(withoutMetadata(JSON.parse(template) as Template), undefined, 1);
  return `${written.replace(/\b[0-9a-f]{64}\b/g, 'hash-of-the-asset')}\n`;
}

/** The first line in which two texts differ, for a person. */
export function firstDifference(expected: string, found: string): string {
  const [wanted, got] = [expected.split('\n'), found.split('\n')];
  const line = wanted.findIndex((each, index) => each !== got[index]);
  return `line ${line + 1} is ${JSON.stringify(got[line]?.trim())}, and TypeScript's is ${JSON.stringify(wanted[line]?.trim())}`;
}

interface Described {
  readonly Metadata?: unknown;
}

interface Template extends Described {
  readonly Resources?: Readonly<Record<string, Described>>;
}

/** Of the template and of its resources; a property of that name would be somebody's. */
function withoutMetadata({ Metadata: _of, Resources = {}, ...template }: Template): object {
  const resources = Object.entries(Resources).map(([logicalId, { Metadata: _ofResource, ...resource }]) => [logicalId, resource]);
  return { Resources: Object.fromEntries(resources), ...template };
}
