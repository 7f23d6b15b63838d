/** IAM roles with the policies that are in force on each, handed to whoever enforces them after every change. */
import { checkInlinePolicies, checkManagedPolicies, checkManagedPolicy, checkRole } from './iam-quotas';
import { ValidationError } from './template';
import { lettersOf } from '../lambda-runtime/identifiers';

/** Takes the policies of a principal; a later call for the same access key replaces the earlier one. */
export interface RoleRegistry {
  /** @param boundary beyond which none of them reaches */
  register(accessKeyId: string, name: string, policyDocuments: readonly object[], boundary?: object): void;
}

interface Role {
  readonly name: string;
  readonly arn: string;
  readonly accessKeyId: string;
  readonly inline: Map<string, object>;
  readonly managed: Set<string>;
  /** The ARN of the managed policy beyond which its rights do not reach. */
  boundary?: string;
  /** The roles that may assume it: as IAM does, the ones that had these ARNs when they were named, and none that get them later. */
  trusted: readonly Role[];
}

/** AWS's own policies that a role here may have: they let a function write its log, and be in a VPC. */
const AWS_MANAGED: Readonly<Record<string, object>> = {
  'service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  },
  'service-role/AWSLambdaVPCAccessExecutionRole': {
    Version: '2012-10-17',
    Statement: [{
      Effect: 'Allow',
      Action: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSubnets', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
      ],
      Resource: '*',
    }],
  },
};

export class IamRoles {
  private readonly roles = new Map<string, Role>();
  private readonly managedPolicies = new Map<string, object>();

  constructor(private readonly registry: RoleRegistry) {}

  createRole(name: string, arn: string, trustPolicy: object): void {
    checkRole(name, trustPolicy);
    if (this.roles.has(name)) throw new Error(`Role with name ${name} already exists.`);
    const accessKeyId = `ASIA${lettersOf(16, arn)}`;
    this.roles.set(name, { name, arn, accessKeyId, inline: new Map(), managed: new Set(), trusted: [] });
    this.publish(name);
  }

  deleteRole(name: string): void {
    const role = this.role(name);
    this.roles.delete(name);
    this.registry.register(role.accessKeyId, name, []);
    this.publishTrusted(role.trusted);
  }

  /** In one account the trust policy is all that somebody needs whom it names [STS API reference, AssumeRole, Permissions]. */
  setTrustPolicy(name: string, document: object): void {
    checkRole(name, document);
    const role = this.role(name);
    const before = role.trusted;
    role.trusted = principalsOf(document).map((arn) => {
      const found = [...this.roles.values()].find((each) => each.arn === arn);
      if (found === undefined) throw new Error(`Invalid principal in policy: "AWS":"${arn}"`);
      return found;
    });
    this.publishTrusted([...before, ...role.trusted]);
  }

  setBoundary(name: string, arn: string | undefined): void {
    if (arn !== undefined) this.managedDocument(arn);
    this.role(name).boundary = arn;
    this.publish(name);
  }

  setManagedPolicies(name: string, arns: readonly string[]): void {
    const role = this.role(name);
    arns.forEach((arn) => this.managedDocument(arn));
    checkManagedPolicies(new Set(arns));
    role.managed.clear();
    arns.forEach((arn) => role.managed.add(arn));
    this.publish(name);
  }

  attach(name: string, arn: string): void {
    this.managedDocument(arn);
    const role = this.role(name);
    checkManagedPolicies(new Set([...role.managed, arn]));
    role.managed.add(arn);
    this.publish(name);
  }

  detach(name: string, arn: string): void {
    if (!this.roles.get(name)?.managed.delete(arn)) return;
    this.publish(name);
  }

  putInlinePolicy(roleName: string, policyName: string, document: object): void {
    const { inline } = this.role(roleName);
    checkInlinePolicies(roleName, new Map([...inline, [policyName, document]]));
    inline.set(policyName, document);
    this.publish(roleName);
  }

  /** Nothing happens when role or policy are gone already. */
  deleteInlinePolicy(roleName: string, policyName: string): void {
    if (!this.roles.get(roleName)?.inline.delete(policyName)) return;
    this.publish(roleName);
  }

  putManagedPolicy(arn: string, document: object): void {
    checkManagedPolicy(arn.slice(arn.lastIndexOf('/') + 1), document);
    this.managedPolicies.set(arn, document);
    for (const role of this.roles.values()) if (role.managed.has(arn) || role.boundary === arn) this.publish(role.name);
  }

  deleteManagedPolicy(arn: string): void {
    this.managedPolicies.delete(arn);
  }

  /** The access key id that requests made in the role are signed with. */
  accessKeyIdOf(roleArn: string): string {
    const role = [...this.roles.values()].find((each) => each.arn === roleArn);
    if (role === undefined) throw new Error(`The role ${roleArn} does not exist`);
    return role.accessKeyId;
  }

  private publish(name: string): void {
    const role = this.role(name);
    const managed = [...role.managed].map((arn) => this.managedDocument(arn));
    const trusting = [...this.roles.values()].filter(({ trusted }) => trusted.includes(role)).map(({ arn }) => grantToAssume(arn));
    const boundary = role.boundary === undefined ? undefined : this.managedDocument(role.boundary);
    this.registry.register(role.accessKeyId, role.name, [...role.inline.values(), ...managed, ...trusting], boundary);
  }

  private publishTrusted(roles: readonly Role[]): void {
    for (const each of new Set(roles)) if (this.roles.get(each.name) === each) this.publish(each.name);
  }

  private role(name: string): Role {
    const role = this.roles.get(name);
    if (role === undefined) throw new Error(`The role with name ${name} cannot be found.`);
    return role;
  }

  private managedDocument(arn: string): object {
    const own = this.managedPolicies.get(arn);
    if (own !== undefined) return own;
    const [prefix, name] = arn.split(':policy/');
    if (prefix.endsWith(':aws') && Object.hasOwn(AWS_MANAGED, name)) return AWS_MANAGED[name];
    throw new ValidationError(`managed policy ${arn} is not known here`);
  }
}

function grantToAssume(arn: string): object {
  return { Version: '2012-10-17', Statement: [{ Sid: 'TrustPolicy', Effect: 'Allow', Action: 'sts:AssumeRole', Resource: arn }] };
}

interface TrustPolicy {
  readonly Statement?: OneOrMore<Readonly<Record<string, unknown>>>;
}

type OneOrMore<T> = T | readonly T[];

/** The ARNs of the roles that a trust policy names. @throws {Error} for what is not evaluated here */
function principalsOf({ Statement: statements = [] }: TrustPolicy): string[] {
  return [statements].flat().flatMap(({ Effect, Action, Principal, ...unknown }) => {
    const { AWS: arns = [], Service, ...others } = Object(Principal) as Readonly<Record<string, OneOrMore<string>>>;
    const [strange] = [...Object.keys(unknown), ...Object.keys(others)];
    if (strange !== undefined) throw new Error(`a trust policy with ${strange} is not evaluated here`);
    if (Effect !== 'Allow' || [Action].flat().join() !== 'sts:AssumeRole') throw new Error(`a trust policy that says ${String(Effect)} ${String(Action)} is not evaluated here`);
    const roles = [arns].flat();
    const other = roles.find((arn) => !arn.includes(':role/'));
    if (other !== undefined || (roles.length === 0 && Service === undefined)) {
      throw new Error(`a trust policy for ${other ?? 'nobody'} is not evaluated here`);
    }
    return roles;
  });
}
