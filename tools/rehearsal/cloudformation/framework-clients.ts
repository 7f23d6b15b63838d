/**
 * The clients of the SDK that Lambda's runtime brings, as far as CDK's provider framework asks for them: for Lambda and for Step
 * Functions. The framework's own runtime is the bytes that CDK ships.
 */
import { basename, dirname } from 'node:path';
import { Authorizer } from '../contracts';
import { FunctionRegistry, isThrottled } from './function-registry';
import { Waiters } from './waiters';
import { FunctionTime, InvocationResult, ReplaceModule } from '../lambda-runtime/local-lambda';

export interface FrameworkClientsProps {
  readonly clock: FunctionTime;
  readonly functions: FunctionRegistry;
  readonly waiters: Waiters;
  readonly authorizer?: Authorizer;
}

/** The file of the framework's asset that asks for them. */
const CALLER = 'outbound.js';

/** The SDK's client repeats what was throttled twice, each time after a part of this time [smithy-typescript, retry constants]. */
const THROTTLED_AGAIN_MS = [500, 1_000];

/** For functions whose handler is one of the framework's own, `framework.onEvent` and its like. */
export function clientsFor(handler: string, callerAccessKeyId: string, props: FrameworkClientsProps): ReplaceModule {
  if (dirname(handler) !== '.' || !handler.startsWith('framework.')) return () => undefined;
  const clients = frameworkClients(callerAccessKeyId, props);
  return (specifier, fromFile) => (basename(fromFile) === CALLER ? clients[specifier] : undefined);
}

function frameworkClients(accessKeyId: string, props: FrameworkClientsProps): Readonly<Record<string, object>> {
  const { clock, functions, waiters, authorizer } = props;
  const allow = (action: string, arn: string): void => {
    const denial = authorizer?.denial(accessKeyId, action, [arn], {});
    if (denial !== undefined) throw new Error(denial);
  };
  return {
    '@aws-sdk/client-lambda': {
      Lambda: () => ({
        invoke: async (request: { FunctionName: string; Payload: string }) =>
          response(await repeated(async () => functions.invoke(request.FunctionName, request.Payload, accessKeyId), clock)),
      }),
      // A function is there as soon as CloudFormation says so.
      waitUntilFunctionActiveV2: async (_waiter: object, { FunctionName }: { FunctionName: string }) => allow('lambda:GetFunction', FunctionName),
    },
    '@aws-sdk/client-sfn': {
      SFN: () => ({
        startExecution: async (request: { stateMachineArn: string; input: string }) => {
          allow('states:StartExecution', request.stateMachineArn);
          waiters.start(request.stateMachineArn, request.input);
        },
      }),
    },
  };
}

async function repeated<T>(act: () => Promise<T>, clock: FunctionTime): Promise<T> {
  for (const milliseconds of THROTTLED_AGAIN_MS) {
    try {
      return await act();
    } catch (error) {
      if (!isThrottled(error)) throw error;
    }
    await clock.sleep(milliseconds);
  }
  return act();
}

/** Lambda's answer by the names of the SDK. */
function response(result: InvocationResult): object {
  return { Payload: result.payload, FunctionError: result.functionError };
}
