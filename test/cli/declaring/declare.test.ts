/** What somebody leaves out of a move follows from the estate, and is said; what could be meant in two ways is asked back. */
import { MoveChoices } from '../../../tools/cli/declaring/choices';
import { declareMove, Declared } from '../../../tools/cli/declaring/declare';
import { describeDerivation } from '../../../tools/cli/declaring/derivation';
import { readAws } from '../../../tools/cli/estate/reading-aws';
import { CommandFailure } from '../../../tools/cli/terminal/command-failure';
import { clientOf } from '../../../tools/rehearsal/embedded-ec2/client';
import { Network } from '../../../tools/rehearsal/embedded-ec2/network';
import { Move, MOVES, seedEstate } from '../../lambda/estates';
import { officeEstate, OFFICE_CIDRS, StoryClock } from '../../rehearsal/embedded-ec2/estates';

async function declared(network: Network, vpnConnectionId: string, choices: MoveChoices): Promise<Declared> {
  const estate = await readAws(clientOf(network), network.region, () => undefined);
  return declareMove(estate, estate.vpnConnections.find((each) => each.VpnConnectionId === vpnConnectionId)!, choices);
}

async function refusal(network: Network, vpnConnectionId: string, choices: MoveChoices): Promise<string> {
  return declared(network, vpnConnectionId, choices).then(() => 'declared', (error: unknown) => {
    if (!(error instanceof CommandFailure)) throw error;
    return `${error.exitCode} ${error.message}. ${error.nextStep}`;
  });
}

describe.each(['static', 'bgp'] as const)('with %s routing', (routing) => {
  test.each(MOVES)('%s is declared as its rehearsal is, by the gateway\'s name alone', async (move: Move) => {
    const network = new Network({ clock: new StoryClock() });
    const expected = seedEstate(network, move, routing);
    const { to, customerGateway } = expected;
    const stays = move === 'customer-gateway' || move === 'customer-gateway-on-tgw';
    // A person has to say that a table learns by propagation what it had as static routes.
    const byPropagation = move === 'tgw-to-vgw' || move === 'vgw-to-vgw-in-place';
    const { declaration } = await declared(network, expected.vpnConnectionId, {
      ...stays ? {} : { to: to.id },
      ...customerGateway === undefined ? {} : { customerGateway: customerGateway.toId },
      ...byPropagation && to.kind === 'virtual-private-gateway' ? { propagateInto: to.propagatingRouteTableIds } : {},
      ...routing === 'bgp' ? { accept: expected.acknowledgedFindings } : {},
    });
    expect(declaration).toEqual(expected);
  });
});

test('options of the verb that are none of the move do not stand in the way of an exchange of the customer gateway', async () => {
  const network = new Network({ clock: new StoryClock() });
  const expected = seedEstate(network, 'customer-gateway', 'static');
  const options = { from: 'saved', json: true, customerGateway: expected.customerGateway!.toId };
  await expect(declared(network, expected.vpnConnectionId, options)).resolves.toMatchObject({ declaration: expected });
});

test('what follows from the estate is said, with why and with what says otherwise', async () => {
  const {
    network, vpnConnectionId, transitGatewayId, staticTableId, propagatedTableId, officeTableId, spokeTableId, vpcId, vpnGatewayId,
  } = officeEstate();
  const { derived } = await declared(network, vpnConnectionId, { to: transitGatewayId });
  expect(derived.map(describeDerivation)).toEqual([
    `the routes of ${staticTableId}, ${propagatedTableId} move (all that lead to ${vpnGatewayId}; --vpc-route-table says otherwise)`,
    `the attachment is associated with ${officeTableId} (the only table of ${transitGatewayId} that leads to ${vpcId}; --association says otherwise)`,
    `static routes to the VPN come into ${spokeTableId} (what ${vpcId} uses; --static-routes-in says otherwise)`,
  ]);
});

test('a gateway\'s default tables are taken, and an attachment is taken out of those that are not wanted', async () => {
  const { network, vpnConnectionId, transitGatewayId, officeTableId } = officeEstate({ defaultTables: true });
  const byDefault = network.view.state.transitGateways[transitGatewayId].defaultAssociationRouteTableId!;
  const { declaration: { to } } = await declared(network, vpnConnectionId, { to: transitGatewayId });
  expect(to).toMatchObject({ associationRouteTableId: byDefault, propagationRouteTableIds: [byDefault], defaultRouteTableIds: [] });
  const chosen = await declared(network, vpnConnectionId, { to: transitGatewayId, association: officeTableId, propagateTo: [] });
  expect(chosen.declaration.to)
    .toMatchObject({ associationRouteTableId: officeTableId, propagationRouteTableIds: [], defaultRouteTableIds: [byDefault] });
  expect(chosen.derived.map(describeDerivation)).toContainEqual(
    `the attachment is taken out of ${byDefault} (the gateway puts it there by itself; --association or --propagate-to says otherwise)`);
});

test('where the connection stands on a transit gateway, what is there is kept for the way back', async () => {
  const network = new Network({ clock: new StoryClock() });
  const { from, to, vpnConnectionId } = seedEstate(network, 'tgw-to-vgw', 'static', true);
  const { declaration } = await declared(network, vpnConnectionId, { to: to.id });
  expect(declaration.from).toEqual(from);
});

