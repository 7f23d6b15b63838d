/** Every pack of cdk-nag, on the construct tree of every application. */
import { AwsSolutionsChecks, HIPAASecurityChecks, NagPack, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks } from 'cdk-nag';
import { LintedTemplate } from './applications';
import { Finding } from './finding';

const PACKS = [AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R4Checks, NIST80053R5Checks, PCIDSS321Checks, ServerlessChecks];

export function cdkNag(templates: readonly LintedTemplate[]): Finding[] {
  return templates.flatMap((template) => PACKS.flatMap((Pack) => findingsOf(new Pack(template.stack), template)));
}

function findingsOf(pack: NagPack, template: LintedTemplate): Finding[] {
  const logicalIds = new Map([...template.resources].map(([logicalId, { node }]) => [node.path, logicalId]));
  return pack.validateScope(template.stack).violations.flatMap(({ ruleName, description, violatingResources }) =>
    violatingResources.map(({ constructPath }) => {
      const logicalId = logicalIds.get(constructPath!);
      if (logicalId === undefined) throw new Error(`${template.application}: no resource is at ${constructPath}, of which ${ruleName} speaks`);
      return { rule: withoutNames(ruleName), message: description, template, logicalId };
    }));
}

/** Without what an application chooses: Region and account, and the logical id of a function that is called in every version. */
function withoutNames(rule: string): string {
  return rule
    .replace(/:(eu-central-1|<AWS::Region>):(111122223333|<AWS::AccountId>):/, ':<Region>:<account>:')
    .replace(/:eu-central-1:\*:prefix-list\/pl-\w+/, ':<Region>:*:prefix-list/<id>')
    .replace(/<\w+?(OnEvent|IsComplete|frameworkisComplete|frameworkonTimeout)[0-9A-F]{8}\.Arn>/, '<$1>')
    .replace('<AWS::Partition>', '<partition>');
}
