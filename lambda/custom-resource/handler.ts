/**
 * The frame of a function that CloudFormation invokes for a custom resource and that answers it itself: it attempts the request until it
 * is complete, within its own run.
 *
 * A run that ends without an answer is repeated by Lambda, twice, from the beginning.
 */
import { Context, ResourceEvent } from './event';
import { isLogged } from './log-level';
import { MayPass, notYet, Progress, ResourceRequest } from './request';
import { Answer, putAnswer } from './services/answer';
import { printableJson } from '../../src/contract/printable-text';
import { ANSWERING_MS, ATTEMPT_PAUSE_MS } from '../../src/contract/times';
import { withoutAnswer } from '../aws/service-words';

/** What a resource is called of which nothing can be there. */
const NEVER_MADE = 'never-made';

type RequestOf = (event: ResourceEvent) => ResourceRequest;

/** @param requestOf what the event asks for; it throws when its properties cannot be understood */
export function customResource(requestOf: RequestOf): (event: ResourceEvent, context: Context) => Promise<void> {
  return async (event, context) => {
    const answer = await answerTo(event, requestOf, context.getRemainingTimeInMillis() - ANSWERING_MS);
    const { RequestId: requestId, RequestType: request, LogicalResourceId: logicalId } = event;
    const { status, physicalId, reason } = answer;
    if (isLogged(status === 'FAILED' ? 'ERROR' : 'INFO')) console.log(printableJson({ requestId, request, logicalId, status, physicalId, reason }));
    await putAnswer(event, answer);
  };
}

async function answerTo(event: ResourceEvent, requestOf: RequestOf, patienceMs: number): Promise<Answer> {
  let request: ResourceRequest | undefined;
  try {
    request = requestOf(event);
    const data = await carriedOut(request, patienceMs);
    return { status: 'SUCCESS', physicalId: request.physicalId, data };
  } catch (thrown) {
    const error = withoutAnswer(thrown);
    const physicalId = request?.physicalId ?? event.PhysicalResourceId ?? NEVER_MADE;
    // The message alone: a stack says nothing to whoever deploys.
    return { status: 'FAILED', physicalId, reason: error instanceof Error ? error.message : 'failed' };
  }
}

/** @returns what the resource's attributes are */
async function carriedOut(request: ResourceRequest, patienceMs: number): Promise<Answer['data']> {
  const startedAt = Date.now();
  let why = 'nothing was answered';
  for (;;) {
    const waitedMs = Date.now() - startedAt;
    const progress = await within(patienceMs - waitedMs, attempt(request, waitedMs));
    if (progress?.isComplete) return progress.data;
    why = progress?.why ?? why;
    if (progress === undefined || Date.now() - startedAt + ATTEMPT_PAUSE_MS > patienceMs) {
      throw new Error(`${why}, after ${Math.round(patienceMs / 60_000)} minutes; see why, and deploy again`);
    }
    await new Promise((resolve) => setTimeout(resolve, ATTEMPT_PAUSE_MS));
  }
}

async function attempt(request: ResourceRequest, waitedMs: number): Promise<Progress> {
  try {
    return await request.attempt(waitedMs);
  } catch (error) {
    if (error instanceof MayPass) return notYet(error.message);
    throw error;
  }
}

/** Nothing when it takes longer. */
async function within<T>(milliseconds: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<undefined>((resolve) => { timer = setTimeout(() => resolve(undefined), Math.max(0, milliseconds)); });
  try {
    return await Promise.race([work, timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
