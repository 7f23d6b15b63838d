/** The notices that the licences of bundled packages ask for, written from what the bundler really took. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
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
  readonly text: string;
}

/** The nearest directory above a module whose package.json names a package; others only state a module type. */
function packageDirectoryOf(moduleId: string): string {
  for (let directory = path.dirname(moduleId); directory !== path.dirname(directory); directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return directory;
  }
  throw new Error(`${moduleId} is bundled but belongs to no package`);
}

/** @throws when a package states no licence or ships no text of it: a person has to look then. */
function readPackage(directory: string): Package {
  const { name, version, license } = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'));
  const files = readdirSync(directory).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  if (!license || files.length === 0) throw new Error(`${name} ${version} is bundled but has no licence text to ship`);
  const text = files.map((file) => readFileSync(path.join(directory, file), 'utf8').trim()).join('\n\n');
  return { title: `${name} ${version} (${license})`, text };
}

function notices(packages: readonly Package[]): string {
  const titlesByText = new Map<string, string[]>();
  for (const { title, text } of [...packages].sort((left, right) => left.title < right.title ? -1 : 1)) {
    titlesByText.set(text, [...titlesByText.get(text) ?? [], title]);
  }
  const sections = [...titlesByText].map(([text, titles]) => [RULE, ...titles, RULE, '', text, ''].join('\n'));
  return ['The file beside this one contains code of the following packages, under the following licences.', '', ...sections].join('\n');
}
