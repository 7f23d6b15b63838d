/**
 * One reference of a transit gateway route table to a prefix list. A table has one at most for each list, so whoever else led it
 * elsewhere keeps it: it is neither taken over nor deleted.
 */
import {
  CreateTransitGatewayPrefixListReferenceCommand, DeleteTransitGatewayPrefixListReferenceCommand,
  GetTransitGatewayPrefixListReferencesCommand, ModifyTransitGatewayPrefixListReferenceCommand, TransitGatewayPrefixListReference,
} from '@aws-sdk/client-ec2';
import { ec2, isNotFound, isPassing, isUnauthorized, refusal } from './client';
import { inOneForm } from '../../one-form';

export interface Answer {
  readonly IsComplete: boolean;
}

export interface ReferenceProperties {
  readonly TransitGatewayRouteTableId: string;
  readonly PrefixListId: string;
  /** Absent: traffic is dropped. */
  readonly TransitGatewayAttachmentId?: string;
}

const NOT_YET: Answer = { IsComplete: false };
const DONE: Answer = { IsComplete: true };

/** How long a first look waits for EC2 to answer at all, which the function's minute leaves time for. */
const LOOKS_MAX = 8;
const LOOK_AGAIN_MILLISECONDS = 3_000;

/**
 * Whether it stands as it is wanted before anything was made. A request that is delivered again may see its own: that one then stays
 * when its resource goes, which harms less than taking somebody's away.
 *
 * @throws when EC2 does not say
 */
export async function standsAlready(wanted: ReferenceProperties): Promise<boolean> {
  const { what, key } = wordsAndInput(wanted);
  // Made moments ago, the permission may not be known everywhere yet.
  const mayComeYet = (error: unknown) => isPassing(error) || isUnauthorized(error);
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const standing = await find(what, key, mayComeYet);
    if (standing !== 'unread') return standing !== undefined && standing.State !== 'deleting' && leadsTo(standing, wanted);
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MILLISECONDS));
  }
  throw new Error(`reading ${what}: EC2 refused ${LOOKS_MAX} times in a row. Nothing was changed. See that nothing denies`
    + ' ec2:GetTransitGatewayPrefixListReferences to the function, and deploy again');
}

/**
 * @param previous what an Update comes from
 * @throws when the reference is somebody else's, or EC2 refuses it for good
 */
export async function standReference(wanted: ReferenceProperties, previous: ReferenceProperties | undefined): Promise<Answer> {
  const { what, key, target } = wordsAndInput(wanted);
  const standing = await find(what, key);
  if (standing === 'unread') return NOT_YET;
  if (standing === undefined) return attempt(`making ${what}`, async () => ec2.send(new CreateTransitGatewayPrefixListReferenceCommand({ ...key, ...target })), key);
  if (standing.State === 'deleting') return NOT_YET;
  if (leadsTo(standing, wanted)) return standing.State === 'available' ? DONE : NOT_YET;
  if (previous === undefined || !isOurs(standing, previous)) {
    throw new Error(`making ${what}: it stands there already and leads to ${nameOfTarget(standing)}; delete it, or leave it out of the template`);
  }
  if (standing.State !== 'available') return NOT_YET;
  return attempt(`changing ${what}`, async () => ec2.send(new ModifyTransitGatewayPrefixListReferenceCommand({ ...key, ...target })), key);
}

/** @throws when EC2 refuses for good */
export async function removeReference(present: ReferenceProperties): Promise<Answer> {
  const { what, key } = wordsAndInput(present);
  const standing = await find(what, key);
  if (standing === 'unread') return NOT_YET;
  if (standing === undefined || !isOurs(standing, present)) return DONE;
  if (standing.State !== 'available') return NOT_YET;
  try {
    await ec2.send(new DeleteTransitGatewayPrefixListReferenceCommand(key));
  } catch (error) {
    if (!isNotFound(error) && !isPassing(error)) throw refusal(`deleting ${what}`, error);
  }
  return NOT_YET;
}

/** A call that may have come too early, or twice: what there is then, the next poll sees. */
async function attempt(what: string, call: () => Promise<unknown>, key: Key): Promise<Answer> {
  try {
    await call();
  } catch (error) {
    if (isPassing(error)) return NOT_YET;
    // Which code EC2 has for a reference that exists is not known [U]; that one exists can be seen.
    const standing = await find(what, key);
    if (standing === undefined) throw refusal(what, error);
  }
  return NOT_YET;
}

type Key = Pick<ReferenceProperties, 'TransitGatewayRouteTableId' | 'PrefixListId'>;

/** Undefined when it is not there, be it for want of its table; `unread` when EC2 did not say. */
async function find(
  what: string, { TransitGatewayRouteTableId, PrefixListId }: Key, mayPass: (error: unknown) => boolean = isPassing,
): Promise<TransitGatewayPrefixListReference | 'unread' | undefined> {
  const found: TransitGatewayPrefixListReference[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const page = inOneForm(await ec2.send(new GetTransitGatewayPrefixListReferencesCommand({
        TransitGatewayRouteTableId, Filters: [{ Name: 'prefix-list-id', Values: [PrefixListId] }], NextToken,
      })));
      found.push(...(page.TransitGatewayPrefixListReferences ?? []).filter((each) => each.PrefixListId === PrefixListId));
      NextToken = page.NextToken;
    } while (NextToken);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    if (!mayPass(error)) throw refusal(`reading ${what}`, error);
    return 'unread';
  }
  // One that is going may be listed beside the one that stands.
  return found.find((each) => each.State !== 'deleting') ?? found[0];
}

function leadsTo(standing: TransitGatewayPrefixListReference, { TransitGatewayAttachmentId }: ReferenceProperties): boolean {
  if (TransitGatewayAttachmentId === undefined) return standing.Blackhole === true;
  return standing.TransitGatewayAttachment?.TransitGatewayAttachmentId === TransitGatewayAttachmentId;
}

/** One that we made and whose attachment is gone since may lead nowhere [U]. */
function isOurs(standing: TransitGatewayPrefixListReference, ours: ReferenceProperties): boolean {
  return leadsTo(standing, ours) || standing.TransitGatewayAttachment?.TransitGatewayAttachmentId === undefined;
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
