/** The announcer by EventBridge: one event to the account's default bus, tried twice at most, and given up after a moment. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { detailTypeOf, EVENT_SOURCE, PhaseEvent } from '../../../src/contract/phase';
import { ANNOUNCEMENT_MS } from '../../../src/contract/times';
import { Announcer } from '../../runner/ports';
import { wordsOf } from '../service-words';

/** How a client has to be made that is to keep to this: one try and one more. */
export const ANNOUNCER_ATTEMPTS_MAX = 2;

export class EventBridgeAnnouncer implements Announcer {
  constructor(private readonly client: EventBridgeClient) {}

  async announce({ at, detail }: PhaseEvent): Promise<void> {
    const moment = new AbortController();
    const timer = setTimeout(() => moment.abort(), ANNOUNCEMENT_MS);
    try {
      const { Entries = [] } = await this.client.send(new PutEventsCommand({
        Entries: [{ Source: EVENT_SOURCE, DetailType: detailTypeOf(detail.phase), Time: new Date(at), Detail: JSON.stringify(detail) }],
      }), { abortSignal: moment.signal });
      // An entry can fail in a request that succeeds.
      const { ErrorCode, ErrorMessage } = Entries[0] ?? {};
      if (ErrorCode) throw Object.assign(new Error(ErrorMessage), { name: ErrorCode });
    } catch (error) {
      // The service's own words, and not what its client adds to them.
      throw new Error(`announcing ${detail.phase} of ${detail.vpnConnectionId}: ${(error as Error).name}: ${wordsOf(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}
