/**
 * One reference of a transit gateway route table to a prefix list. A table has one at most for each list, so whoever else led it
 * elsewhere keeps it: it is neither taken over nor deleted.
 */
import {
  CreateTransitGatewayPrefixListReferenceCommand, DeleteTransitGatewayPrefixListReferenceCommand,
  GetTransitGatewayPrefixListReferencesCommand, ModifyTransitGatewayPrefixListReferenceCommand, TransitGatewayPrefixListReference,
} from '@aws-sdk/client-ec2';
import { asked, ec2, unlessNotFound } from './client';
import { fitting } from '../../aws/ec2/fitting';
import { allOf } from '../../aws/pages';
import { ResourceEvent } from '../../custom-resource/event';
import { COMPLETE, MayPass, nothingToDo, notYet, Progress, ResourceRequest } from '../../custom-resource/request';

export interface ReferenceProperties {
  readonly TransitGatewayRouteTableId: string;
  readonly PrefixListId: string;
  /** Absent: traffic is dropped. */
  readonly TransitGatewayAttachmentId?: string;
}

/** Ends the physical id of a reference that was there before its resource: that stays when the resource goes, or was never to come. */
const FOUND = '|found';

/** The physical id is what the reference stands at: in another table, or to another list, it is another one, and the old one goes. */
export function referenceRequest(event: ResourceEvent<ReferenceProperties>): ResourceRequest {
  const { RequestType, PhysicalResourceId: present, ResourceProperties: wanted, OldResourceProperties: former } = event;
  const id = `${wanted.TransitGatewayRouteTableId}|${wanted.PrefixListId}`;
  const isSame = present === id || present === id + FOUND;
  if (RequestType !== 'Delete') return new ExistingReference(wanted, isSame ? { physicalId: present, former } : { physicalId: id + FOUND });
  // Under another name nothing was made.
  return present === id ? { physicalId: id, attempt: async (waitedMs) => removeReference(wanted, waitedMs) } : nothingToDo(present!);
}

interface Before {
  readonly physicalId: string;
  /** Only of the same reference. */
  readonly former?: ReferenceProperties;
}

/**
 * Until it was not there when looked for, a reference is nothing that its resource may take away. A request that is delivered again may
 * find its own: that one then stays when its resource goes, which harms less than taking somebody's away.
 */
class ExistingReference implements ResourceRequest {
  public physicalId: string;

  constructor(private readonly wanted: ReferenceProperties, private readonly before: Before) {
    this.physicalId = before.physicalId;
  }

  public async attempt(waitedMs: number): Promise<Progress> {
    const { what, key, target } = wordsAndInput(this.wanted);
    const existing = await find(`reading ${what}`, key, waitedMs);
    if (existing === undefined) {
      this.physicalId = this.physicalId.replace(FOUND, '');
      return change(`making ${what}`, key, waitedMs, async () => ec2.send(new CreateTransitGatewayPrefixListReferenceCommand({ ...key, ...target })));
    }
    const state = notYet(`making ${what}: it is ${existing.State ?? 'in no state'}`);
    if (existing.State === 'deleting') return state;
    if (isTargetOf(existing, this.wanted)) return existing.State === 'available' ? COMPLETE : state;
    const { former } = this.before;
    if (former === undefined || !isOurs(existing, former)) {
      throw new Error(`making ${what}: it stands there already and leads to ${nameOfTarget(existing)}; delete it, or leave it out of the template`);
    }
    if (existing.State !== 'available') return state;
    return change(`changing ${what}`, key, waitedMs, async () => ec2.send(new ModifyTransitGatewayPrefixListReferenceCommand({ ...key, ...target })));
  }
}

async function removeReference(present: ReferenceProperties, waitedMs: number): Promise<Progress> {
  const { what, key } = wordsAndInput(present);
  const existing = await find(`reading ${what}`, key, waitedMs);
  if (existing === undefined || !isOurs(existing, present)) return COMPLETE;
  if (existing.State !== 'available') return notYet(`deleting ${what}: it is ${existing.State ?? 'in no state'}`);
  await asked(`deleting ${what}`, waitedMs, async () => unlessNotFound(ec2.send(new DeleteTransitGatewayPrefixListReferenceCommand(key))));
  return notYet(`deleting ${what}: it is there still`);
}

/** By a call that may have come too early, or twice: what there is then, the next attempt sees. */
async function change(what: string, key: Key, waitedMs: number, call: () => Promise<unknown>): Promise<Progress> {
  try {
    await asked(what, waitedMs, call);
  } catch (error) {
    if (error instanceof MayPass) throw error;
    // Which code EC2 has for a reference that exists is not known [U]; that one exists can be seen.
    if (await find(what, key, waitedMs) === undefined) throw error;
  }
  return notYet(`${what}: it is not there yet`);
}

type Key = Pick<ReferenceProperties, 'TransitGatewayRouteTableId' | 'PrefixListId'>;

/** Undefined when it is not there, be it for want of its table. */
async function find(
  what: string, { TransitGatewayRouteTableId, PrefixListId }: Key, waitedMs: number,
): Promise<TransitGatewayPrefixListReference | undefined> {
  const filtered = { TransitGatewayRouteTableId, Filters: [{ Name: 'prefix-list-id', Values: [PrefixListId] }] };
  const listed = await asked(what, waitedMs, async () => unlessNotFound(allOf(async (NextToken?: string) =>
    ec2.send(new GetTransitGatewayPrefixListReferencesCommand({ ...filtered, NextToken })), 'TransitGatewayPrefixListReferences',
  fitting('GetTransitGatewayPrefixListReferences'))));
  const found = (listed ?? []).filter((each) => each.PrefixListId === PrefixListId);
  // One that is going may be listed beside the one that stands.
  return found.find((each) => each.State !== 'deleting') ?? found[0];
}

function isTargetOf(existing: TransitGatewayPrefixListReference, { TransitGatewayAttachmentId }: ReferenceProperties): boolean {
  if (TransitGatewayAttachmentId === undefined) return existing.Blackhole === true;
  return existing.TransitGatewayAttachment?.TransitGatewayAttachmentId === TransitGatewayAttachmentId;
}

/** One that we made and whose attachment is gone since may lead nowhere [U]. */
function isOurs(existing: TransitGatewayPrefixListReference, ours: ReferenceProperties): boolean {
  return isTargetOf(existing, ours) || existing.TransitGatewayAttachment?.TransitGatewayAttachmentId === undefined;
}

function nameOfTarget({ TransitGatewayAttachment }: TransitGatewayPrefixListReference): string {
  return TransitGatewayAttachment?.TransitGatewayAttachmentId ?? 'nowhere';
}

function wordsAndInput({ TransitGatewayRouteTableId, PrefixListId, TransitGatewayAttachmentId }: ReferenceProperties) {
  return {
    what: `the reference of ${TransitGatewayRouteTableId} to ${PrefixListId}`,
    key: { TransitGatewayRouteTableId, PrefixListId },
    target: TransitGatewayAttachmentId === undefined ? { Blackhole: true } : { TransitGatewayAttachmentId },
  };
}
