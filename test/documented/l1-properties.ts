/** The properties that an L1 of aws-cdk-lib declares, read from its declarations: what a user could set without this library. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import * as ts from 'typescript';

/** The oldest supported aws-cdk-lib and the newest tested one, as they are installed. */
export type CdkLibrary = 'aws-cdk-lib' | 'aws-cdk-lib-newest';

/** The interfaces of EC2's L1s whose properties are this library's business. */
export const L1_INTERFACES = [
  'CfnVPNConnectionProps', 'VpnTunnelOptionsSpecificationProperty', 'CloudwatchLogOptionsSpecificationProperty', 'CfnCustomerGatewayProps',
] as const;

export type L1Interface = typeof L1_INTERFACES[number];

/** The names of the interface's properties, sorted. */
export function l1Properties(library: CdkLibrary, name: L1Interface): string[] {
  const file = path.join(__dirname, '..', '..', 'node_modules', library, 'aws-ec2', 'lib', 'ec2.generated.d.ts');
  const [declared] = interfaces(file).filter((each) => each.name.text === name && inConnection(each, name));
  if (declared === undefined) throw new Error(`${file} declares no interface ${name}`);
  return membersOf(declared).map((member) => (member.name as ts.Identifier).text).sort();
}

/** Names inside namespaces repeat: Client VPN has log options of its own. */
function inConnection(declared: ts.InterfaceDeclaration, name: L1Interface): boolean {
  if (name.startsWith('Cfn')) return true;
  return ((declared.parent.parent as ts.ModuleDeclaration).name as ts.Identifier).text === 'CfnVPNConnection';
}

/** All interfaces of a file, those in namespaces too. */
export function interfaces(file: string): ts.InterfaceDeclaration[] {
  const known = parsed.get(file) ?? parse(file);
  parsed.set(file, known);
  return known;
}

/** Declarations of a million characters take a second to parse. */
const parsed = new Map<string, ts.InterfaceDeclaration[]>();

function parse(file: string): ts.InterfaceDeclaration[] {
  const found: ts.InterfaceDeclaration[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node)) found.push(node);
    if (ts.isSourceFile(node) || ts.isModuleDeclaration(node) || ts.isModuleBlock(node)) ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
  return found;
}

export function membersOf(declared: ts.InterfaceDeclaration): ts.PropertySignature[] {
  return declared.members.filter(ts.isPropertySignature);
}
