/** CloudFormation's answer, put where the request says. */
import { request } from 'node:https';
import { ANSWER_ATTEMPT_MS, ANSWER_PAUSE_MS } from '../../../src/contract/times';
import { ResourceEvent } from '../event';

export interface Answer {
  readonly status: 'SUCCESS' | 'FAILED';
  readonly physicalId: string;
  readonly reason?: string;
  readonly data?: Readonly<Record<string, string>>;
}

/** CloudFormation takes no longer one. @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref-responses.html */
const ANSWER_BYTES_MAX = 4096;

const ATTEMPTS_MAX = 5;

/** @throws when it could not be put: then the invocation fails, and Lambda repeats it */
export async function putAnswer(event: ResourceEvent, answer: Answer): Promise<void> {
  const body = bodyOf(event, answer);
  for (let attempt = 1; ; attempt += 1) {
    const failure = await put(event.ResponseURL, body);
    if (failure === undefined) return;
    if (attempt === ATTEMPTS_MAX) throw new Error(`answering request ${event.RequestId}: ${failure}, ${attempt} times`);
    await new Promise((resolve) => setTimeout(resolve, ANSWER_PAUSE_MS * 2 ** (attempt - 1)));
  }
}

/** A reason that is too long is cut: without an answer CloudFormation would wait, and say nothing of it. */
function bodyOf({ StackId, RequestId, LogicalResourceId }: ResourceEvent, { status, physicalId, reason, data }: Answer): string {
  const withReason = (Reason: string | undefined) => JSON.stringify({
    Status: status, Reason, PhysicalResourceId: physicalId, StackId, RequestId, LogicalResourceId, Data: data,
  });
  let [body, characters] = [withReason(reason), reason?.length ?? 0];
  while (Buffer.byteLength(body) > ANSWER_BYTES_MAX && characters > 0) {
    characters = Math.max(0, characters - 100);
    body = withReason(`${reason!.slice(0, characters)}…`);
  }
  return body;
}

/** Nothing when it is there; otherwise what went wrong, without the address. */
async function put(address: string, body: string): Promise<string | undefined> {
  const { hostname, pathname, search } = new URL(address);
  return new Promise((resolve) => {
    // The address is signed for no type of content.
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const sent = request({ method: 'PUT', hostname, path: `${pathname}${search}`, headers }, ({ statusCode = 0 }) => {
      end(statusCode >= 200 && statusCode < 300 ? undefined : `the answer was refused with status ${statusCode}`);
    });
    const end = (failure: string | undefined) => {
      clearTimeout(timer);
      sent.destroy();
      resolve(failure);
    };
    const timer = setTimeout(() => end('the answer was not taken in time'), ANSWER_ATTEMPT_MS);
    sent.on('error', (error: NodeJS.ErrnoException) => end(`the answer could not be sent (${error.code ?? error.name})`));
    sent.end(body);
  });
}
