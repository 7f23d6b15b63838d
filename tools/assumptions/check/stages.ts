/** The stages of the walk, in their order: what each answers, what it needs, and how long it takes. */
import { toOtherTransitGateway } from './stage-leaving';
import { askTables } from './stage-tables';
import { toForeignTransitGateway, toTransitGateway } from './stage-transit-gateway';
import { askVpc } from './stage-vpc';
import { askStaticRoutes, toOtherVpnGateway } from './stage-vpn-gateways';
import { Walk } from './walk';
import { AssumptionName } from '../table';

export interface Stage {
  readonly title: string;
  /** About how long it takes; EC2's part of it was observed by others. */
  readonly minutes: number;
  readonly needs: readonly Stage[];
  readonly answers: readonly AssumptionName[];
  readonly run: (walk: Walk) => Promise<void>;
}

const vpc: Stage = {
  title: 'a VPC, two virtual private gateways, a connection on the first',
  minutes: 7,
  needs: [],
  answers: [
    'modifyWhileNotAvailable', 'routeToUnattachedVpnGateway', 'oneVpnGatewayPerVpc', 'vgwPropagationAfterDetach', 'identicalCustomerGatewayIsReturned',
    'gatewayInUseStays', 'tunnelInsideCidrSpelling',
  ],
  run: askVpc,
};

const staticRoutes: Stage = {
  title: 'static routes on a virtual private gateway',
  minutes: 4,
  needs: [vpc],
  answers: [
    'staticRouteSource', 'acceptedRouteCountWhileDown', 'staticRouteCreateWhileDeleting', 'duplicateVpnConnection', 'modifyToCurrentTarget',
    'dryRunTellsPermission',
  ],
  run: askStaticRoutes,
};

const otherVpnGateway: Stage = {
  title: 'to the other virtual private gateway',
  minutes: 6,
  needs: [vpc],
  answers: [
    'describeAfterModify', 'gatewayAssociationState', 'configurationWhileModifying', 'modifyOutcome', 'staticRoutesAcrossVpnGateways',
    'connectionKeepsItsIdentity', 'modifyAnswersModifying', 'vpnGatewayNeedsNoVpc',
  ],
  run: toOtherVpnGateway,
};

const transitGateway: Stage = {
  title: 'to a transit gateway',
  minutes: 11,
  needs: [vpc],
  answers: [
    'modifyToTransitGatewayWithStaticRoutes', 'staticRoutesOnArrivalAtTransitGateway', 'attachmentVisibility', 'defaultTablesOfNewAttachment',
    'routeToPendingAttachment', 'staticRouteOnTransitGatewayConnection', 'staticRoutesOnlyOnVpnGateways', 'newAttachmentGetsDefaultTables',
    'oneAttachmentPerConnection', 'transitGatewayRouteNeedsAttachedVpc',
  ],
  run: toTransitGateway,
};

const tables: Stage = {
  title: 'the transit gateway\'s route tables',
  minutes: 3,
  needs: [transitGateway],
  answers: [
    'duplicatePropagation', 'associateWhenAssociated', 'transitGatewayRouteTableNotFound', 'routeAttachmentResourceId', 'prefixListRouteInSearch',
    'duplicatePrefixListReference', 'staticAttachmentPropagatesNothing',
  ],
  run: askTables,
};

const otherTransitGateway: Stage = {
  title: 'to the other transit gateway',
  minutes: 9,
  needs: [tables],
  answers: ['routesOfDeletedAttachment', 'prefixListReferenceOfDeletedAttachment', 'attachmentOnlyAfterModify', 'oldAttachmentIsDeleted'],
  run: toOtherTransitGateway,
};

const foreignTransitGateway: Stage = {
  title: 'to a transit gateway of another account',
  minutes: 1,
  needs: [vpc],
  answers: ['modifyToForeignTransitGateway'],
  run: toForeignTransitGateway,
};

export const STAGES: readonly Stage[] = [
  vpc, staticRoutes, otherVpnGateway, transitGateway, tables, otherTransitGateway, foreignTransitGateway,
];

/** Everything that the program claims to be able to see. */
export const CHECKED_NAMES: readonly AssumptionName[] = STAGES.flatMap(({ answers }) => answers);

/** The stages that answer any of the names, with those before them that they need, in their order. */
export function stagesFor(names: readonly AssumptionName[]): Stage[] {
  const wanted = new Set<Stage>();
  const want = (stage: Stage) => {
    wanted.add(stage);
    stage.needs.forEach(want);
  };
  STAGES.filter(({ answers }) => answers.some((name) => names.includes(name))).forEach(want);
  return STAGES.filter((stage) => wanted.has(stage));
}
