/** The connection that somebody named, in whichever region it is; and what they may have meant where it is in none. */
import type { VpnConnection } from '@aws-sdk/client-ec2';
import { Estate } from './estate';
import { isListed } from './listed';
import { nearest } from '../../../src/contract/nearest';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface FoundConnection {
  readonly estate: Estate;
  readonly connection: VpnConnection;
}

/** @throws {CommandFailure} naming the ids that are nearest to it */
export function connectionIn(estates: readonly Estate[], id: string): FoundConnection {
  for (const estate of estates) {
    const connection = estate.vpnConnections.find((each) => each.VpnConnectionId === id && isListed(each));
    if (connection !== undefined) return { estate, connection };
  }
  const known = estates.flatMap((estate) => estate.vpnConnections.filter(isListed).map((each) => each.VpnConnectionId!));
  const regions = estates.map((estate) => estate.region).join(', ');
  throw unknownId('VPN connection', id, known, `in ${regions}`);
}

/** @param where as it ends the sentence: `in eu-central-1` */
export function unknownId(noun: string, id: string, known: readonly string[], where: string): CommandFailure {
  const near = nearest(id, known);
  const meant = near.length === 0 ? 'See that the region is the right one, by --region:' : `Did you mean ${near.join(', ')}?`;
  return new CommandFailure(EXIT.UNREADABLE, `there is no ${noun} ${JSON.stringify(id)} ${where}`, known.length === 0
    ? 'Nothing of that kind was described; see that the region is the right one, by --region.'
    : `${meant} \`inventory\` lists what there is.`);
}
