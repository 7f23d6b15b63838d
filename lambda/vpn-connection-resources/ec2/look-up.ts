/** A look-up as a resource: asked when it is made, and again with each change of what it is asked about. */
import { UNDONE_AFTER_MS } from '../../../src/contract/times';
import { ResourceEvent } from '../../custom-resource/event';
import { nothingToDo, Progress, ResourceRequest } from '../../custom-resource/request';
import { isRollingBack } from '../services/stack';

interface LookedUp {
  readonly VpnConnectionId: string;
}

type LookUp<P> = (wanted: P, former: P | undefined, waitedMs: number) => Promise<Progress>;

/** What was answered when the resource was made, which is part of its physical id. */
type Answered = Readonly<Record<string, string>>;

/**
 * Nothing is changed by a look-up, hence a Delete has nothing to do. What is found is no part of the physical id but for what was found
 * first: what has a new id a rollback may only delete, and then nobody looks again.
 */
export function lookUpRequest<P extends LookedUp>(event: ResourceEvent<P>, what: string, lookUp: LookUp<P>): ResourceRequest {
  const { RequestType, PhysicalResourceId: present, ResourceProperties: wanted, OldResourceProperties: former, StackId } = event;
  if (RequestType === 'Delete') return nothingToDo(present!);
  const name = `${wanted.VpnConnectionId}/${what}`;
  const look = async (waitedMs: number) => lookUp(wanted, former, waitedMs);
  if (RequestType === 'Create' || !present?.startsWith(name)) return new FirstLookUp(name, look);
  return new LookUpAgain(present, answeredIn(present, name), async () => isRollingBack(StackId), look);
}

class FirstLookUp implements ResourceRequest {
  constructor(public physicalId: string, private readonly look: ResourceRequest['attempt']) {}

  public async attempt(waitedMs: number): Promise<Progress> {
    const progress = await this.look(waitedMs);
    if (progress.isComplete) this.physicalId = `${this.physicalId}?${new URLSearchParams(progress.data).toString()}`;
    return progress;
  }
}

/** The connection may be gone by now, or stand elsewhere: that fails a deployment, and must not fail its rollback, too. */
class LookUpAgain implements ResourceRequest {
  constructor(
    public readonly physicalId: string, private readonly answered: Answered | undefined, private readonly isUndone: () => Promise<boolean>,
    private readonly look: ResourceRequest['attempt'],
  ) {}

  public async attempt(waitedMs: number): Promise<Progress> {
    try {
      const progress = await this.look(waitedMs);
      if (progress.isComplete || !await this.mayAnswerAsFirst(waitedMs)) return progress;
    } catch (error) {
      if (!await this.mayAnswerAsFirst(waitedMs)) throw error;
    }
    return { isComplete: true, data: this.answered };
  }

  private async mayAnswerAsFirst(waitedMs: number): Promise<boolean> {
    return this.answered !== undefined && waitedMs >= UNDONE_AFTER_MS && this.isUndone();
  }
}

function answeredIn(physicalId: string, name: string): Answered | undefined {
  const [, answer] = physicalId.slice(name.length).split('?', 2);
  return answer === undefined ? undefined : Object.fromEntries(new URLSearchParams(answer));
}
