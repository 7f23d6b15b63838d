/** AWS::Lambda::Function, run on this machine with the bytes that the cloud assembly holds for it. */
import { lettersOf } from '../../lambda-runtime/identifiers';
import { FunctionCode, FunctionConfiguration, LocalLambda, LogLevel } from '../../lambda-runtime/local-lambda';
import { Right } from '../function-registry';
import { object, optionalNumber, optionalText, text } from '../properties';
import { ResourceFailure, ResourceType, Services } from '../resource-type';
import { Properties } from '../template';

/** What a function finds of the outside world: `AWS_ENDPOINT_URL_EC2` and its like. */
export type FunctionEndpoints = Readonly<Record<string, string>>;

/** What Lambda takes when a template says nothing [AWS::Lambda::Function reference]. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

export function lambdaFunction(services: Services, endpoints: FunctionEndpoints): ResourceType {
  const { functions, region, accountId, partition } = services;
  const arnOf = (name: string) => `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  const put = (name: string, properties: Properties) =>
    functions.set(arnOf(name), make({ functionName: name, functionArn: arnOf(name) }, properties, services, endpoints));
  return {
    properties: {
      Code: 'mutable', Handler: 'mutable', Role: 'mutable', Runtime: 'mutable', Timeout: 'mutable', MemorySize: 'mutable', Environment: 'mutable',
      Description: 'mutable', LoggingConfig: 'mutable', Architectures: 'mutable', Tags: 'mutable', FunctionName: 'create-only',
    },
    required: ['Code', 'Role', 'Handler', 'Runtime'],
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'FunctionName') ?? generatedName(64);
      put(name, properties);
      return { physicalId: name, attributes: { Arn: arnOf(name) } };
    },
    update: async ({ current, properties }) => {
      put(current.physicalId, properties);
      return current;
    },
    delete: async ({ physicalId }) => functions.delete(arnOf(physicalId)),
  };
}

function make(
  identity: Pick<FunctionConfiguration, 'functionName' | 'functionArn'>, properties: Properties, services: Services, endpoints: FunctionEndpoints,
): LocalLambda {
  const handler = text(properties, 'Handler');
  const runtime = text(properties, 'Runtime');
  if (!runtime.startsWith('nodejs')) throw new ResourceFailure(`runtime ${runtime} is not supported here`);
  const accessKeyId = services.iam.accessKeyIdOf(text(properties, 'Role'));
  return new LocalLambda({
    ...identity,
    handler,
    code: codeOf(object(properties, 'Code'), services),
    environment: { ...endpoints, ...variablesOf(properties) },
    timeoutSeconds: optionalNumber(properties, 'Timeout') ?? DEFAULT_TIMEOUT_SECONDS,
    memoryMegabytes: optionalNumber(properties, 'MemorySize') ?? DEFAULT_MEMORY_MEGABYTES,
    region: services.region,
    credentials: { accessKeyId, secretAccessKey: lettersOf(32, 'secret', accessKeyId), sessionToken: lettersOf(32, 'session', accessKeyId) },
    time: services.clock,
    replaceModule: services.outboundFor(handler, accessKeyId),
    lowestLogLevel: lowestLogLevel(object(properties, 'LoggingConfig')),
    onLog: services.functions.logUnder(accessKeyId, () => rightsToLog(logGroupOf(properties, identity.functionName), services)),
  });
}

function codeOf(code: Properties, services: Services): FunctionCode {
  const inline = optionalText(code, 'ZipFile');
  return inline === undefined ? FunctionCode.fromAsset(services.assetPath(text(code, 'S3Key'))) : FunctionCode.fromInline(inline);
}

function variablesOf(properties: Properties): Record<string, string> {
  const variables = object(object(properties, 'Environment'), 'Variables');
  return Object.fromEntries(Object.keys(variables).map((name) => [name, text(variables, name)]));
}

function logGroupOf(properties: Properties, functionName: string): string {
  return optionalText(object(properties, 'LoggingConfig'), 'LogGroup') ?? `/aws/lambda/${functionName}`;
}

/** A group that is not there is made at the first line. All are asked for a stream, which a group's ARN that ends in `:*` covers. */
function rightsToLog(logGroup: string, { logGroups, region, accountId, partition }: Services): Right[] {
  const arn = `arn:${partition}:logs:${region}:${accountId}:log-group:${logGroup}:log-stream:$LATEST`;
  const actions = [...logGroups.has(logGroup) ? [] : ['logs:CreateLogGroup'], 'logs:CreateLogStream', 'logs:PutLogEvents'];
  return actions.map((action) => ({ action, arn }));
}

/** Only with JSON as its log format does Lambda drop lines by level, from INFO on unless told otherwise. */
function lowestLogLevel(logging: Properties): LogLevel {
  return logging.LogFormat === 'JSON' ? (optionalText(logging, 'ApplicationLogLevel') ?? 'INFO') as LogLevel : 'TRACE';
}
