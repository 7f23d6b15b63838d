/** The cloud assembly that `app.synth()` wrote: where the staged assets lie that a template names by their S3 keys. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { ValidationError } from './template';

export interface DeploymentInput {
  readonly stackName: string;
  readonly template: unknown;
  /** Where `app.synth()` put the template's assets. */
  readonly assemblyDirectory: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A stack of the assembly as the driver takes it. */
export function deploymentOf(stack: CloudFormationStackArtifact): DeploymentInput {
  return { stackName: stack.stackName, template: stack.template as unknown, assemblyDirectory: stack.assembly.directory };
}

/** Paths by object key, out of every asset manifest of the assembly. */
export function assetPaths(assemblyDirectory: string): ReadonlyMap<string, string> {
  const manifests = readdirSync(assemblyDirectory).filter((name) => name.endsWith('.assets.json'));
  const files = manifests.flatMap((name) => {
    const manifest = JSON.parse(readFileSync(join(assemblyDirectory, name), 'utf8')) as AssetManifest;
    return Object.values(manifest.files ?? {});
  });
  return new Map(files.flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, join(assemblyDirectory, source.path)])));
}

/** @throws {ValidationError} when the assembly holds nothing under that key. */
export function assetPath(paths: ReadonlyMap<string, string>, objectKey: string): string {
  const path = paths.get(objectKey);
  if (path === undefined) throw new ValidationError(`no asset of the cloud assembly has the object key ${objectKey}`);
  return path;
}

interface AssetManifest {
  readonly files?: Readonly<Record<string, FileAsset>>;
}

interface FileAsset {
  readonly source: { readonly path: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
}
