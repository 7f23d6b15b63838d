/** The proactive controls of AWS Control Tower, as cfn-guard judges them. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import { LintedTemplate } from './applications';
import { Finding } from './finding';

const RULES = path.join(path.dirname(require.resolve('@cdklabs/cdk-validator-cfnguard/package.json')), 'rules/control-tower/cfn-guard');

export function controlTower(templates: readonly LintedTemplate[]): Finding[] {
  const templateOf = new Map(templates.map((template) => [template.file, template]));
  const validator = new CfnGuardValidator({ controlTowerRulesEnabled: false, rules: rulesFor(templates), maxBuffer: 256 * 1024 * 1024 });
  const { violations } = validator.validate({ templatePaths: [...templateOf.keys()] } as Parameters<typeof validator.validate>[0]);
  return violations.flatMap(({ description, violatingResources }) => {
    const rule = /^\[(CT\.[A-Z0-9.]+)\]/.exec(description)?.[1];
    if (rule === undefined) throw new Error(`A control without an identifier: ${description}`);
    // Of one rule cfn-guard speaks a second time without a resource, where no statement of a policy is as it should be.
    const ofResources = violatingResources.filter(({ resourceLogicalId }) => resourceLogicalId !== undefined);
    return ofResources.map(({ resourceLogicalId: logicalId, templatePath }) =>
      ({ rule, message: description, template: templateOf.get(templatePath!)!, logicalId }));
  });
}

/** Those that name a type which occurs: the others have nothing to say, and each is read anew for every template. */
function rulesFor(templates: readonly LintedTemplate[]): string[] {
  const types = new Set(templates.flatMap(({ resources }) => [...resources.values()].map(({ cfnResourceType }) => cfnResourceType)));
  return readdirSync(RULES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.guard')).map((file) => path.join(RULES, file))
    .filter((file) => (readFileSync(file, 'utf8').match(/AWS::\w+::\w+/g) ?? []).some((type) => types.has(type)));
}
