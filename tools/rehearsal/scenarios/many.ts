/** Much of one thing in one stack: as much as AWS's quotas allow, and one more, which the app refuses by itself. */
import { SecretValue, Stack } from 'aws-cdk-lib';
import { Synthesized } from './application';
import { deployAgain, deployUnlessRefused } from './deployments';
import { MovedConnection, movedConnectionsOf, PLANTED_PRE_SHARED_KEY } from './estate';
import {
  addConnection, ConnectionChoices, makeConnections, networkBehind, numbers, routingOf, seedMoves, stackOfMoves,
} from './many-stacks';
import { routesTowards } from './measures';
import { Scenario, ScenarioContext } from './scenario';
import { ConfigurationFormat, CustomerGatewayConfiguration, MigrationStage, SiteToSiteVpn, TargetChange, VpnDeviceType } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';

/** AWS's quotas: connections of a Region, and as many customer gateways; connections of a virtual private gateway. */
const [CONNECTIONS, ON_VPN_GATEWAY] = [50, 10];

/** Of a template, each a key of a tunnel. */
const KEYS_MAX = 60;
const KEYS_NAME = 'vpn-keys';

const [MOVES, MOVES_SYNTHESIZED, TABLES_OF_EACH] = [10, 50, 12];
/** How many route tables the rights of one move may name. */
const TABLES_OF_ONE_MAX = 96;

const TAGGED = 8;
const TAGS = numbers(40).map((at) => at + 1);
/** Tag keys of the greatest length, and how many of them fit into the policies of a role, twice. */
const [KEY_LENGTH_MAX, LONG_TAGS_MAX] = [128, 34];

const CONFIGURED = 20;
/** How many configurations can be made inside connections. */
const INSIDE_MAX = 27;
const FORMATS = [
  ConfigurationFormat.xml(), ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+') }),
];

export const MANY: readonly Scenario[] = [
  {
    ...staying(CONNECTIONS),
    name: 'many-connections',
    about: 'fifty connections, ten of them on a virtual private gateway, are made by one stack, with no quota raised; the same once more changes nothing',
    mustEnd: 'unchanged',
    begin: async (context) => makeConnections(context, connections(context)),
    run: async (context) => deployAgain(context, connections(context)),
    unexpected: missingRoutes,
  },
  {
    ...staying(CONNECTIONS),
    name: 'many-connections-guarded',
    about: 'fifty connections are made by one stack with the custom resources that guard their edits; the same once more changes nothing',
    mustEnd: 'unchanged',
    begin: async (context) => makeConnections(context, guarded(context)),
    run: async (context) => deployAgain(context, guarded(context)),
    unexpected: missingRoutes,
  },
  {
    ...staying(KEYS_MAX / 2),
    name: 'many-connections-too-many',
    about: 'thirty connections have sixty keys in Secrets Manager, and one more connection is refused before anything is deployed',
    mustEnd: 'refused',
    mustSay: '62 pre-shared keys in Secrets Manager, and CloudFormation takes at most 60 dynamic references in a stack; put some of the 31 connections',
    mustAnnounce: [],
    begin: async (context) => makeConnections(context, keyed(context, KEYS_MAX / 2)),
    run: async (context) => deployUnlessRefused(context, () => keyed(context, KEYS_MAX / 2 + 1)),
  },
  {
    ...moving(MOVES, TABLES_OF_EACH),
    name: 'many-moves',
    about: 'ten connections with twelve VPC tables each move at once in one stack; before, the roles of fifty such moves have been made in another one',
    mustEnd: 'migrated',
    run: async (context) => {
      const roles = await makeRolesOfMoves(context, MOVES_SYNTHESIZED);
      if (!roles.succeeded) return roles;
      const stack = () => stackOfMoves(context.applications, movedConnectionsOf(context.estate));
      const moved = await context.aws.cloudFormation.deploy(stack());
      return moved.succeeded ? deployAgain(context, stack()) : moved;
    },
  },
  {
    ...moving(1, TABLES_OF_ONE_MAX),
    name: 'many-moves-too-many',
    about: 'a move is prepared with as many VPC tables as its role can name, and refused with one more before anything is deployed',
    mustEnd: 'refused',
    mustSay: `name fewer route tables: of the ${TABLES_OF_ONE_MAX + 1} in \`vpcRouteTables\` about ${TABLES_OF_ONE_MAX} fit`,
    mustAnnounce: ['PREPARED'],
    run: async (context) => {
      const { estate, applications } = context;
      const prepared = await context.aws.cloudFormation.deploy(stackOfMoves(applications, [estate], MigrationStage.PREPARED));
      if (!prepared.succeeded) return prepared;
      const wider = { ...estate, vpcRouteTableIds: [...estate.vpcRouteTableIds, imaginaryTable(TABLES_OF_ONE_MAX)] };
      return deployUnlessRefused(context, () => stackOfMoves(applications, [wider], MigrationStage.PREPARED));
    },
  },
  {
    ...staying(TAGGED),
    name: 'many-tags',
    about: 'eight connections get forty tags of their attachments, and then forty others, for which rights to both stand beside each other',
    mustEnd: 'unchanged',
    begin: async (context) => {
      const made = await makeConnections(context, tagged(context, 'cost-centre'));
      await deployed(context, tagged(context, 'department'));
      return made;
    },
    run: async (context) => deployAgain(context, tagged(context, 'department')),
    unexpected: (context) => differentTags(context, 'department'),
  },
  {
    ...staying(1),
    name: 'many-tags-too-many',
    about: 'a connection has as many tags with long keys as one role can set, and one more is refused before anything is deployed',
    mustEnd: 'refused',
    mustSay: 'of which the keys of the tags take 9730 and the tables and lists of the references 0; use fewer different ones, or put some of the connections',
    mustAnnounce: [],
    begin: async (context) => makeConnections(context, longTagged(context, LONG_TAGS_MAX)),
    run: async (context) => deployUnlessRefused(context, () => longTagged(context, LONG_TAGS_MAX + 1)),
  },
  {
    ...staying(CONFIGURED),
    name: 'many-configurations',
    about: 'forty configurations of the devices of twenty connections are kept in secrets by one stack; the same once more changes nothing',
    mustEnd: 'unchanged',
    begin: async (context) => makeConnections(context, configured(context)),
    run: async (context) => deployAgain(context, configured(context)),
    unexpected: differentSecrets,
  },
  {
    ...staying(1),
    name: 'many-configurations-too-many',
    about: 'as many configurations are made inside a connection as one role can read, and one more is refused before anything is deployed',
    mustEnd: 'refused',
    mustSay: `${INSIDE_MAX + 1} device configurations of stack Network are made inside connections, and the policies of one role may have 10240 characters`,
    mustAnnounce: [],
    begin: async (context) => makeConnections(context, configuredInside(context, INSIDE_MAX)),
    run: async (context) => deployUnlessRefused(context, () => configuredInside(context, INSIDE_MAX + 1)),
  },
];

