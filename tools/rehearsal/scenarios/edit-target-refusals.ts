/** Edits of a connection that are refused before anything is touched. */
import { begin, deploy, deployTwice, Edit, EDITS, pairOf, ROUTINGS } from './edit-target';
import { Scenario, ScenarioContext } from './scenario';

const OLD_SCHEMA: readonly Scenario[] = EDITS.map((move): Scenario => ({
  direction: move, routing: 'static', estate: { move },
  begin: async (context) => begin(context, { routing: 'static' }),
  name: `edit-target-${move}-old-schema`,
  about: 'in this region CloudFormation would still replace the connection: the deployment is refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'would replace the connection',
  aws: { cloudFormationUnknowns: { vpnConnectionSchema: 'gateways-create-only' } },
  run: async (context) => deploy(context, { routing: 'static', on: context.estate.to, deployment: 2 }),
}));

const ROUTINGS_REFUSED: readonly Scenario[] = ROUTINGS.map((routing): Scenario => ({
  direction: 'vgw-to-tgw', routing, estate: { move: 'vgw-to-tgw' },
  begin: async (context) => begin(context, { routing }),
  name: `edit-target-routing-of-${routing}`,
  about: 'the kind of routing is edited, for which CloudFormation would replace the connection: refused before anything is touched',
  mustEnd: 'refused',
  mustSay: 'for which CloudFormation makes another connection',
  tunnels: 'one-is-up',
  run: async (context) => deploy(context, { routing: routing === 'bgp' ? 'static' : 'bgp', on: context.estate.from, deployment: 2 }),
}));

const LEFT = { direction: 'tgw-to-tgw', routing: 'static', estate: { move: 'tgw-to-tgw' } } as const;

/** The template names the tables of its target alone, so that the role could put nothing back in those that are left. */
const TABLES_NOT_NAMED: Scenario = {
  ...LEFT,
  begin: async (context) => begin(context, namingTables(context, [])),
  name: 'edit-target-tables-not-named',
  about: 'nobody has named the tables of the transit gateway that is left: refused before anything is touched, with the line to write',
  mustEnd: 'refused',
  mustSay: 'not-permitted',
  run: async (context) => deploy(context, { ...namingTables(context, []), on: context.estate.to, deployment: 2 }),
};

const TABLES_NAMED: Scenario = {
  ...LEFT,
  begin: async (context) => begin(context, namingTables(context, [])),
  name: 'edit-target-tables-not-named-follows',
  about: 'the same, and the line that the refusal tells is written: the next deployment moves the connection with its routes',
  mustEnd: 'migrated',
  mustAnnounce: ['REFUSED', 'STARTED', 'ARRANGED', 'MIGRATED'],
  run: async (context) => {
    const refused = await deploy(context, { ...namingTables(context, []), on: context.estate.to, deployment: 2 });
    return deployTwice(context, namingTables(context, tablesToldBy(refused.failures[0].reason)), 3);
  },
};

export const EDIT_TARGET_REFUSALS: readonly Scenario[] = [...OLD_SCHEMA, ...ROUTINGS_REFUSED, TABLES_NOT_NAMED, TABLES_NAMED];

function namingTables({ estate }: ScenarioContext, transitGatewayRouteTableIds: string[]): Omit<Edit, 'on' | 'deployment'> {
  return { routing: 'static', targetChange: pairOf(estate, { routing: 'static' }, { transitGatewayRouteTableIds }) };
}

/** Somebody copies the line. */
function tablesToldBy(refusal: string): string[] {
  const line = /transitGatewayRouteTableIds: \[([^\]]*)\]/.exec(refusal)?.[1] ?? '';
  return [...line.matchAll(/tgw-rtb-[0-9a-f]+/g)].map(([id]) => id);
}
