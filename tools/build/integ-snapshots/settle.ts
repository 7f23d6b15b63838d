/**
 * What is committed of an integration application's snapshot: what integ-runner compares, and somebody reads who reviews an edit. The
 * rest changes by itself or repeats what is there: the time of day, templates' own hashes, assets, the tree, metadata, feature flags.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** Nested stacks' templates are in files of such names, too. */
const COMMITTED = /^(integ|manifest|.+\.template|.+\.assets)\.json$/;

interface Manifest {
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  /** What CDK notes of each construct of a stack; the file goes. */
  readonly additionalMetadataFile?: string;
  readonly properties: { readonly file: string; readonly templateFile: string; readonly stackTemplateAssetObjectUrl?: string };
}

interface Assets {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string }; readonly destinations: object }>>;
}

interface Template {
  readonly Resources?: Readonly<Record<string, { readonly Type: string; readonly Properties?: { readonly salt?: string } }>>;
}

/** @param directory as integ-runner has written it, or as this has left it */
export function settle(directory: string): void {
  const edit = <T extends object>(name: string, edited: (json: T) => T) => {
    const file = path.join(directory, name);
    writeFileSync(file, JSON.stringify(edited(JSON.parse(readFileSync(file, 'utf8')) as T), undefined, 1));
  };
  const rest = readdirSync(directory).filter((name) => !COMMITTED.test(name));
  for (const name of rest) rmSync(path.join(directory, name), { recursive: true });

  edit<Manifest>('manifest.json', (manifest) => ({ ...manifest, artifacts: mapped(manifest.artifacts, settledArtifact) }));
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.assets.json')) edit(name, settledAssets);
    if (name.endsWith('.template.json')) edit(name, settledTemplate);
  }
}

/** Of the tree and of the feature flags nothing is left. */
function settledArtifact({ additionalMetadataFile, ...artifact }: Artifact): Artifact | undefined {
  if (artifact.type === 'cdk:asset-manifest') return artifact;
  if (artifact.type !== 'aws:cloudformation:stack') return undefined;
  const { stackTemplateAssetObjectUrl, ...properties } = artifact.properties;
  return { ...artifact, properties };
}

/** A stack's own template is an asset whose hash would change with that of any other, and a destination's name too. */
function settledAssets(assets: Assets): Assets {
  const files = mapped(assets.files, (file) => (/^[^.]+\.template\.json$/.test(file.source.path) ? undefined : {
    ...file, destinations: Object.fromEntries(Object.entries(file.destinations).map(([name, each]) => [name.replace(/-[0-9a-f]{8}$/, ''), each])),
  }));
  return { ...assets, files };
}

/** An assertion has the time as its salt, so that each deployment asks anew. */
function settledTemplate(template: Template): Template {
  if (template.Resources === undefined) return template;
  return {
    ...template,
    Resources: mapped(template.Resources, (resource) => {
      if (!resource.Type.startsWith('Custom::DeployAssert@')) return resource;
      const { salt, ...properties } = resource.Properties ?? {};
      return { ...resource, Properties: properties };
    }),
  };
}

function mapped<T>(record: Readonly<Record<string, T>>, to: (value: T) => T | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => {
    const settled = to(value);
    return settled === undefined ? [] : [[name, settled]];
  }));
}
