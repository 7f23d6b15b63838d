/** What the function asks of other services than EC2 before a move: here too against AWS, and what is said where nobody can be asked. */
import { AccountServices, vpnGatewayIdsOf } from '../../../lambda/runner/account-services';
import { MoveDeclaration } from '../../../src/contract/declaration';

/** Direct Connect and Service Quotas. A stack to ask for its alarms there is none yet. */
export type OtherServices = Omit<AccountServices, 'stack'>;

/** For a person, each with why it matters. @param services absent: saved outputs, which do not tell */
export function unqueriedServices(declaration: MoveDeclaration, services?: OtherServices): string[] {
  const moves = declaration.from.id !== declaration.to.id;
  const vpnGateways = services === undefined && moves ? vpnGatewayIdsOf(declaration) : [];
  return [
    'DryRun was not tried: whether the function\'s role may make these calls shows when the move is deployed with stage PREPARED',
    ...vpnGateways.length > 0
      ? [`Direct Connect on ${vpnGateways.join(' and ')} was not asked for: where there is any, it may win or lose traffic, and the deployment says which`] : [],
    'the stack was not asked for alarms that roll it back',
  ];
}

/** What stands beside a network of saved outputs: of quotas it is said that nobody was asked. */
export const NO_SERVICES: OtherServices = {
  quotas: async (names) => names.map((name) => ({ name, applied: { unreadable: 'Service Quotas is not asked here' } })),
};
