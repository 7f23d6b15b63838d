/** The rehearsal's estates as declarations, with two networks instead of three: every schedule is played on them. */
import { Network } from '../../rehearsal/embedded-ec2/network';
import { Move, Routing, seedEstate as seedRehearsalEstate } from '../../rehearsal/scenarios/estate';
import { MoveDeclaration } from '../../src/domain/declaration';

export { MOVES, PLANTED_PRE_SHARED_KEY as PLANTED_KEY, type Move, type Routing } from '../../rehearsal/scenarios/estate';

export const ON_PREMISES = ['10.1.0.0/16', '10.2.0.0/16'];

export function seedEstate(network: Network, move: Move, routing: Routing): MoveDeclaration {
  const { vpcRouteTableIds, ...ends } = seedRehearsalEstate(network, { move, routing, onPremises: ON_PREMISES });
  return {
    ...ends,
    vpcRouteTables: vpcRouteTableIds.map((routeTableId) => ({ routeTableId, moved: [], left: [] })),
    onPremisesCidrs: [],
    onFailure: 'HOLD',
    onStackRollback: 'KEEP',
    onRemoval: 'KEEP',
    forwardDeadlineSeconds: 1800,
    backDeadlineSeconds: 1200,
  };
}
