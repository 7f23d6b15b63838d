/** Estates read from a folder of saved `aws ec2 describe-…` outputs: one region in it, or one in each of its folders. */
import * as path from 'node:path';
import { estateOf, noTables } from './assembling';
import { Estate, Gap } from './estate';
import { describedAs, fileNameOf, LIST_NAMES, LIST_OUTPUTS, Lists, Output, TABLE_LIST_NAMES, TABLE_OUTPUTS } from './outputs';
import { savedContentOf, savedFilesIn, savedFoldersIn, unreadable } from './saved-files';
import { Misfit, shapedList } from './shapes';
import { REGION, regionOfZone } from '../../../src/contract/grammar';
import { describeIdOf, isResourceId } from '../../../src/contract/resource-id';

/** What stands for the region where neither the folder's name nor anything in it says which. */
export const UNKNOWN_REGION = 'unknown';

/**
 * @param told of every file that says nothing about an estate
 * @throws {CommandFailure} naming the file, and the member where it is one
 */
export async function readSaved(directory: string, reported: (note: string) => void): Promise<Estate[]> {
  const estates: Estate[] = [];
  for (const folder of await savedFoldersIn(directory)) {
    const files = await savedFilesIn(folder);
    if (files.length > 0) estates.push(...await readRegion(folder, files, reported));
  }
  if (estates.length > 0) return estates;
  const { command } = LIST_OUTPUTS.vpnConnections;
  throw unreadable(`${directory} holds no saved output with VpnConnections`,
    `Save one there by \`aws ec2 ${command} --output json > ${fileNameOf(LIST_OUTPUTS.vpnConnections)}\`.`);
}

type SomeLists = { readonly [Name in keyof Lists]?: readonly Lists[Name][] };

/** What the files of one region say together. */
class SavedRegion {
  private readonly lists = new Map<keyof Lists, Map<string, unknown>>();
  private readonly tables = noTables();
  private readonly gaps: Gap[] = [];

  /** @returns whether there is anything in the file that an estate is made of */
  take(file: string, content: Readonly<Record<string, unknown>>): boolean {
    const lists = LIST_NAMES.filter((name) => LIST_OUTPUTS[name].member in content);
    const tables = TABLE_LIST_NAMES.filter((name) => TABLE_OUTPUTS[name].member in content);
    for (const name of lists) this.takeList(name, file, content);
    for (const name of tables) this.takeTable(name, file, content);
    return lists.length + tables.length > 0;
  }

  get hasConnections(): boolean {
    return this.lists.has('vpnConnections');
  }

  estate(region: string | undefined): Estate {
    const lists = Object.fromEntries([...this.lists].map(([name, byId]) => [name, [...byId.values()]])) as SomeLists;
    const missing = LIST_NAMES.filter((name) => lists[name] === undefined).map((name) => absent(LIST_OUTPUTS[name]));
    const gatewayTables = (lists.transitGatewayRouteTables ?? []).filter(({ State: state }) => state !== 'deleting' && state !== 'deleted');
    const missingOfTables = gatewayTables.flatMap(({ TransitGatewayRouteTableId: id = '' }) =>
      TABLE_LIST_NAMES.filter((name) => !this.tables[name].has(id)).map((name) => absent(TABLE_OUTPUTS[name], id)));
    return estateOf({
      region: region ?? regionIn(lists) ?? UNKNOWN_REGION, lists, tables: this.tables, gaps: [...this.gaps, ...missing, ...missingOfTables],
    });
  }

  private takeList(name: keyof Lists, file: string, content: Readonly<Record<string, unknown>>): void {
    const output: Output & { readonly id: string } = LIST_OUTPUTS[name];
    const byId = this.lists.get(name) ?? new Map<string, unknown>();
    this.lists.set(name, byId);
    // What names itself twice is one and the same.
    for (const each of shapedList(name, output.member, content[output.member])) {
      byId.set(String((each as Readonly<Record<string, unknown>>)[output.id]).toLowerCase(), each);
    }
    this.noteIfMore(output, file, content);
  }

