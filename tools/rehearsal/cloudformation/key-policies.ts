/**
 * The keys of KMS that stacks have made, with the policies that say which services may use each. Nothing is encrypted here: whether
 * something could be is decided by the policy. Of a key that no stack has made nothing is known, and it is taken for one that fits.
 */
import { readPolicyDocument } from '../iam/policy-document';

export interface KeyUse {
  /** Of a service, as a policy names it: `logs.eu-central-1.amazonaws.com`. */
  readonly principal: string;
  readonly actions: readonly string[];
  /** The encryption context, by condition key. */
  readonly context: Readonly<Record<string, string>>;
}

interface PolicyStatement {
  readonly Effect?: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly [element: string]: unknown;
}

export class KeyPolicies {
  private readonly policies = new Map<string, object>();

  set(keyArn: string, policy: object): void {
    this.policies.set(keyArn, policy);
  }

  delete(keyArn: string): void {
    this.policies.delete(keyArn);
  }

  /** A service is nobody's identity: only the key's own policy can allow it anything. */
  allows(keyArn: string, { principal, actions, context }: KeyUse): boolean {
    const policy = this.policies.get(keyArn);
    if (policy === undefined) return true;
    const { Statement: statements = [] } = policy as { readonly Statement?: readonly PolicyStatement[] };
    const own = statements.filter(({ Principal: of }) => [of?.Service ?? []].flat().includes(principal))
      .map(({ Principal: _of, ...statement }) => statement);
    const read = own.length === 0 ? [] : readPolicyDocument({ Version: '2012-10-17', Statement: own }, keyArn);
    const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    const applying = (action: string) => read.filter((each) =>
      each.coversAction(action) && each.coversResource(keyArn) && each.conditions.every(({ key, holds }) => holds(values.get(key))));
    return actions.every((action) => applying(action).length > 0 && applying(action).every(({ effect }) => effect === 'Allow'));
  }
}
