/**
 * How large IAM lets a policy, a role and their names become. White space between the parts of a document is not counted; that within
 * a text is counted here, of which the guide says nothing.
 *
 * Figures: IAM user guide, "IAM and AWS STS quotas, name requirements, and character limits". A role may be given more managed policies
 * and a longer trust policy on request; nothing here asks for that. Words: named at each.
 */
import { checkLength, limitExceeded } from './service-limits';

const INLINE_POLICIES_CHARACTERS_MAX = 10_240;
const MANAGED_POLICY_CHARACTERS_MAX = 6_144;
const MANAGED_POLICIES_MAX = 10;
const TRUST_POLICY_CHARACTERS_MAX = 2_048;
const ROLE_NAME_LENGTH_MAX = 64;
const POLICY_NAME_LENGTH_MAX = 128;

/** All inline policies of a role count together, whichever resource each is of [words: serverless #7643, sleeper #1459]. */
export function checkInlinePolicies(roleName: string, policies: ReadonlyMap<string, object>): void {
  const characters = [...policies.values()].reduce((sum, document) => sum + charactersOf(document), 0);
  if (characters > INLINE_POLICIES_CHARACTERS_MAX) {
    throw limitExceeded('Iam', `Maximum policy size of ${INLINE_POLICIES_CHARACTERS_MAX} bytes exceeded for role ${roleName}`);
  }
  for (const name of policies.keys()) checkLength('Iam', 'policyName', name, POLICY_NAME_LENGTH_MAX);
}

/** [words: cfn-lint #3804] */
export function checkManagedPolicy(name: string, document: object): void {
  checkLength('Iam', 'policyName', name, POLICY_NAME_LENGTH_MAX);
  checkQuota('PolicySize', MANAGED_POLICY_CHARACTERS_MAX, charactersOf(document));
}

/** [words: eks-hybrid #741] */
export function checkManagedPolicies(arns: ReadonlySet<string>): void {
  checkQuota('PoliciesPerRole', MANAGED_POLICIES_MAX, arns.size);
}

/** [words: copilot-cli #2118 for the name, kubeflow #6687 for the policy] */
export function checkRole(name: string, trustPolicy: object): void {
  checkLength('Iam', 'roleName', name, ROLE_NAME_LENGTH_MAX);
  checkQuota('ACLSizePerRole', TRUST_POLICY_CHARACTERS_MAX, charactersOf(trustPolicy));
}

function checkQuota(name: string, most: number, found: number): void {
  if (found > most) throw limitExceeded('Iam', `Cannot exceed quota for ${name}: ${most}`);
}

function charactersOf(document: object): number {
  return JSON.stringify(document).length;
}
