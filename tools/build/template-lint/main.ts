/** `npx projen lint:templates`: lints everything that is synthesized, and compares what is found with what is documented. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { LintedTemplate, templatesAt } from './applications';
import { cdkNag } from './cdk-nag';
import { cfnLint } from './cfn-lint';
import { checkov } from './checkov';
import { differences } from './compare';
import { controlTower } from './control-tower';
import { DOCUMENT, documentText } from './document';
import { Finding } from './finding';
import { CONSTRUCTS } from './kinds';
import { HOME, PLACES } from './places';
import { installed } from './python-tools';
import { ABSENT, REASONS } from './reasons';

async function main(): Promise<number> {
  if (process.argv.includes('--write')) writeFileSync(DOCUMENT, documentText());
  const directory = mkdtempSync(path.join(tmpdir(), 'templates-'));
  try {
    const complaints = [...await lint(directory), ...readFileSync(DOCUMENT, 'utf8') === documentText() ? [] : [
      `${path.basename(DOCUMENT)} is not what the reasons say: npx projen lint:templates --write`,
    ]];
    for (const complaint of complaints) console.error(complaint);
    return complaints.length > 0 ? 1 : 0;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function lint(directory: string): Promise<string[]> {
  const installing = installed(path.join(__dirname, '../../../.template-lint')); // meanwhile the templates are made
  const home = templatesAt(HOME, directory);
  const elsewhere = PLACES.slice(1).flatMap((place) => templatesAt(place, directory));
  const library = home.filter(({ isAssertion }) => !isAssertion);
  const here = [...cdkNag(library), ...controlTower(library)];
  const programs = await installing;
  const linted = [...home, ...withoutLikes(elsewhere, home)];
  // A core each; cfn-lint has the most to do.
  const [some, others] = [0, 1].map((half) => linted.filter((_, index) => index % 2 === half));
  const there = await Promise.all([cfnLint(programs, some), cfnLint(programs, others), checkov(programs, library)]);
  const findings = [...here, ...there.flat()];
  report(home, elsewhere, findings);
  return [...unused(home), ...differences(findings, REASONS, ABSENT)];
}

/** Not those that differ from one of Europe by the names of the Region and the partition alone: that is linted for every Region. */
function withoutLikes(elsewhere: readonly LintedTemplate[], home: readonly LintedTemplate[]): LintedTemplate[] {
  const known = new Set(home.map(nameless));
  return elsewhere.filter((template) => !known.has(nameless(template)));
}

function nameless({ file, region }: LintedTemplate): string {
  return readFileSync(file, 'utf8').replaceAll(region, 'Region').replaceAll(/arn:aws[a-z-]*:/g, 'arn:partition:');
}

/** What is in no application is not linted. */
function unused(templates: readonly LintedTemplate[]): string[] {
  const constructs = templates.flatMap(({ stack }) => stack.node.findAll());
  return CONSTRUCTS.filter(({ prototype }) => !constructs.some((each) => Object.prototype.isPrototypeOf.call(prototype, each)))
    .map(({ name }) => `No example, snippet or integration application has a ${name}`);
}

function report(home: readonly LintedTemplate[], elsewhere: readonly LintedTemplate[], findings: readonly Finding[]): void {
  const rules = new Set(findings.map(({ rule }) => rule));
  console.log(`${home.length} templates, and ${elsewhere.length} for other places: ${findings.length} findings of ${rules.size} rules`);
}

void main().then((status) => {
  process.exitCode = status;
});
