/** AWS::Lambda::Function, run on this machine with the bytes that the cloud assembly holds for it. */
import { lettersOf } from '../../lambda-runtime/identifiers';
import { FunctionCode, FunctionConfiguration, LocalLambda, LogLevel } from '../../lambda-runtime/local-lambda';
import { Right } from '../function-registry';
import { object, optionalNumber, optionalText, text, texts } from '../properties';
import { ResourceFailure, ResourceType, Services } from '../resource-type';
import { checkCount, checkLength, constraintBroken, refused } from '../service-limits';
import { Properties } from '../template';
import { checkVpc } from './function-vpc';

/** What a function finds of the outside world: `AWS_ENDPOINT_URL_EC2` and its like. */
export type FunctionEndpoints = Readonly<Record<string, string>>;

/** What Lambda takes when a template says nothing [AWS::Lambda::Function reference]. */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MEGABYTES = 128;

/** [CreateFunction: FunctionName, Description, Handler, Timeout, MemorySize; Lambda guide, "Lambda quotas", of the variables] */
const NAME_LENGTH_MAX = 64;
const DESCRIPTION_LENGTH_MAX = 256;
const HANDLER_LENGTH_MAX = 128;
const TIMEOUT_SECONDS = { min: 1, max: 900 };
const MEMORY_MEGABYTES = { min: 128, max: 10_240 };
const VARIABLES_BYTES_MAX = 4_096;
/** [CreateFunction: Architectures, one of them] */
const ARCHITECTURES = ['x86_64', 'arm64'];

export function lambdaFunction(services: Services, endpoints: FunctionEndpoints): ResourceType {
  const { functions, region, accountId, partition } = services;
  const arnOf = (name: string) => `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
  const put = (name: string, properties: Properties) =>
    functions.set(arnOf(name), make({ functionName: name, functionArn: arnOf(name) }, properties, services, endpoints));
  return {
    properties: {
      Code: 'mutable', Handler: 'mutable', Role: 'mutable', Runtime: 'mutable', Timeout: 'mutable', MemorySize: 'mutable', Environment: 'mutable',
      Description: 'mutable', LoggingConfig: 'mutable', Architectures: 'mutable', VpcConfig: 'mutable', Tags: 'mutable', FunctionName: 'create-only',
    },
    required: ['Code', 'Role', 'Handler', 'Runtime'],
    attributes: ['Arn'],
    create: async ({ properties, generatedName }) => {
      const name = optionalText(properties, 'FunctionName') ?? generatedName(NAME_LENGTH_MAX);
      checkLength('Lambda', 'functionName', name, NAME_LENGTH_MAX);
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
  checkLength('Lambda', 'handler', handler, HANDLER_LENGTH_MAX);
  checkLength('Lambda', 'description', optionalText(properties, 'Description') ?? '', DESCRIPTION_LENGTH_MAX);
  const environment = variablesOf(properties);
  checkVariables(environment);
  checkArchitectures(properties);
  const accessKeyId = services.iam.accessKeyIdOf(text(properties, 'Role'));
  checkVpc(object(properties, 'VpcConfig'), accessKeyId, services);
  return new LocalLambda({
    ...identity,
    handler,
    code: codeOf(object(properties, 'Code'), services),
    environment: { ...endpoints, ...environment },
    timeoutSeconds: inRange('timeout', optionalNumber(properties, 'Timeout') ?? DEFAULT_TIMEOUT_SECONDS, TIMEOUT_SECONDS),
    memoryMegabytes: inRange('memorySize', optionalNumber(properties, 'MemorySize') ?? DEFAULT_MEMORY_MEGABYTES, MEMORY_MEGABYTES),
    region: services.region,
    credentials: { accessKeyId, secretAccessKey: lettersOf(32, 'secret', accessKeyId), sessionToken: lettersOf(32, 'session', accessKeyId) },
    time: services.clock,
    replaceModule: services.clientsFor(handler, accessKeyId),
    findHost: services.findHost,
    lowestLogLevel: lowestLogLevel(object(properties, 'LoggingConfig')),
    onLog: services.functions.logUnder(accessKeyId, () => rightsToLog(logGroupOf(properties, identity.functionName), services)),
  });
}

/** [words: lambda-packs #13] */
function inRange(parameter: string, value: number, { min, max }: { readonly min: number; readonly max: number }): number {
  if (value > max) throw constraintBroken('Lambda', parameter, value, `Member must have value less than or equal to ${max}`);
  if (value < min) throw constraintBroken('Lambda', parameter, value, `Member must have value greater than or equal to ${min}`);
  return value;
}

/** Names and values as the JSON that Lambda measures [terraform-aws-github-runner #3594; words: cdk-github-runners #995]. */
function checkVariables(variables: Readonly<Record<string, string>>): void {
  const bytes = Buffer.byteLength(JSON.stringify(variables));
  if (bytes <= VARIABLES_BYTES_MAX) return;
  throw refused('Lambda', `Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. Measured size: ${bytes} bytes`);
}

function checkArchitectures(properties: Properties): void {
  const named = texts(properties, 'Architectures');
  const unknown = named.find((each) => !ARCHITECTURES.includes(each));
  if (unknown !== undefined) throw constraintBroken('Lambda', 'architectures', unknown, `Member must satisfy enum value set: [${ARCHITECTURES.join(', ')}]`);
  checkCount('Lambda', 'architectures', named, 1);
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
