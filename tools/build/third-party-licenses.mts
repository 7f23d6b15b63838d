/** The notices that the licences of bundled packages ask for, written from what the bundler really took. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';

const RULE = '='.repeat(80);

/** Puts `THIRD-PARTY-LICENSES.txt` beside the bundle: every package by name, each licence text once. */
export function thirdPartyLicenses(): Plugin {
  return {
    name: 'third-party-licenses',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((file) => file.type === 'chunk' ? Object.keys(file.modules) : []);
      const directories = new Set(modules.filter((id) => id.includes('/node_modules/')).map(packageDirectoryOf));
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: notices([...directories].map(readPackage)) });
    },
  };
}

interface Package {
  readonly title: string;
  /** What its licence is, and the repository it comes from. */
  readonly origin: string;
  /** Absent where the package ships none. */
  readonly text?: string;
}

/** The nearest directory above a module whose package.json names a package; others only state a module type. */
function packageDirectoryOf(moduleId: string): string {
  for (let directory = path.dirname(moduleId); directory !== path.dirname(directory); directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return directory;
  }
  throw new Error(`${moduleId} is bundled but belongs to no package`);
}

/** @throws when a package states no licence: a person has to look then */
function readPackage(directory: string): Package {
  const { name, version, license: stated, repository } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  const license = stated?.type ?? stated; // old packages state an object
  if (!license) throw new Error(`${name} ${version} is bundled but states no licence`);
  const files = readdirSync(directory).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const text = [...files.map((file) => path.join(directory, file)), ...lookedUp(name, version)]
    .map((file) => readFileSync(file, 'utf8').trim()).join('\n\n');
  return { title: `${name} ${version} (${license})`, origin: `${license} of ${repository?.url ?? name}`, ...text === '' ? {} : { text } };
}

/** The text that a person wrote down for a package that states its licence and ships no text of it. */
function lookedUp(name: string, version: string): string[] {
  const file = fileURLToPath(new URL(`./licences/${name}-${version}.txt`, import.meta.url));
  return existsSync(file) ? [file] : [];
}

/**
 * Some packages of a repository leave its licence text to the others.
 *
 * @throws when there is none under the same licence in the same repository: a person has to look then
 */
function textOf({ title, origin, text }: Package, packages: readonly Package[]): string {
  const found = text ?? packages.find((each) => each.origin === origin && each.text !== undefined)?.text;
  if (found === undefined) throw new Error(`${title} is bundled but has no licence text to ship`);
  return found;
}

function notices(packages: readonly Package[]): string {
  const titlesByText = new Map<string, string[]>();
  for (const each of [...packages].sort((left, right) => left.title < right.title ? -1 : 1)) {
    const text = textOf(each, packages);
    titlesByText.set(text, [...titlesByText.get(text) ?? [], each.title]);
  }
  const sections = [...titlesByText].map(([text, titles]) => [RULE, ...titles, RULE, '', text, ''].join('\n'));
  return ['The file beside this one contains code of the following packages, under the following licences.', '', ...sections].join('\n');
}
