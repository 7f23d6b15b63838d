/** What whoever declares a move says of the connection's device: EC2 cannot tell, so it is believed. */
import { RecordsOptions } from './records';
import { MoveDeclaration } from '../../../src/contract/declaration';

/** Whoever accepts another number on AWS's side has the device's configuration ready for it. */
export function declaredDeviceFacts({ vpnConnectionId, onPremisesCidrs, acknowledgedFindings }: MoveDeclaration): Omit<RecordsOptions, 'now'> {
  return {
    ...onPremisesCidrs.length === 0 ? {} : { announced: new Map([[vpnConnectionId, onPremisesCidrs]]) },
    followingAsn: acknowledgedFindings.some((id) => id.startsWith('asn-changes:')) ? [vpnConnectionId] : [],
  };
}
