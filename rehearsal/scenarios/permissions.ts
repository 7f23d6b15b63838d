/**
 * What the synthesized templates grant to the role of the function that moves connections, what of it was needed, and the
 * same template with one action less. Nothing here is listed by hand.
 */
import { Template, TemplateResource } from '../cloudformation/template';
import { CallRecord } from '../contracts';
import { EmbeddedAws } from '../embedded-aws';

/** How the services say that IAM does not allow a call. */
const DENIALS = new Set(['UnauthorizedOperation', 'AccessDeniedException', 'AccessDenied']);

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
}

/** What became of the role's permissions while a scenario was played. */
export interface Permissions {
  /** Every action that a template grants to the role. */
  readonly grantedActions: readonly string[];
  /** Those of them by which a call succeeded; a dry run, which asks for nearly all of them, is no use of any. */
  readonly usedActions: readonly string[];
  /** Those that a dry run asked for. */
  readonly triedActions: readonly string[];
  /** Those that the role was refused, be it for a dry run. */
  readonly deniedActions: readonly string[];
  /** Whether every call of EC2 was made in a role of the templates, and so decided by its policies. */
  readonly iamEnforced: boolean;
}

export function permissionsOf({ authorizer, calls, ec2Calls, cloudFormation }: EmbeddedAws, templates: readonly Template[]): Permissions {
  const logicalIds = new Set(templates.flatMap(roleIdsOf));
  const roles = cloudFormation.events.filter(({ type }) => type === 'AWS::IAM::Role');
  const names = new Set(roles.filter(({ logicalId }) => logicalIds.has(logicalId)).map(({ physicalId }) => physicalId));
  const ofTemplates = new Set(roles.map(({ physicalId }) => physicalId));
  const ofRole = calls.filter(({ principal }) => names.has(principal));
  const called = new Set(ofRole.map(actionOf));
  // A dry run never does: it answers an error when it may, too.
  const succeeded = new Set(ofRole.filter(({ error }) => error === undefined).map(actionOf));
  return {
    grantedActions: distinct(templates.flatMap(grantedActions)),
    // Of what goes over no wire here, as a function's log, the authorizer alone can tell.
    usedActions: distinct(authorizer.used.filter(({ principal }) => names.has(principal)).map(({ action }) => action)
      .filter((action) => succeeded.has(action) || !called.has(action))),
    triedActions: distinct(ofRole.filter(({ dryRun }) => dryRun).map(actionOf)),
    deniedActions: distinct(ofRole.filter(({ error = '' }) => DENIALS.has(error)).map(actionOf)),
    iamEnforced: ec2Calls.length > 0 && ec2Calls.every(({ principal }) => ofTemplates.has(principal)),
  };
}

export function grantedActions(template: Template): string[] {
  return distinct(Object.entries(template.Resources).filter(([, resource]) => isPolicyOf(resource, roleIdsOf(template)))
    .flatMap(([, resource]) => statementsOf(resource).flatMap(({ Action }) => Action)));
}

/** The same template, with the role's policies as if the action had been forgotten in them. */
export function withoutAction(template: Template, action: string): Template {
  const roleIds = roleIdsOf(template);
  const resources = Object.entries(template.Resources).map(([logicalId, resource]): [string, TemplateResource] => {
    if (!isPolicyOf(resource, roleIds)) return [logicalId, resource];
    const Statement = statementsOf(resource)
      .map((statement) => ({ ...statement, Action: [statement.Action].flat().filter((each) => each !== action) }))
      .filter(({ Action }) => Action.length > 0);
    return [logicalId, { ...resource, Properties: { ...resource.Properties, PolicyDocument: { Version: '2012-10-17', Statement } } }];
  });
  return { ...template, Resources: Object.fromEntries(resources) };
}

/** The logical ids of the functions that move connections: those that keep records, less the ones that only name the resource. */
export function functionIdsOf({ Resources }: Template): string[] {
  return Object.entries(Resources).filter(([, { Type, Properties }]) => {
    const { Variables = {} } = (Properties?.Environment ?? {}) as { readonly Variables?: object };
    return Type === 'AWS::Lambda::Function' && Properties?.Handler === 'index.isComplete' && 'RECORDS_TABLE' in Variables;
  }).map(([logicalId]) => logicalId);
}

/** As IAM names it; CloudWatch is the one service here that signs by another name than IAM knows it by. */
function actionOf({ service, operation }: CallRecord): string {
  return `${service === 'monitoring' ? 'cloudwatch' : service}:${operation}`;
}

function roleIdsOf(template: Template): string[] {
  return functionIdsOf(template).map((logicalId) => {
    const role = template.Resources[logicalId].Properties?.Role as { readonly 'Fn::GetAtt'?: readonly [string, string] };
    if (role['Fn::GetAtt'] === undefined) throw new Error(`the role of function ${logicalId} is none of the template's own`);
    return role['Fn::GetAtt'][0];
  });
}

function isPolicyOf({ Type, Properties }: TemplateResource, roleIds: readonly string[]): boolean {
  if (Type !== 'AWS::IAM::Policy') return false;
  return (Properties?.Roles as readonly { readonly Ref?: string }[]).some(({ Ref: roleId = '' }) => roleIds.includes(roleId));
}

function statementsOf({ Properties }: TemplateResource): readonly Statement[] {
  return (Properties?.PolicyDocument as { readonly Statement: readonly Statement[] }).Statement;
}

function distinct(actions: readonly string[]): string[] {
  return [...new Set(actions)].sort();
}
