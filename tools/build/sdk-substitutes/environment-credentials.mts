/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles. Lambda puts the role's credentials into the
 * environment of every function, where the default chain finds them first; the rest of the chain (SSO, STS, web identity,
 * processes, profiles, instance metadata) would be more than a third of the bundle and can never be reached.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
