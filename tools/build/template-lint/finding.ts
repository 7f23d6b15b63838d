/** What a rule of any of the tools says of a resource, or of a template as a whole. */
import { LintedTemplate } from './applications';

export interface Finding {
  /** As the tool names it: `CKV_AWS_116`, `HIPAA.Security-LambdaDLQ`. */
  readonly rule: string;
  readonly message: string;
  readonly template: LintedTemplate;
  /** Of no resource: of the template as a whole. */
  readonly logicalId?: string;
}
