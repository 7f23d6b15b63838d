/**
 * The one module of CDK's provider framework that is replaced: its calls to Lambda, Step Functions and the response
 * address. Everything else of the framework's runtime is the bytes that CDK ships.
 */
import { basename, dirname } from 'node:path';
import { Authorizer } from '../contracts';
import { CustomResources } from './custom-resources';
import { FunctionRegistry, isThrottled } from './function-registry';
import { Waiters } from './waiters';
import { FunctionTime, InvocationResult, ReplaceModule } from '../lambda-runtime/local-lambda';

export interface OutboundProps {
  readonly clock: FunctionTime;
  readonly functions: FunctionRegistry;
  readonly waiters: Waiters;
  readonly customResources: CustomResources;
  readonly authorizer?: Authorizer;
}

/** The files of the framework's asset that ask for `./outbound`; a user's module of that name stays the user's. */
const CALLERS = ['framework.js', 'cfn-response.js'];

/** The SDK's client repeats what was throttled twice, each time after a part of this time [smithy-typescript, retry constants]. */
const THROTTLED_AGAIN_MS = [500, 1_000];

/** For functions whose handler is one of the framework's own, `framework.onEvent` and its like. */
export function outboundFor(handler: string, callerAccessKeyId: string, props: OutboundProps): ReplaceModule {
  if (dirname(handler) !== '.' || !handler.startsWith('framework.')) return () => undefined;
  const outbound = frameworkOutbound(callerAccessKeyId, props);
  return (specifier, fromFile) => (specifier === './outbound' && CALLERS.includes(basename(fromFile)) ? outbound : undefined);
}

function frameworkOutbound(callerAccessKeyId: string, { clock, functions, waiters, customResources, authorizer }: OutboundProps): object {
  const allow = (action: string, arn: string): void => {
    const denial = authorizer?.denial(callerAccessKeyId, action, [arn], {});
    if (denial !== undefined) throw new Error(denial);
  };
  return {
    startExecution: async (request: { stateMachineArn: string; input: string }) => {
      allow('states:StartExecution', request.stateMachineArn);
      waiters.start(request.stateMachineArn, request.input);
    },
    invokeFunction: async (request: { FunctionName: string; Payload: string }) => {
      const once = async () => functions.invoke(request.FunctionName, request.Payload, callerAccessKeyId);
      const invoke = async () => repeated(once, clock);
      // As the framework's own module does it: after any error, wait until the function is there, and once more.
      return response(await invoke().catch(async () => {
        allow('lambda:GetFunction', request.FunctionName);
        return invoke();
      }));
    },
    httpRequest: async (options: { path: string }, body: string) => customResources.receive(options.path, body),
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