/** Connections that the stack makes, and whose two VPC tables it fills. */
function staying(count: number): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'flows'> {
  return {
    direction: 'none',
    routing: 'both',
    estate: { move: 'vgw-to-tgw', vpcTablesEmpty: true, onPremises: numbers(count).map(networkBehind) },
    flows: 2 * 2 * count,
  };
}

/** Out of each subnet one network is reached, and every network reaches each subnet. */
function moving(moves: number, tablesOfEach: number): Pick<Scenario, 'direction' | 'routing' | 'estate' | 'seed' | 'flows'> {
  return {
    direction: 'tgw-to-tgw',
    routing: 'static',
    estate: { move: 'tgw-to-tgw', onPremises: numbers(moves).map(networkBehind) },
    seed: (network) => seedMoves(network, { moves, tablesOfEach }),
    flows: moves + moves * moves,
  };
}

function stackOf(
  { applications, estate }: ScenarioContext, count: number, choicesOf: (at: number) => ConnectionChoices,
  beside?: (stack: Stack, vpns: SiteToSiteVpn[]) => void,
): Synthesized {
  return applications.synthesize((stack) => {
    const vpns = numbers(count).map((at) => addConnection(stack, estate, at, choicesOf(at)));
    beside?.(stack, vpns);
  });
}

function connections(context: ScenarioContext, choices: Pick<ConnectionChoices, 'targetChange'> = {}): Synthesized {
  return stackOf(context, CONNECTIONS, (at) => ({ on: at < ON_VPN_GATEWAY ? 'virtual-private-gateway' : 'transit-gateway', ...choices }));
}

/** With what guards their edits: of each two custom resources and a role. */
function guarded(context: ScenarioContext): Synthesized {
  return connections(context, { targetChange: TargetChange.withRoutes() });
}

function keyed(context: ScenarioContext, count: number): Synthesized {
  return stackOf(context, count, () => ({ on: 'transit-gateway', tunnels: keptKeys(context) }));
}

function keptKeys({ aws }: ScenarioContext): ConnectionChoices['tunnels'] {
  if (aws.secrets.find(KEYS_NAME) === undefined) {
    aws.secrets.create(KEYS_NAME, { value: JSON.stringify([PLANTED_PRE_SHARED_KEY, `${PLANTED_PRE_SHARED_KEY}.2`]) });
  }
  return ['0', '1'].map((jsonField) => ({ preSharedKey: SecretValue.secretsManager(KEYS_NAME, { jsonField }) }));
}

/** Everything of the stack but the moves themselves: so many at once would find EC2's buckets empty before any has looked around. */
async function makeRolesOfMoves({ aws, applications, estate }: ScenarioContext, count: number): Promise<DeploymentResult> {
  const courses = numbers(count).map((at): MovedConnection => ({
    ...estate,
    vpnConnectionId: `vpn-${hexadecimal(at)}`,
    vpcRouteTableIds: numbers(TABLES_OF_EACH).map((table) => imaginaryTable(at * TABLES_OF_EACH + table)),
  }));
  const { template, ...synthesized } = stackOfMoves(applications, courses);
  const resources = Object.entries(template.Resources).filter(([, { Type }]) => Type !== 'Custom::VpnTargetMigration');
  const stackName = 'Roles';
  const less = { ...template, Resources: Object.fromEntries(resources) };
  const made = await aws.cloudFormation.deploy({ ...synthesized, stackName, template: less });
  if (made.succeeded) await aws.cloudFormation.destroy(stackName);
  return made;
}

