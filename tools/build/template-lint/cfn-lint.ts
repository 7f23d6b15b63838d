/** cfn-lint: errors in every place, and what it warns of and informs about. */
import * as path from 'node:path';
import { LintedTemplate } from './applications';
import { Finding } from './finding';
import { answerOf } from './python-tools';

interface Match {
  readonly Filename: string;
  readonly Level: 'Error' | 'Warning' | 'Informational';
  readonly Location: { readonly Path?: readonly (string | number)[] };
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

export async function cfnLint(programs: string, templates: readonly LintedTemplate[]): Promise<Finding[]> {
  const byFile = new Map(templates.map((template) => [template.file, template]));
  const matches = await answerOf(path.join(programs, 'cfn-lint'), [
    '--format', 'json', '--include-checks', 'I', '--regions', 'ALL_REGIONS', '--', ...byFile.keys(),
  ]);
  return (matches as Match[]).map(({ Filename, Location: { Path: [section, logicalId] = [] }, Message, Rule: { Id } }) => {
    const template = byFile.get(Filename);
    if (template === undefined) throw new Error(`cfn-lint speaks of ${Filename}, which it was not given: ${Message}`);
    return { rule: Id, message: Message, template, logicalId: section === 'Resources' ? logicalId as string | undefined : undefined };
  });
}
