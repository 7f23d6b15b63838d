/**
 * IAM for the rehearsal's endpoints: decides every call by the identity-based policies of whoever signed it.
 *
 * The rules are IAM's [IAM user guide, policy evaluation logic]: an explicit deny wins, otherwise something must allow, and
 * every resource that the call names must be allowed, by a permissions boundary too where there is one. Resource-based policies and session
 * policies play no part.
 */
import { Authorizer } from '../contracts';
import { EC2_CONTEXT_KEYS } from './ec2-resources';
import { actionMatches, readPolicyDocument, Statement } from './policy-document';
import { SERVICE_CONTEXT_KEYS } from './service-resources';

/** An authorizer that also knows whom an access key belongs to. */
export interface AccessControl extends Authorizer {
  nameOf(accessKeyId: string): string | undefined;
}

/** One grant that was used. */
export interface PermissionUse {
  readonly principal: string;
  /** The statement's Sid, or its place. */
  readonly statement: string;
  readonly action: string;
  readonly resourceArn: string;
}

/** One pattern of an `Action` list that has allowed nothing so far. */
export interface UnusedPermission {
  readonly principal: string;
  readonly statement: string;
  readonly actionPattern: string;
}

type Context = Readonly<Record<string, string>>;

interface Identity {
  readonly name: string;
  readonly administrator: boolean;
  readonly statements: readonly Statement[];
  readonly boundary?: readonly Statement[];
}

export class PolicyAuthorizer implements AccessControl {
  private readonly identities = new Map<string, Identity>();
  private readonly sessions = new Map<string, { readonly roleAccessKeyId: string; readonly isOver: () => boolean }>();
  private readonly uses = new Map<string, PermissionUse>();
  private readonly contextKeys: ReadonlySet<string>;

  /** @param contextKeys the condition keys that the endpoints supply; a key ending in `/` stands for all that begin so */
  constructor(contextKeys: readonly string[] = [...EC2_CONTEXT_KEYS, ...SERVICE_CONTEXT_KEYS]) {
    this.contextKeys = new Set(contextKeys.map((key) => key.toLowerCase()));
  }

  /** Each permission that was used, once. */
  get used(): readonly PermissionUse[] {
    return [...this.uses.values()];
  }

  /**
   * Says what an access key may do; said again, the new policies take the old ones' place.
   *
   * @throws {Error} when a policy holds anything that is not evaluated here
   */
  register(accessKeyId: string, name: string, policyDocuments: readonly unknown[], boundary?: unknown): void {
    const statements = policyDocuments.flatMap((document, index) => readPolicyDocument(document, `${name} policy ${index}`));
    const bounds = boundary === undefined ? {} : { boundary: readPolicyDocument(boundary, `${name} boundary`) };
    this.identities.set(accessKeyId, { name, administrator: false, statements, ...bounds });
  }

  registerAdministrator(accessKeyId: string, name: string): void {
    this.identities.set(accessKeyId, { name, administrator: true, statements: [] });
  }

  /** A further access key by which the other one's policies are asked for, until it is over. */
  openSession(accessKeyId: string, roleAccessKeyId: string, isOver: () => boolean): void {
    this.sessions.set(accessKeyId, { roleAccessKeyId, isOver });
  }

  unregister(accessKeyId: string): void {
    this.identities.delete(accessKeyId);
  }

  nameOf(accessKeyId: string): string | undefined {
    return this.identityOf(accessKeyId)?.name;
  }

  denial(accessKeyId: string, action: string, resourceArns: readonly string[], context: Context): string | undefined {
    const identity = this.identityOf(accessKeyId);
    if (identity === undefined) return `No identity has the access key ${accessKeyId}`;
    if (identity.administrator) return undefined;
    const denials = resourceArns.map((arn) => this.denialOf(identity, action, arn, context));
    return denials.find((denial) => denial !== undefined);
  }

  /** What the policies allow and nobody has needed: of use to see that a policy is no larger than it must be. */
  unused(): UnusedPermission[] {
    return [...this.identities.values()].flatMap(({ name: principal, statements }) => statements
      .filter(({ effect }) => effect === 'Allow')
      .flatMap(({ name: statement, actions }) => actions
        .filter((pattern) => !this.used.some((use) =>
          use.principal === principal && use.statement === statement && actionMatches(pattern, use.action)))
        .map((actionPattern) => ({ principal, statement, actionPattern }))));
  }

  private identityOf(accessKeyId: string): Identity | undefined {
    const session = this.sessions.get(accessKeyId);
    if (session?.isOver()) return undefined;
    return this.identities.get(session?.roleAccessKeyId ?? accessKeyId);
  }

  private denialOf(identity: Identity, action: string, resourceArn: string, context: Context): string | undefined {
    const applying = identity.statements.filter((statement) => this.applies(statement, action, resourceArn, context));
    const sentence = `User: ${identity.name} is not authorized to perform: ${action} on resource: ${resourceArn}`;
    if (applying.some(({ effect }) => effect === 'Deny')) return `${sentence} with an explicit deny in an identity-based policy`;
    const { boundary } = identity;
    const bounding = boundary?.filter((statement) => this.applies(statement, action, resourceArn, context)) ?? [];
    if (bounding.some(({ effect }) => effect === 'Deny')) return `${sentence} with an explicit deny in a permissions boundary`;
    if (boundary !== undefined && bounding.length === 0) return `${sentence} because no permissions boundary allows the ${action} action`;
    if (applying.length === 0) return `${sentence} because no identity-based policy allows the ${action} action`;
    for (const { name: statement } of applying) {
      const use = { principal: identity.name, statement, action, resourceArn };
      this.uses.set(JSON.stringify(use), use);
    }
    return undefined;
  }

  private applies(statement: Statement, action: string, resourceArn: string, context: Context): boolean {
    if (!statement.coversAction(action) || !statement.coversResource(resourceArn)) return false;
    const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    return statement.conditions.every(({ key, holds }) => {
      // An absent key can make a condition hold; so it matters whether the request or the rehearsal lacks it.
      if (!this.supplies(key)) throw new Error(`the IAM condition key ${key} of statement ${statement.name} is not supplied here`);
      return holds(values.get(key));
    });
  }

  private supplies(key: string): boolean {
    return this.contextKeys.has(key) || (key.includes('/') && this.contextKeys.has(key.slice(0, key.indexOf('/') + 1)));
  }
}