function imaginaryTable(at: number): string {
  return `rtb-${hexadecimal(at)}`;
}

function hexadecimal(at: number): string {
  return at.toString(16).padStart(17, '0');
}

/** The tags of one connection, of which each has a key of its own. */
function tagsOf(at: number, prefix: string): Record<string, string> {
  const own = TAGS.filter((tag) => tag % TAGGED === at);
  return Object.fromEntries(own.map((tag) => [`${prefix}-of-the-networks-behind-customer-gateway-${tag}`, String(tag)]));
}

function tagged(context: ScenarioContext, prefix: string): Synthesized {
  return stackOf(context, TAGGED, (at) => ({ on: 'transit-gateway', attachmentTags: tagsOf(at, prefix) }));
}

function longTagged(context: ScenarioContext, count: number): Synthesized {
  const attachmentTags = Object.fromEntries(numbers(count).map((at) => [String(at).padEnd(KEY_LENGTH_MAX, '.'), 'long']));
  return stackOf(context, 1, () => ({ on: 'transit-gateway', attachmentTags }));
}

function configured(context: ScenarioContext): Synthesized {
  return stackOf(context, CONFIGURED, () => ({ on: 'transit-gateway', tunnels: keptKeys(context) }), (stack, vpns) => {
    vpns.forEach((vpnConnection, at) => FORMATS.forEach((format, index) =>
      new CustomerGatewayConfiguration(stack, `Device${at}In${index}`, { vpnConnection, format, secretName: secretOf(at, index) })));
  });
}

function secretOf(at: number, format: number): string {
  return `device-${at}-${format}`;
}

function configuredInside(context: ScenarioContext, count: number): Synthesized {
  return stackOf(context, 1, () => ({ on: 'transit-gateway', tunnels: keptKeys(context) }), (_, [vpnConnection]) => {
    numbers(count).forEach((at) => new CustomerGatewayConfiguration(vpnConnection, `Device${at}`, { vpnConnection, format: FORMATS[0] }));
  });
}

async function deployed({ aws }: ScenarioContext, stack: Synthesized): Promise<void> {
  const { succeeded, failures } = await aws.cloudFormation.deploy(stack);
  if (!succeeded) throw new Error(`the stack of the story could not be changed: ${failures[0]?.reason}`);
}

/** Each is led to by both tables of the VPC and on its own gateway; on a transit gateway it stands in the tables of its routing. */
function missingRoutes({ aws: { network: { view } }, estate }: ScenarioContext): string[] {
  return movedConnectionsOf(estate).flatMap(({ vpnConnectionId, to, vpcRouteTableIds }, at) => {
    const routes = routesTowards(view, vpnConnectionId).filter(({ destination }) => destination === networkBehind(at));
    const tables = routes.map(({ table }) => table);
    const last = to.kind === 'transit-gateway' ? to.staticRouteTableIds[0] : to.id;
    const led = tables.join() === [...vpcRouteTableIds, last].join();
    const attachment = Object.values(view.state.transitGatewayAttachments).find(({ resourceId }) => resourceId === vpnConnectionId);
    const propagated = attachment?.propagations.map(({ routeTableId }) => routeTableId).join() ?? '';
    const stands = to.kind !== 'transit-gateway'
      || (attachment?.association?.routeTableId === to.associationRouteTableId && propagated === (routingOf(at) === 'bgp' ? last : ''));
    return [
      ...led ? [] : [`${networkBehind(at)} is led to ${vpnConnectionId} in ${tables.join(', ') || 'no table'}`],
      ...stands ? [] : [`${vpnConnectionId} does not stand in the route tables of its transit gateway`],
    ];
  });
}

function differentTags({ aws: { network: { view } }, estate }: ScenarioContext, prefix: string): string[] {
  return movedConnectionsOf(estate).flatMap(({ vpnConnectionId }, at) => {
    const attachment = Object.values(view.state.transitGatewayAttachments).find(({ resourceId }) => resourceId === vpnConnectionId);
    const tags = (attachment?.tags ?? []).map(({ Key, Value }) => `${Key}=${Value}`).sort().join(', ');
    const wanted = Object.entries(tagsOf(at, prefix)).map(([key, value]) => `${key}=${value}`).sort().join(', ');
    return tags === wanted ? [] : [`the attachment of ${vpnConnectionId} has the tags ${tags || '(none)'}`];
  });
}

/** Each was written once, and holds the keys of its connection. */
function differentSecrets({ aws: { secrets } }: ScenarioContext): string[] {
  return numbers(CONFIGURED).flatMap((at) => FORMATS.map((_, index) => secretOf(at, index))).filter((name) => {
    const versions = secrets.find(name)?.versions ?? [];
    return versions.length !== 1 || !versions[0].value.includes(PLANTED_PRE_SHARED_KEY);
  }).map((name) => `the secret ${name} does not hold one configuration with the key`);
}
