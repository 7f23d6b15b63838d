/** The network while the connection is on its way from one gateway to the other, as it was the first time that this showed. */
import { Network } from '../../rehearsal/embedded-ec2/network';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';

/** Watches from now on; the answer is absent as long as the connection was not modified. */
export function watchModify(network: Network, vpnConnectionId: string): () => NetworkView | undefined {
  let observed: NetworkView | undefined;
  const stop = network.onChange(() => {
    if (network.view.state.vpnConnections[vpnConnectionId]?.state !== 'modifying') return;
    observed = network.view;
    stop();
  });
  return () => observed;
}
