/**
 * Stands in for `@aws-sdk/middleware-endpoint-discovery` in the bundles. DynamoDB's client resolves its configuration, but
 * no command of it uses the middleware: what is left is a cache of endpoints that nobody fills. A command that does use it
 * one day imports a name that is missing here, and the bundle fails to build.
 */
export const NODE_ENDPOINT_DISCOVERY_CONFIG_OPTIONS = {
  environmentVariableSelector: (): undefined => undefined,
  configFileSelector: (): undefined => undefined,
  default: undefined,
};

export function resolveEndpointDiscoveryConfig<Configuration>(configuration: Configuration): Configuration {
  return configuration;
}