  private takeTable(name: keyof typeof TABLE_OUTPUTS, file: string, content: Readonly<Record<string, unknown>>): void {
    const output = TABLE_OUTPUTS[name];
    const named = tableNamedBy(file);
    const elements = shapedList(name, output.member, content[output.member]);
    if (named === undefined && (elements.length === 0 || !elements.every(ownTableOf))) {
      throw unreadable(`${file}: ${output.member} does not say of which transit gateway route table it is`,
        `Name the file after its table, for instance ${fileNameOf(output, 'tgw-rtb-0123456789abcdef0')}.`);
    }
    const lists = this.tables[name] as Map<string, unknown[]>;
    if (named !== undefined && !lists.has(named)) lists.set(named, []);
    for (const each of elements) {
      const id = ownTableOf(each) ?? named!;
      lists.set(id, [...lists.get(id) ?? [], each]);
    }
    this.noteIfMore(output, file, content, named);
  }

  private noteIfMore(output: Output, file: string, content: Readonly<Record<string, unknown>>, routeTableId?: string): void {
    if (!content[output.more]) return;
    const why = `${path.basename(file)} has a part of the answer only: it says ${output.more}`;
    this.gaps.push({ described: describedAs(output, routeTableId), why });
  }
}

async function readRegion(folder: string, files: readonly string[], reported: (note: string) => void): Promise<Estate[]> {
  const saved = new SavedRegion();
  for (const file of files) {
    const content = await savedContentOf(file);
    try {
      if (!saved.take(file, content)) reported(`${file} holds none of the outputs that are read; it is left out`);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      throw unreadable(`${file}: ${error.message}`, nextStepFor(error.member));
    }
  }
  if (saved.hasConnections) return [saved.estate(REGION.fits(path.basename(folder)) ? path.basename(folder) : undefined)];
  reported(`${folder} holds no output with VpnConnections; it is left out`);
  return [];
}

/** @throws {CommandFailure} */
function tableNamedBy(file: string): string | undefined {
  const named = /tgw-rtb-[0-9A-Za-z]+/.exec(path.basename(file))?.[0];
  if (named === undefined || isResourceId('tgw-rtb', named)) return named?.toLowerCase();
  throw unreadable(`${file}: ${named} in its name is not ${describeIdOf('tgw-rtb')}`, 'Name the file after its table.');
}

/** Some answers name their table in every element, the others in none. */
function ownTableOf(element: object): string | undefined {
  return (element as { TransitGatewayRouteTableId?: string }).TransitGatewayRouteTableId?.toLowerCase();
}

/** As far as an ARN or a zone says it. */
function regionIn({ transitGateways = [], subnets = [], vpnConnections = [] }: SomeLists): string | undefined {
  const arns = [
    ...transitGateways.map((gateway) => gateway.TransitGatewayArn), ...subnets.map((subnet) => subnet.SubnetArn),
    ...vpnConnections.map((connection) => connection.PreSharedKeyArn),
  ];
  const zones = subnets.map((subnet) => regionOfZone(subnet.AvailabilityZone ?? ''));
  return [...arns.map((arn) => arn?.split(':')[3]), ...zones].find((region) => region !== undefined && REGION.fits(region));
}

function absent(output: Output, routeTableId?: string): Gap {
  return { described: describedAs(output, routeTableId), why: 'not among the saved outputs' };
}

function nextStepFor(member: string): string {
  const outputs: Output[] = [...Object.values(LIST_OUTPUTS), ...Object.values(TABLE_OUTPUTS)];
  const output = outputs.find((each) => each.member === member.replace(/[[.].*$/, ''));
  return `Save it again by \`aws ec2 ${output?.command ?? 'describe-…'} --output json\`.`;
}
