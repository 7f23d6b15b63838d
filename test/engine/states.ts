/**
 * Every state that AWS documents for what a move looks at, and one that it does not. What is there in one of these is another thing
 * than what is there in the next.
 */
export const STATES = {
  'VPN connection': ['pending', 'available', 'modifying', 'deleting', 'deleted'],
  'static route of a VPN connection': ['pending', 'available', 'deleting', 'deleted'],
  'transit gateway': ['pending', 'available', 'modifying', 'deleting', 'deleted'],
  'transit gateway route table': ['pending', 'available', 'deleting', 'deleted'],
  'transit gateway attachment': [
    'initiating', 'initiatingRequest', 'pendingAcceptance', 'rollingBack', 'pending', 'available', 'modifying', 'deleting', 'deleted', 'failed',
    'rejected', 'rejecting', 'failing',
  ],
  'association': ['associating', 'associated', 'disassociating', 'disassociated'],
  'propagation': ['enabling', 'enabled', 'disabling', 'disabled'],
  'transit gateway route': ['pending', 'active', 'blackhole', 'deleting', 'deleted'],
  'virtual private gateway': ['pending', 'available', 'deleting', 'deleted'],
  'attachment of a virtual private gateway': ['attaching', 'attached', 'detaching', 'detached'],
  'VPC route': ['active', 'blackhole', 'filtered'],
  'customer gateway': ['pending', 'available', 'deleting', 'deleted'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Kind = keyof typeof STATES;
export type StateOf<K extends Kind> = typeof STATES[K][number] | 'hibernating';

/** All of one kind, and one that nobody has heard of. */
export function statesOf(kind: Kind): readonly string[] {
  return [...STATES[kind], 'hibernating'];
}
