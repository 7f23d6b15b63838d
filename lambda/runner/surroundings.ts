/** A survey completed by what other services than EC2 know of the gateways, the account and the stack. */
import { Network } from './ports';
import { MoveDeclaration } from '../../src/contract/declaration';
import { QuotaName, quotasTowards } from '../../src/contract/quotas';
import { DirectConnect, OwnStack, Quota, Survey, VpnConnection } from '../engine/observation';

/** None of these throws: each says in its answer what it could not read. Who has nobody to ask, as with saved outputs, leaves it out. */
export interface Surroundings {
  directConnect?(vpnGatewayIds: readonly string[]): Promise<DirectConnect>;
  quotas?(names: readonly QuotaName[]): Promise<Quota[]>;
  stack?(connection: VpnConnection | undefined): Promise<OwnStack>;
}

/** The same network, whose survey looks further. */
export function surroundedBy(surroundings: Surroundings, network: Network): Network {
  return {
    survey: async (...asked: Parameters<Network['survey']>) => surveyAround(surroundings, network, ...asked),
    observe: async (...asked: Parameters<Network['observe']>) => network.observe(...asked),
    perform: async (...asked: Parameters<Network['perform']>) => network.perform(...asked),
    connection: async (...asked: Parameters<Network['connection']>) => network.connection(...asked),
    attachmentIdOf: async (...asked: Parameters<Network['attachmentIdOf']>) => network.attachmentIdOf(...asked),
  };
}

/** Asks only what the move can depend on: a change of the customer gateway alone touches no route and fills no quota. */
async function surveyAround(surroundings: Surroundings, network: Network, ...asked: Parameters<Network['survey']>): Promise<Survey> {
  const [declaration] = asked;
  const { from, to } = declaration;
  const vpnGatewayIds = vpnGatewayIdsOf(declaration);
  const moves = from.id !== to.id;
  const [survey, directConnect, quotas] = await Promise.all([
    network.survey(...asked),
    moves && vpnGatewayIds.length > 0 ? surroundings.directConnect?.(vpnGatewayIds) : undefined,
    moves ? surroundings.quotas?.(quotasTowards(to.kind)) : undefined,
  ]);
  const stack = await surroundings.stack?.(survey.connection);
  return {
    ...survey,
    ...stack === undefined ? {} : { stack },
    ...directConnect === undefined ? {} : { directConnect },
    ...quotas === undefined ? {} : { quotas },
  };
}

/** On which Direct Connect may end. */
export function vpnGatewayIdsOf({ from, to }: MoveDeclaration): string[] {
  return [from, to].filter((end) => end.kind === 'virtual-private-gateway').map((end) => end.id);
}
