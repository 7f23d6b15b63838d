/** What the function asks of AWS before a move that is not asked here, and what is taken in its place. */
import { Network } from '../../lambda/vpn-target-migration/ports';
import { MoveDeclaration } from '../../src/domain/declaration';
import { quotasTowards } from '../../src/domain/quotas';

/** For a person, each with why it matters. */
export function notAsked({ from, to }: MoveDeclaration): string[] {
  const moves = from.id !== to.id;
  const vpnGateways = [from, to].filter((end) => end.kind === 'virtual-private-gateway').map((end) => end.id);
  return [
    'DryRun was not tried: whether the function\'s role may make these calls shows when the move is deployed with stage PREPARED',
    ...moves && vpnGateways.length > 0
      ? [`Direct Connect on ${vpnGateways.join(' and ')} was not asked for: where there is any, it may win or lose traffic, and the deployment says which`] : [],
    'the stack was not asked for alarms that roll it back',
  ];
}

/** The same network, whose survey says of the account's quotas that they were not asked for. */
export function surveyCompletedBy(network: Network): Network {
  return {
    survey: async (declaration) => {
      const survey = await network.survey(declaration);
      if (declaration.from.id === declaration.to.id) return survey;
      const unreadable = 'Service Quotas is not asked here';
      return { ...survey, quotas: quotasTowards(declaration.to.kind).map((name) => ({ name, applied: { unreadable } })) };
    },
    observe: async (...asked) => network.observe(...asked),
    perform: async (...asked) => network.perform(...asked),
    connection: async (...asked) => network.connection(...asked),
    attachmentIdOf: async (...asked) => network.attachmentIdOf(...asked),
  };
}
