/** What was seen is turned once into what decisions need: whose the routes are, and that nobody derives any of it again. */
import * as estate from './estate';
import { assess } from '../../lambda/engine/assessment';
import { driftFrom } from '../../lambda/engine/drift';
import { Snapshot } from '../../lambda/engine/observation';
import * as planning from '../../lambda/engine/plan';
import { linesOfPlan } from '../../lambda/engine/plan-text';
import { preflight, preflightNotes, preflightOfContinuation } from '../../lambda/engine/preflight';
import { MoveDeclaration } from '../../src/contract/declaration';

const { ON_PREMISES, STATIC_TABLE, VGW } = estate;

describe('derived once', () => {
  const derived = () => [jest.spyOn(planning, 'onPremisesCidrs'), jest.spyOn(planning, 'planMove')];
  afterEach(() => jest.restoreAllMocks());

  test.each<[string, Snapshot, MoveDeclaration]>([
    ['static routing', estate.snapshot, estate.declaration],
    ['BGP', { ...estate.snapshot, connection: { ...estate.connectionOnVgw, routing: 'bgp', staticRoutes: [] } }, estate.bgpDeclaration],
    ['left behind on purpose', estate.snapshot, {
      ...estate.declaration, vpcRouteTables: estate.declaration.vpcRouteTables
        .map((each) => ({ ...each, left: [ON_PREMISES[0]] })),
    }],
  ])('for the checks, the notes and the text of the plan: %s', (_, snapshot, declaration) => {
    const spies = derived();
    const assessment = assess(snapshot, declaration);
    expect([...preflight(assessment), ...preflightNotes(assessment), ...linesOfPlan(declaration, assessment.plan)]).not.toEqual([]);
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([1, 1]);
  });

  test('for a connection that has arrived', () => {
    const spies = derived();
    expect(driftFrom(estate.snapshotAfterTheMove, estate.declaration, ON_PREMISES)).toEqual([]);
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([1, 1]);
  });

  test('not at all for an operation that goes on: its plan is on record', () => {
    const spies = derived();
    const assessment = assess(estate.snapshot, estate.declaration, estate.plan);
    expect(preflightOfContinuation(assessment)).toEqual([]);
    expect(assessment).toMatchObject({ plan: estate.plan, networks: ON_PREMISES, networksKnown: true });
    expect(spies.map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
  });
});

describe('whose a static VPC route to the old gateway is', () => {
  const [first, second, third] = ON_PREMISES;
  const routesTo = (targetId: string, ...destinations: string[]) => destinations
    .map((destination) => ({ destination, targetId, origin: 'CreateRoute', state: 'active' }));
  const claimsOf = (changes: Partial<MoveDeclaration>) => {
    const table = { ...estate.staticTable(VGW), routes: [...routesTo(VGW, first, second, third, '10.9.0.0/16', 'pl-1'), ...routesTo('igw-1', '0.0.0.0/0')] };
    const { vpcRoutes } = assess({ ...estate.snapshot, vpcRouteTables: [table] }, { ...estate.declaration, ...changes });
    const destinations = (of: 'moved' | 'left' | 'unclaimed') => vpcRoutes[0][of].map(({ destination }) => destination);
    return { moved: destinations('moved'), left: destinations('left'), unclaimed: destinations('unclaimed'), absent: vpcRoutes[0].absent };
  };
  const declared = (moved: string[], left: string[]) => ({ vpcRouteTables: [{ routeTableId: STATIC_TABLE, moved, left }] });

  test.each<[string, Partial<MoveDeclaration>, ReturnType<typeof claimsOf>]>([
    ['the networks of the VPN move', declared([], []), { moved: ON_PREMISES, left: [], unclaimed: ['10.9.0.0/16', 'pl-1'], absent: [] }],
    ['so does what is named', declared(['pl-1'], []), { moved: [...ON_PREMISES, 'pl-1'], left: [], unclaimed: ['10.9.0.0/16'], absent: [] }],
    ['what is left stays, a network too', declared([first], [first, '10.9.0.1/16']),
      { moved: [second, third], left: [first, '10.9.0.0/16'], unclaimed: ['pl-1'], absent: [] }],
    ['what is named and not there is absent', declared(['10.8.0.0/16'], ['0.0.0.0/0']),
      { moved: ON_PREMISES, left: [], unclaimed: ['10.9.0.0/16', 'pl-1'], absent: ['10.8.0.0/16', '0.0.0.0/0'] }],
    ['of the stack\'s nothing is claimed', {
      ...declared([], []), stackVpcRoutes: { before: [{ routeTableId: STATIC_TABLE, destinations: [first, 'pl-1'] }], after: [] },
    }, { moved: [second, third], left: [], unclaimed: ['10.9.0.0/16'], absent: [] }],
    ['of a table that nobody has declared nothing moves', { vpcRouteTables: [] },
      { moved: [], left: [], unclaimed: [...ON_PREMISES, '10.9.0.0/16', 'pl-1'], absent: [] }],
  ])('%s', (_, changes, expected) => {
    expect(claimsOf(changes)).toEqual(expected);
  });
});
