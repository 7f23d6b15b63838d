/** Whether a connection is as its device is to be configured for it. */
import { ConfigurationDeclaration } from '../../../src/contract/device-configuration/declaration';
import { CATCH_UP_MS } from '../../../src/contract/times';

/** A connection as EC2 describes it, less everything that is a secret. */
export interface ObservedConnection {
  readonly state: string;
  readonly gatewayId?: string;
  readonly customerGatewayId?: string;
}

export type Readiness =
  /** @property note what a reader of the log should know */
  | { readonly kind: 'ready'; readonly note?: string }
  | { readonly kind: 'wait'; readonly why: string };

/**
 * @param waitedMs since the request for the configuration
 * @throws an error when the connection is going, or in a state of which nothing is known
 */
export function readinessOf(observed: ObservedConnection | undefined, declaration: ConfigurationDeclaration, waitedMs: number): Readiness {
  const { vpnConnectionId } = declaration;
  if (observed === undefined) {
    if (waitedMs < CATCH_UP_MS) return { kind: 'wait', why: `EC2 does not know ${vpnConnectionId}` };
    throw new Error(`EC2 does not know ${vpnConnectionId} in this account and region; correct the id of the connection`);
  }
  switch (observed.state) {
    case 'pending':
    case 'modifying':
      return { kind: 'wait', why: `${vpnConnectionId} is ${observed.state}` };
    case 'available':
      return settled(observed, declaration, waitedMs);
    case 'deleting':
    case 'deleted':
      throw new Error(`${vpnConnectionId} is ${observed.state}: a connection that is going has no configuration any more; take this one out of the template`);
    default:
      throw new Error(`${vpnConnectionId} is in state ${JSON.stringify(observed.state)}, of which this version knows nothing; wait until it is available and deploy again`);
  }
}

/**
 * The configuration is that of the connection as it stands: somebody may have moved it, which its template does not know, and a
 * rollback may come to this resource before it comes to the connection.
 */
function settled(observed: ObservedConnection, declaration: ConfigurationDeclaration, waitedMs: number): Readiness {
  const difference = ([['gatewayId', 'gateway'], ['customerGatewayId', 'customer gateway']] as const).find(([name]) =>
    declaration[name] !== undefined && declaration[name] !== observed[name]);
  if (difference === undefined) return { kind: 'ready' };
  const [name, what] = difference;
  const words = `${declaration.vpnConnectionId} has ${what} ${observed[name] ?? '(none)'}, and the template says ${declaration[name]}`;
  return waitedMs < CATCH_UP_MS ? { kind: 'wait', why: words } : { kind: 'ready', note: words };
}
