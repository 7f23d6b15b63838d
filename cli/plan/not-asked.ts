/** What the function asks of other services than EC2 before a move: here too against AWS, and what is said where nobody can be asked. */
import { Network } from '../../lambda/vpn-target-migration/ports';
import { Surroundings, vpnGatewayIdsOf } from '../../lambda/vpn-target-migration/surroundings';
import { MoveDeclaration } from '../../src/domain/declaration';
import { Quota } from '../../src/domain/observation';
import { quotasTowards } from '../../src/domain/quotas';

/** Direct Connect and Service Quotas. A stack to ask for its alarms there is none yet. */
export type OtherServices = Omit<Surroundings, 'stack'>;

/** For a person, each with why it matters. @param services absent: saved outputs, which do not tell */
export function notAsked(declaration: MoveDeclaration, services?: OtherServices): string[] {
  const moves = declaration.from.id !== declaration.to.id;
  const vpnGateways = services === undefined && moves ? vpnGatewayIdsOf(declaration) : [];
  return [
    'DryRun was not tried: whether the function\'s role may make these calls shows when the move is deployed with stage PREPARED',
    ...vpnGateways.length > 0
      ? [`Direct Connect on ${vpnGateways.join(' and ')} was not asked for: where there is any, it may win or lose traffic, and the deployment says which`] : [],
    'the stack was not asked for alarms that roll it back',
  ];
}

/** The same network, whose survey has what other services tell, or says that they were not asked. */
export function surveyCompletedBy(network: Network, services?: OtherServices): Network {
  return {
    survey: async (declaration) => {
      const survey = await network.survey(declaration);
      const { from, to } = declaration;
      if (from.id === to.id) return survey;
      const names = quotasTowards(to.kind);
      if (services === undefined) {
        return { ...survey, quotas: names.map((name): Quota => ({ name, applied: { unreadable: 'Service Quotas is not asked here' } })) };
      }
      const vpnGatewayIds = vpnGatewayIdsOf(declaration);
      const [quotas, directConnect] = await Promise.all([
        services.quotas(names), vpnGatewayIds.length === 0 ? undefined : services.directConnect(vpnGatewayIds),
      ]);
      return { ...survey, quotas, ...directConnect === undefined ? {} : { directConnect } };
    },
    observe: async (...asked) => network.observe(...asked),
    perform: async (...asked) => network.perform(...asked),
    connection: async (...asked) => network.connection(...asked),
    attachmentIdOf: async (...asked) => network.attachmentIdOf(...asked),
  };
}
