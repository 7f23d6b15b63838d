/**
 * What the synthesized templates grant to the function that moves connections, by its own role and by those of the moves that it
 * assumes, what of it was needed, and the same template with one action less. Nothing here is listed by hand.
 */
import { Template, TemplateResource } from '../cloudformation/template';
import { CallRecord } from '../contracts';
import { EmbeddedAws } from '../embedded-aws';

/** How the services say that IAM does not allow a call. */
const DENIALS = new Set(['UnauthorizedOperation', 'AccessDeniedException', 'AccessDenied']);

interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Principal?: { readonly AWS?: unknown };
}

interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** Of a policy, and of a role. */
interface PolicyProperties {
  readonly Roles?: readonly { readonly Ref?: string }[];
  readonly PolicyDocument?: Document;
  readonly Policies?: readonly { readonly PolicyDocument: Document }[];
  readonly AssumeRolePolicyDocument?: Document;
  readonly ManagedPolicyArns?: readonly { readonly Ref?: string }[];
}

/** What became of the roles' permissions while a scenario was played. */
export interface Permissions {
  /** Every action that a template grants to the roles. */
  readonly grantedActions: readonly string[];
  /** Those of them by which a call succeeded; a dry run, which asks for nearly all of them, is no use of any. */
  readonly usedActions: readonly string[];
  /** Those that a dry run asked for. */
  readonly triedActions: readonly string[];
  /** Those that a role was refused, be it for a dry run. */
  readonly deniedActions: readonly string[];
  /** Whether every call of EC2 was made in a role of the templates, and so decided by its policies. */
  readonly iamEnforced: boolean;
}

export function permissionsOf({ authorizer, calls, ec2Calls, cloudFormation }: EmbeddedAws, templates: readonly Template[]): Permissions {
  const logicalIds = new Set(templates.flatMap(idsOfRights));
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
  const roleIds = idsOfRights(template);
  const granted: string[] = [];
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    edited(logicalId, resource, roleIds, (document) => {
      granted.push(...document.Statement.flatMap(({ Action }) => Action));
      return document;
    });
  }
  return distinct(granted);
}

/** The same template, with the roles' policies as if the action had been forgotten in them. */
export function withoutAction(template: Template, action: string): Template {
  const roleIds = idsOfRights(template);
  const less = ({ Version, Statement }: Document): Document => ({
    Version,
    Statement: Statement.map((statement) => ({ ...statement, Action: [statement.Action].flat().filter((each) => each !== action) }))
      .filter(({ Action }) => Action.length > 0),
  });
  const resources = Object.entries(template.Resources)
    .map(([logicalId, resource]): [string, TemplateResource] => [logicalId, edited(logicalId, resource, roleIds, less)]);
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

/** Of the roles of the functions and of the moves, and of the policies that several of these have in common. */
function idsOfRights(template: Template): string[] {
  const ofFunctions = functionIdsOf(template).map((logicalId) => {
    const roleId = ownRoleId(template.Resources[logicalId].Properties?.Role);
    if (roleId === undefined) throw new Error(`the role of function ${logicalId} is none of the template's own`);
    return roleId;
  });
  const broughtAlong = Object.values(template.Resources).flatMap(({ Properties }) => ownRoleId(Properties?.RoleArn) ?? []);
  const roleIds = distinct([...ofFunctions, ...broughtAlong]);
  const shared = roleIds.flatMap((logicalId) => {
    const { ManagedPolicyArns = [] } = (template.Resources[logicalId]?.Properties ?? {}) as PolicyProperties;
    return ManagedPolicyArns.flatMap(({ Ref }) => Ref ?? []);
  });
  return distinct([...roleIds, ...shared]);
}

function ownRoleId(arn: unknown): string | undefined {
  return (arn as { readonly 'Fn::GetAtt'?: readonly [string, string] } | undefined)?.['Fn::GetAtt']?.[0];
}

/** The resource with every document of the roles' rights as `edit` makes it. That Lambda may assume a role is no right of a function. */
function edited(
  logicalId: string, resource: TemplateResource, roleIds: readonly string[], edit: (document: Document) => Document,
): TemplateResource {
  const { Type, Properties = {} } = resource;
  const { Roles = [], PolicyDocument, Policies, AssumeRolePolicyDocument } = Properties as PolicyProperties;
  if (Type === 'AWS::IAM::ManagedPolicy' && roleIds.includes(logicalId)) return { ...resource, Properties: { ...Properties, PolicyDocument: edit(PolicyDocument!) } };
  if (Type === 'AWS::IAM::Policy' && Roles.some(({ Ref: roleId = '' }) => roleIds.includes(roleId))) {
    return { ...resource, Properties: { ...Properties, PolicyDocument: edit(PolicyDocument!) } };
  }
  if (Type !== 'AWS::IAM::Role' || !roleIds.includes(logicalId)) return resource;
  const isAssumedByFunction = AssumeRolePolicyDocument!.Statement.every(({ Principal }) => Principal?.AWS !== undefined);
  return {
    ...resource,
    Properties: {
      ...Properties,
      ...isAssumedByFunction ? { AssumeRolePolicyDocument: edit(AssumeRolePolicyDocument!) } : {},
      ...Policies === undefined ? {} : { Policies: Policies.map((each) => ({ ...each, PolicyDocument: edit(each.PolicyDocument) })) },
    },
  };
}

function distinct(actions: readonly string[]): string[] {
  return [...new Set(actions)].sort();
}
