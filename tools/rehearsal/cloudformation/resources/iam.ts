/** AWS::IAM::Role, AWS::IAM::Policy and AWS::IAM::ManagedPolicy: who may do what, in force as soon as CloudFormation has said so. */
import { lettersOf } from '../../lambda-runtime/identifiers';
import { IamRoles } from '../iam-roles';
import { object, objects, optionalText, text, texts } from '../properties';
import { Mutability, ResourceFailure, ResourceRequest, ResourceType, Services } from '../resource-type';
import { Properties } from '../template';

export function role({ iam, accountId, partition }: Services): ResourceType {
  const apply = (name: string, properties: Properties) => {
    iam.setBoundary(name, optionalText(properties, 'PermissionsBoundary'));
    iam.setTrustPolicy(name, object(properties, 'AssumeRolePolicyDocument'));
    iam.setManagedPolicies(name, texts(properties, 'ManagedPolicyArns'));
    for (const each of objects(properties, 'Policies')) iam.putInlinePolicy(name, text(each, 'PolicyName'), object(each, 'PolicyDocument'));
  };
  return {
    properties: {
      AssumeRolePolicyDocument: 'mutable', ManagedPolicyArns: 'mutable', Policies: 'mutable', Description: 'mutable', MaxSessionDuration: 'mutable',
      PermissionsBoundary: 'mutable', Tags: 'mutable', Path: 'create-only', RoleName: 'create-only',
    },
    required: ['AssumeRolePolicyDocument'],
    attributes: ['Arn', 'RoleId'],
    create: async (request) => {
      const name = optionalText(request.properties, 'RoleName') ?? request.generatedName(64);
      const arn = `arn:${partition}:iam::${accountId}:role${optionalText(request.properties, 'Path') ?? '/'}${name}`;
      iam.createRole(name, arn, object(request.properties, 'AssumeRolePolicyDocument'));
      madeBefore(name, () => apply(name, request.properties));
      return { physicalId: name, attributes: { Arn: arn, RoleId: `AROA${lettersOf(17, arn)}` } };
    },
    update: async ({ current, oldProperties, properties }) => {
      const namesIn = (of: Properties) => objects(of, 'Policies').map((each) => text(each, 'PolicyName'));
      const kept = namesIn(properties);
      for (const name of namesIn(oldProperties)) if (!kept.includes(name)) iam.deleteInlinePolicy(current.physicalId, name);
      apply(current.physicalId, properties);
      return current;
    },
    delete: async ({ physicalId }) => iam.deleteRole(physicalId),
  };
}

/** An inline policy, kept in every role that it names. */
export function policy({ iam }: Services): ResourceType {
  return {
    properties: { PolicyDocument: 'mutable', Roles: 'mutable', PolicyName: 'create-only' },
    required: ['PolicyDocument', 'PolicyName'],
    attributes: ['Id'],
    create: async ({ properties, logicalId, stackName }) => {
      const name = text(properties, 'PolicyName');
      madeBefore(name, () => put(iam, properties));
      return { physicalId: name, attributes: { Id: `${stackName}-${logicalId}` } };
    },
    update: async ({ current, oldProperties, properties }) => {
      put(iam, properties);
      remove(iam, oldProperties, texts(properties, 'Roles'));
      return current;
    },
    delete: async ({ properties }) => remove(iam, properties, []),
  };
}

export function managedPolicy({ iam, accountId, partition }: Services): ResourceType {
  const create = async ({ properties, generatedName }: ResourceRequest) => {
    const name = optionalText(properties, 'ManagedPolicyName') ?? generatedName(128);
    const arn = `arn:${partition}:iam::${accountId}:policy${optionalText(properties, 'Path') ?? '/'}${name}`;
    iam.putManagedPolicy(arn, object(properties, 'PolicyDocument'));
    madeBefore(arn, () => texts(properties, 'Roles').forEach((each) => iam.attach(each, arn)));
    return { physicalId: arn, attributes: { PolicyArn: arn } };
  };
  const properties: Record<string, Mutability> = {
    PolicyDocument: 'mutable', Roles: 'mutable', ManagedPolicyName: 'create-only', Path: 'create-only', Description: 'create-only',
  };
  return {
    properties,
    required: ['PolicyDocument'],
    attributes: ['PolicyArn'],
    create,
    update: async ({ current, oldProperties, properties: wanted }) => {
      const roles = texts(wanted, 'Roles');
      iam.putManagedPolicy(current.physicalId, object(wanted, 'PolicyDocument'));
      for (const each of texts(oldProperties, 'Roles')) if (!roles.includes(each)) iam.detach(each, current.physicalId);
      for (const each of roles) iam.attach(each, current.physicalId);
      return current;
    },
    delete: async ({ physicalId, properties: last }) => {
      for (const each of texts(last, 'Roles')) iam.detach(each, physicalId);
      iam.deleteManagedPolicy(physicalId);
    },
  };
}

/** Does what may fail once something is there that has to be deleted again. */
function madeBefore(physicalId: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new ResourceFailure(Object(error).message as string, physicalId);
  }
}

function put(iam: IamRoles, properties: Properties): void {
  for (const each of texts(properties, 'Roles')) iam.putInlinePolicy(each, text(properties, 'PolicyName'), object(properties, 'PolicyDocument'));
}

function remove(iam: IamRoles, properties: Properties, kept: readonly string[]): void {
  const roles = texts(properties, 'Roles').filter((each) => !kept.includes(each));
  for (const each of roles) iam.deleteInlinePolicy(each, text(properties, 'PolicyName'));
}
