/** Plays a move on an estate: its application is synthesized, deployed by the local CloudFormation, and carried out by the function. */
import { accountSettingsOf, addDirectConnect } from './account-settings';
import { addMove } from './application';
import { InjectedFailures, optionsWithFailures, prepare } from './injected-failures';
import { Rehearsed, rehearsedOf } from './rehearsed';
import { MoveDeclaration } from '../../../src/contract/declaration';
import type { EmbeddedAws } from '../../rehearsal/embedded-aws';
import { NetworkView } from '../../rehearsal/embedded-ec2/state';
import { Applications, Synthesized } from '../../rehearsal/scenarios/application';
import { RehearsalEvent, runDeployment } from '../../rehearsal/scenarios/deployment-run';
import { Estate as Moved } from '../../rehearsal/scenarios/estate';
import { ScenarioContext } from '../../rehearsal/scenarios/scenario';
import { Declared } from '../declaring/declare';
import { connectedEstateOf } from '../estate/connected-estate';
import { declaredDeviceFacts } from '../estate/declared-device';
import { Estate } from '../estate/estate';
import { load, UNKNOWN_ACCOUNT, UNKNOWN_QUOTAS } from '../estate/network-of';
import { watchModify } from '../plan/during-modify';
import { OtherServices } from '../plan/unqueried-services';
import { CommandFailure, EXIT } from '../terminal/command-failure';

export interface Rehearsal {
  readonly estate: Estate;
  readonly declared: Declared;
  readonly failures: InjectedFailures;
  /** When it begins, in milliseconds since the epoch. */
  readonly now: number;
  readonly onEvent: (happening: RehearsalEvent) => void;
  /** Absent: saved outputs, which do not tell of other services than EC2. */
  readonly services?: OtherServices;
}

/** @throws {CommandFailure} when the construct does not take what was declared */
export async function rehearse(rehearsal: Rehearsal): Promise<Rehearsed> {
  const { estate, declared, failures, now, onEvent, services } = rehearsal;
  const { declaration } = declared;
  const { vpnConnectionId, from, to } = declaration;
  const accountId = estate.accountId ?? UNKNOWN_ACCOUNT;
  const happenings: RehearsalEvent[] = [];
  const settings = await accountSettingsOf(declaration, services);
  const reservations = [...settings.limitations];
  let onTheWay: (() => NetworkView | undefined) | undefined;
  const run = await runDeployment({
    aws: {
      accountId, region: estate.region, beginsAt: now, quotas: { ...UNKNOWN_QUOTAS, ...settings.quotas }, ...optionsWithFailures(failures),
    },
    env: { account: accountId, region: estate.region },
    onEvent: (happening) => {
      happenings.push(happening);
      onEvent(happening);
    },
    begin: async (aws, applications) => {
      reservations.push(...load(
        connectedEstateOf(estate, vpnConnectionId, [from.id, to.id]), aws.network, declaredDeviceFacts(declaration),
      ));
      addDirectConnect(settings, aws.network);
      onTheWay = watchModify(aws.network, vpnConnectionId);
      return contextOf(aws, applications, declaration);
    },
    onPremises: ({ aws: { network } }) => network.view.state.vpnConnections[vpnConnectionId].site.networks ?? [],
    act: async (context) => {
      await prepare(failures, context);
      return context.aws.cloudFormation.deploy(synthesized(context, declaration));
    },
  });
  const { region, accountId: described } = estate;
  return rehearsedOf({ region, accountId: described, declared, run, during: onTheWay?.(), failures, happenings, reservations });
}

function contextOf(aws: EmbeddedAws, applications: Applications, declaration: MoveDeclaration): ScenarioContext {
  const { vpnConnectionId, from, to, customerGateway, vpcRouteTables, acknowledgedFindings } = declaration;
  const estate: Moved = {
    vpnConnectionId, from, to, ...customerGateway === undefined ? {} : { customerGateway },
    vpcRouteTableIds: vpcRouteTables.map(({ routeTableId }) => routeTableId), acknowledgedFindings,
  };
  return { aws, applications, estate, since: aws.clock.now() };
}

function synthesized({ applications }: ScenarioContext, declaration: MoveDeclaration): Synthesized {
  try {
    return applications.synthesize((stack) => void addMove(stack, declaration));
  } catch (error) {
    throw new CommandFailure(EXIT.FOUND, `VpnTargetMigration does not take this move: ${(error as Error).message.replace(/\.$/, '')}`,
      'Say otherwise by the options; `--help` lists them.');
  }
}
