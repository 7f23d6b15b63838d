/** checkov's rules for CloudFormation, without what it would fetch from its vendor. */
import * as path from 'node:path';
import { LintedTemplate } from './applications';
import { Finding } from './finding';
import { answerOf } from './python-tools';

interface FailedCheck {
  readonly check_id: string;
  readonly check_name: string;
  readonly file_abs_path: string;
  /** Its type, a point, and its logical id. */
  readonly resource: string;
}

interface Report {
  readonly results: { readonly failed_checks: readonly FailedCheck[] };
  readonly summary: { readonly parsing_errors: number };
}

export async function checkov(programs: string, templates: readonly LintedTemplate[]): Promise<Finding[]> {
  const byFile = new Map(templates.map((template) => [template.file, template]));
  const { results, summary } = await answerOf(path.join(programs, 'checkov'), [
    '--skip-download', '--framework', 'cloudformation', '--compact', '--quiet', '--output', 'json', '--file', ...byFile.keys(),
  ]) as Report;
  if (summary.parsing_errors > 0) throw new Error(`checkov could not read ${summary.parsing_errors} of the templates`);
  return results.failed_checks.map(({ check_id, check_name, file_abs_path, resource }) => {
    const template = byFile.get(file_abs_path);
    if (template === undefined) throw new Error(`checkov speaks of ${file_abs_path}, which it was not given`);
    return { rule: check_id, message: check_name, template, logicalId: resource.split('.')[1] };
  });
}
