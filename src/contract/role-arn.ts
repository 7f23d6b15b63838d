/** The role that a custom resource brings with it, in which all is done that concerns its connection. */

/** Whose role it has to be. */
export interface RoleOwner {
  readonly partition: string;
  readonly accountId: string;
}

/** A path and a name of IAM's characters [IAM user guide, reference_iam-quotas; CreateRole, Path and RoleName]. */
const PATH_AND_NAME = /^role\/(?:[\u0021-\u007e]{1,510}\/)?[\w+=,.@-]{1,64}$/;

/** @throws an error when it is no role of the owner's */
export function roleArnOf({ RoleArn: arn }: { readonly RoleArn?: unknown }, { partition, accountId }: RoleOwner): string {
  const own = `arn:${partition}:iam::${accountId}:`;
  if (typeof arn === 'string' && arn.startsWith(own) && PATH_AND_NAME.test(arn.slice(own.length))) return arn;
  throw new Error(`property RoleArn must be the ARN of a role of this account, as in ${own}role/name, got ${JSON.stringify(arn)}`);
}