test('a destination moves, or stays, in every table that has it', async () => {
  const { network, vpnConnectionId, transitGatewayId, staticTableId, mainTableId, vpnGatewayId } = officeEstate();
  network.seed.routes(mainTableId, [{ destination: '0.0.0.0/0', target: vpnGatewayId }]);
  network.seed.routes(staticTableId, [{ destination: '0.0.0.0/0', target: vpnGatewayId }, { destination: '10.0.0.0/8', target: vpnGatewayId }]);
  const { declaration } = await declared(network, vpnConnectionId, { to: transitGatewayId, moved: ['0.0.0.0/0'], left: ['10.0.0.0/8'] });
  expect(declaration.vpcRouteTables).toEqual(expect.arrayContaining([
    { routeTableId: mainTableId, moved: ['0.0.0.0/0'], left: [] },
    { routeTableId: staticTableId, moved: ['0.0.0.0/0'], left: ['10.0.0.0/8'] },
  ]));
});

describe('what is asked back', () => {
  const { network, vpnConnectionId, transitGatewayId, vpnGatewayId, vpcId, staticTableId, officeTableId, spokeTableId } = officeEstate();
  const other = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false }).transitGatewayId;
  const [first, second] = [0, 1].map(() => network.seed.transitGatewayRouteTable({ transitGatewayId: other }));
  const bare = network.seed.transitGateway({ defaultAssociation: false, defaultPropagation: false }).transitGatewayId;
  const { customerGatewayId } = network.view.state.vpnConnections[vpnConnectionId];
  const free = network.seed.customerGateway();

  test.each<[MoveChoices, string]>([
    [{}, `2 nothing says where ${vpnConnectionId} goes. Name a gateway by --to, a customer gateway by --customer-gateway, or both.`],
    [{ to: vpnGatewayId }, `2 ${vpnConnectionId} stands on virtual private gateway ${vpnGatewayId} already. `
      + 'Name another gateway by --to, or only a customer gateway by --customer-gateway.'],
    [{ to: 'core-network-1' }, '2 --to "core-network-1" is no gateway. Name a transit gateway, tgw-…, or a virtual private gateway, vgw-….'],
    [{ to: 'vgw-0' }, `3 there is no virtual private gateway "vgw-0" in eu-central-1. Did you mean ${vpnGatewayId}? \`inventory\` lists what there is.`],
    [{ to: other }, `2 it does not follow from ${other} with which table the VPN attachment is to be associated. Say --association with ${first} or ${second}.`],
    [{ to: other, association: first }, `2 it does not follow from ${other} which tables are to get static routes to the VPN. `
      + `Say --static-routes-in with ${first} or ${second}.`],
    [{ to: bare }, `3 no route table of ${bare} was described. Save or allow describe-transit-gateway-route-tables.`],
    [{ to: transitGatewayId, association: 'tgw-rtb-0' }, `3 there is no route table "tgw-rtb-0" on ${transitGatewayId} (--association). `
      + `Did you mean ${[officeTableId, spokeTableId].sort().join(', ')}? \`inventory\` lists what there is.`],
    [{ to: transitGatewayId, attachToVpc: vpcId, propagateInto: [staticTableId] },
      '2 --propagate-into, --attach-to-vpc are nothing that a transit gateway has. Leave that out.'],
    [{ to: transitGatewayId, moved: ['10.9.0.0/16'] },
      `2 no VPC route table that moves has a static route 10.9.0.0/16 to ${vpnGatewayId}. Leave it out of --moved and --left.`],
    [{ customerGateway: customerGatewayId }, `2 --customer-gateway ${customerGatewayId} is what ${vpnConnectionId} has already. Leave it out, or name another one.`],
    [{ customerGateway: 'cgw-0' }, `3 there is no customer gateway "cgw-0" in eu-central-1. Did you mean ${[customerGatewayId, free].sort().join(', ')}? `
      + '`inventory` lists what there is.'],
    [{ customerGateway: free, onPremises: OFFICE_CIDRS }, '2 --on-premises is for a move to another gateway, and only the customer gateway changes. '
      + 'Leave that out: no route is touched.'],
  ])('%j', async (choices, said) => {
    expect(await refusal(network, vpnConnectionId, choices)).toBe(said);
  });

  test('but what else a verb was told, as where to read, is none of a move\'s', async () => {
    const elsewhere = { from: 'saved', region: ['eu-central-1'], json: true };
    expect(await refusal(network, vpnConnectionId, { customerGateway: free, ...elsewhere })).toBe('declared');
  });

  test('options of the one kind of gateway for the other', async () => {
    const vgw = network.seed.vpnGateway();
    expect(await refusal(network, vpnConnectionId, { to: vgw, association: officeTableId }))
      .toBe('2 --association is nothing that a virtual private gateway has. Leave that out.');
    const onTransitGateway = network.seed.vpnConnection({ on: transitGatewayId, routing: 'static' }, { association: officeTableId });
    expect(await refusal(network, onTransitGateway, { to: vgw, attachToVpc: vpcId }))
      .toBe(`2 --attach-to-vpc is for one virtual private gateway that takes the place of another. ${transitGatewayId} has no such place: leave it out.`);
  });

  test('which tables learn from a device, where the gateway says nothing', async () => {
    const speaking = network.seed.vpnConnection({ on: vpnGatewayId, routing: 'bgp', advertisedPrefixes: ['10.8.0.0/16'] });
    expect(await refusal(network, speaking, { to: other, association: first }))
      .toBe(`2 it does not follow from ${other} which tables are to learn what the device announces. Say --propagate-to with ${first} or ${second}.`);
  });

  test('a connection that stands on nothing a move could begin at', async () => {
    const nowhere = network.seed.vpnConnection({ routing: 'bgp' });
    expect(await refusal(network, nowhere, { to: transitGatewayId })).toBe(`1 VPN connection ${nowhere} stands on no gateway, `
      + 'from which ModifyVpnConnection takes none. Make a new connection on the gateway it should have, and move the device to it.');
  });
});
