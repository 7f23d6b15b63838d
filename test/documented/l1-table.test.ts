/** The tables of docs/properties.md: nothing of the L1s is missing, and what stands there of this library is true. */
import { readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import { CdkLibrary, interfaces, L1_INTERFACES, L1Interface, l1Properties, membersOf } from './l1-properties';
import { CREATE_ONLY_PROPERTIES } from '../../src/contract/create-only-properties';

const SRC = path.join(__dirname, '..', '..', 'src');
const DOCUMENT = readFileSync(path.join(__dirname, '..', '..', 'docs', 'properties.md'), 'utf8');

interface Row {
  readonly property: string;
  readonly ours: string;
  readonly change: string;
  readonly checked: string;
}

/** What ours are the properties of. */
const OURS: Record<L1Interface, string> = {
  CfnVPNConnectionProps: 'SiteToSiteVpnProps',
  VpnTunnelOptionsSpecificationProperty: 'SiteToSiteVpnProps',
  CloudwatchLogOptionsSpecificationProperty: 'SiteToSiteVpnProps',
  CfnCustomerGatewayProps: 'CustomerGatewayProps',
};

/** What the construct decides by itself, or aws-cdk-lib does. */
const NO_PROPERTY = /^always `ipsec\.1`$|^`Tags\.of\(\w+\)`$/;

/** Both ends and the routing are checked by what they hold, not by their names. */
const ENDS = ['`target`', '`customerGateway`', '`routing`'];

function speaksOf(file: string, ours: string): boolean {
  const property = /(\w+)(?:\[\])?`$/.exec(ours)![1];
  return new RegExp(`\\b${property}\\b`).test(readFileSync(path.join(SRC, filesNamed(file)[0]), 'utf8'));
}

/** In whichever concept's folder it is. */
function filesNamed(file: string): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((each) => `/${each}`.endsWith(`/${file}.ts`));
}

function rowsOf(name: L1Interface): Row[] {
  const section = DOCUMENT.split(/^#+ /m).find((each) => each.startsWith(`${name.replace(/Props$|Property$/, '')}\n`)) ?? '';
  return [...section.matchAll(/^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)]
    .map(([, property, ours, change, checked]) => ({ property, ours, change, checked }));
}

const libraries: CdkLibrary[] = ['aws-cdk-lib', 'aws-cdk-lib-newest'];

describe.each(L1_INTERFACES)('%s', (name) => {
  const rows = rowsOf(name);

  test.each(libraries)('has a row for each property in %s', (library) => {
    const documented = rows.map(({ property }) => property);

    expect(l1Properties(library, name).filter((property) => !documented.includes(property))).toEqual([]);
  });

  test('has no row twice, and none for a property that no supported aws-cdk-lib has', () => {
    const existing = new Set(libraries.flatMap((library) => l1Properties(library, name)));
    const documented = rows.map(({ property }) => property);

    expect(documented.filter((property) => !existing.has(property))).toEqual([]);
    expect(documented).toHaveLength(new Set(documented).size);
  });

  test('names properties of ours that exist', () => {
    const named = rows.filter(({ ours }) => !NO_PROPERTY.test(ours)).map(({ ours }) => ours.replaceAll('`', ''));

    expect(named.filter((ours) => documentationOf(OURS[name], ours) === undefined)).toEqual([]);
  });

  test('names files that exist, and that speak of the option', () => {
    const places = rows.flatMap(({ ours, checked }) => [...checked.matchAll(/`((?:private\/)?[a-z-]+)`[: ]/g)].map(([, file]) => ({ ours, file })));

    for (const { file } of places) expect([file, filesNamed(file)]).toEqual([file, [expect.any(String)]]);
    expect(places.filter(({ ours, file }) => !ENDS.includes(ours) && !speaksOf(file, ours))).toEqual([]);
  });
});

describe('what replaces the connection', () => {
  const rows = rowsOf('CfnVPNConnectionProps');

  test('is marked so, and nothing else is', () => {
    const marked = rows.filter(({ change }) => change === 'replaces').map(({ property }) => property[0].toUpperCase() + property.slice(1));

    expect(marked.sort()).toEqual(CREATE_ONLY_PROPERTIES);
    expect(rows.filter(({ change }) => !['replaces', 'in place'].includes(change))).toEqual([]);
  });

  test('says so where it is declared', () => {
    // A target of another kind is another matter than a target of the same kind, and documented there.
    const replacing = rows.filter(({ ours, change }) => change === 'replaces' && !NO_PROPERTY.test(ours) && ours !== '`target`');
    const sayings = replacing.map(({ ours }) => documentationOf('SiteToSiteVpnProps', ours.replaceAll('`', ''))!.replace(/\s+\*\s+/g, ' '));
    const silent = sayings.filter((saying) => !saying.includes('replaces the connection'));

    expect(replacing).toHaveLength(10);
    expect(silent).toEqual([]);
  });
});

test('a property that is missing is missed', () => {
  expect(l1Properties('aws-cdk-lib', 'CfnVPNConnectionProps')).toHaveLength(18);
  expect(l1Properties('aws-cdk-lib', 'VpnTunnelOptionsSpecificationProperty')).toHaveLength(20);
  expect(documentationOf('SiteToSiteVpnProps', 'tunnels[].phase1.lifetimes')).toBeUndefined();
  expect(documentationOf('SiteToSiteVpnProps', 'tunnels[].phase1.lifetime')).toContain('900 to 28800 seconds');
});

/** The comment over a property of ours, which is named by its way from the props: `tunnels[].phase1.lifetime`. */
function documentationOf(props: string, way: string): string | undefined {
  const [first, ...rest] = way.split('.');
  const property = declaredIn(props).flatMap(membersOf).find((member) => member.name.getText() === first.replace('[]', ''));
  if (property === undefined) return undefined;
  if (rest.length > 0) return documentationOf(property.type!.getText().replace('[]', ''), rest.join('.'));
  return property.getFullText();
}

/** The interface and those that it extends. */
function declaredIn(name: string): ReturnType<typeof interfaces> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && !file.includes('private/'));
  const declared = files.flatMap((file) => interfaces(path.join(SRC, file))).filter((each) => each.name.text === name);
  const extended = declared.flatMap((each) => each.heritageClauses ?? [])
    .flatMap((clause) => clause.types.map((type) => type.expression.getText()));
  return [...declared, ...extended.flatMap(declaredIn)];
}
