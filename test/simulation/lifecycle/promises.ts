/** What the app asks for, in the words of the facts, and what it wants kept: the template must say the same. */
import { AppModel, attachmentTagsOf, Connection } from './app';
import { ExpectedState } from './documented';
import { Estate, gatewayIdOf, networksOf, summaryOf, transitGatewayOf } from './estate';
import { CONNECTION, CUSTOMER_GATEWAY, factsOfTemplate, without } from './facts';
import { INVARIANTS, Violation } from './judge';

/** The connection of the app that the resource is, or is made for. */
export function connectionNamed({ connections }: AppModel, logicalId: string): Connection | undefined {
  return connections.find(({ slot }) => new RegExp(`^(Site${slot})?(Vpn|Device)${slot}([A-Z0-9a-z]*)$`).test(logicalId));
}

/** Of a stack that is what its template says. */
export function promisesBroken(app: AppModel, estate: Estate, { template, resources }: ExpectedState): Violation[] {
  if (template === undefined) return [];
  const ids = new Map([...resources.values()].filter(({ type }) => type === CONNECTION)
    .map(({ logicalId, physicalId }) => [connectionNamed(app, logicalId)?.slot, physicalId]));
  const wanted = new Set(app.connections.flatMap((connection) => factsOf(connection, estate, ids.get(connection.slot))));
  const said = factsOfTemplate(template, resources);
  const differences = [
    ...app.connections.filter(({ slot }) => !ids.has(slot)).map(({ name }) => `there is no connection for ${name}`),
    ...without(wanted, said).map((fact) => `the template has no ${fact}`),
    ...without(said, wanted).map((fact) => `the template has ${fact}`),
    ...policiesBroken(app, { template, resources }),
  ];
  return differences.length === 0 ? [] : [{ invariant: INVARIANTS.promised, how: differences.join('; ') }];
}

function factsOf(connection: Connection, estate: Estate, id: string | undefined): string[] {
  const { on, slot, bgp, networks, associates, twoTables, blackhole, prefixList, attachmentTag, vpcRoutes } = connection;
  const [listed, gateway] = [networksOf(slot, networks), transitGatewayOf(estate, on)];
  const vpc = vpcRoutes === 'none' || on === 'vgw-1' ? [] : estate.vpcRouteTables.flatMap((table) => (vpcRoutes === 'propagated' && gateway === undefined
    ? [`VPC propagation: ${table} ${gatewayIdOf(estate, on)}`] : listed.map((cidr) => `VPC route: ${table} ${cidr} ${gatewayIdOf(estate, on)}`)));
  if (gateway === undefined) return [...vpc, ...bgp ? [] : listed.map((cidr) => `static route: ${id} ${cidr}`)];
  const { hub, spokes } = gateway;
  const tables = twoTables ? [spokes, hub] : [spokes];
  return [
    ...vpc,
    ...associates ? [`association: ${id} ${hub}`] : [],
    ...tables.flatMap((table) => (bgp ? [`propagation: ${id} ${table}`] : listed.map((cidr) => `route: ${id} ${table} ${cidr}`))),
    ...blackhole ? [`route: nowhere ${spokes} ${summaryOf(slot)}`] : [],
    ...prefixList ? [`reference: ${id} ${spokes} ${estate.prefixLists[slot]}`] : [],
    ...attachmentTag === 0 ? [] : Object.entries(attachmentTagsOf(attachmentTag)).map(([key, value]) => `attachment tag: ${id} ${key}=${value}`),
  ];
}

/** [docs: a connection and its customer gateway are kept unless somebody says otherwise, by whatever way the CDK has for it] */
function policiesBroken(app: AppModel, { template, resources }: Pick<ExpectedState, 'template' | 'resources'>): string[] {
  return [...resources.values()].flatMap(({ logicalId, type }) => {
    const connection = connectionNamed(app, logicalId);
    if (connection === undefined || ![CONNECTION, CUSTOMER_GATEWAY].includes(type)) return [];
    const { removalPolicy, device } = connection;
    const own = type === CONNECTION || device === 'made-by-connection';
    // What the method of one construct says of another, its documents leave to them both.
    if (type === CUSTOMER_GATEWAY && removalPolicy === 'destroy-by-method' && app.stackPolicy === 'none') return [];
    const goes = app.stackPolicy !== 'none' || (own && removalPolicy.startsWith('destroy'));
    const { DeletionPolicy: policy = 'Delete' } = template?.Resources[logicalId] ?? {};
    return (policy === 'Delete') === goes ? [] : [`${logicalId} is to ${goes ? 'go' : 'stay'} when it is removed, and its policy is ${policy}`];
  });
}
