/** Roles that others make (`Role.customizeRoles`): none is left in the template, and what each has to be able to do is reported, whole. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { App, Aspects, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as stepfunctions from 'aws-cdk-lib/aws-stepfunctions';
import { IConstruct } from 'constructs';
import { account, ids, newMigration, region, virtualPrivateGateway } from './construct-fixtures';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, SiteToSiteVpn, TargetChange, TargetGateway, VpnCustomResources, VpnRouting,
} from '../../src';

const SUBNET = 'subnet-0a1b2c3d4e5f60718';
const KEY = `arn:aws:kms:${region}:${account}:key/01234567-89ab-cdef-0123-456789abcdef`;
/** So many that their rights take a managed policy as well. */
const DEVICES = 90;

/** Everything of which a role has rights, with every option that gives more. */
function fill(stack: Stack): void {
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', KEY);
  VpnCustomResources.of(stack).configure({
    vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: ids.vpc, availabilityZones: ['a'], privateSubnetIds: [SUBNET] }),
    encryptionKey, waiterLogLevel: stepfunctions.LogLevel.ALL,
  });
  newMigration(stack);
  const edited = new SiteToSiteVpn(stack, 'Edited', {
    target: virtualPrivateGateway(), routing: VpnRouting.staticRoutes(['10.1.0.0/16']), ip: '198.51.100.1', targetChange: TargetChange.withRoutes(),
  });
  new SiteToSiteVpn(stack, 'Tagged', {
    target: TargetGateway.transitGateway(ids.tgw, {
      associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes], attachmentTags: { Site: 'Berlin', Team: 'networks' },
      prefixListReferences: [{ routeTableId: ids.spokes, prefixListId: ids.prefixList }],
    }),
    routing: VpnRouting.staticRoutes(['10.2.0.0/16']), ip: '198.51.100.2',
  });
  expect(edited.tunnels).toHaveLength(2);
  const format = ConfigurationFormat.xml();
  new CustomerGatewayConfiguration(edited, 'Inside', { vpnConnection: edited, format, encryptionKey });
  for (let at = 0; at < DEVICES; at += 1) new CustomerGatewayConfiguration(stack, `Device${at}`, { vpnConnection: edited, format, encryptionKey });
}

interface Report {
  readonly roles: readonly {
    readonly roleConstructPath: string;
    readonly managedPolicyStatements: Statement[];
    readonly identityPolicyStatements: Statement[];
  }[];
}

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: unknown;
}

function synthesized(options?: (paths: readonly string[]) => iam.CustomizeRolesOptions) {
  const app = new App();
  if (options !== undefined) iam.Role.customizeRoles(app, options(Object.keys(statementsByRole(synthesized()))));
  const stack = new Stack(app, 'Stack', { env: { account, region } });
  fill(stack);
  const assembly = app.synth();
  const report = () => JSON.parse(readFileSync(path.join(assembly.directory, 'iam-policy-report.json'), 'utf8')) as Report;
  const { template, messages } = assembly.getStackByName('Stack');
  return { stack, template: Template.fromJSON(template as object), messages, report };
}

const nameOf = (at: number) => `role-${at}`;

/** Of every role in a template, by its path: which action on how many resources under which condition. */
function statementsByRole({ stack, template }: { readonly stack: Stack; readonly template: Template }): Record<string, string[]> {
  const policies = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].flatMap((type) => Object.entries(template.findResources(type)));
  const roles = stack.node.findAll().filter((each) => each instanceof iam.CfnRole);
  return Object.fromEntries(roles.map((role) => {
    const id = stack.resolve(role.logicalId) as string;
    const { Policies = [], ManagedPolicyArns = [] } = template.findResources('AWS::IAM::Role')[id].Properties;
    const documents = [
      ...(Policies as { readonly PolicyDocument: Document }[]).map(({ PolicyDocument }) => PolicyDocument),
      ...policies.filter(([policyId, { Properties: { Roles = [] } }]) => JSON.stringify(ManagedPolicyArns).includes(`"${policyId}"`) || JSON.stringify(Roles).includes(`"${id}"`))
        .map(([, { Properties: { PolicyDocument } }]) => PolicyDocument as Document),
    ];
    const { node } = role.node.scope instanceof iam.Role ? role.node.scope : role;
    return [node.path, linesOf(documents.flatMap(({ Statement }) => Statement))];
  }));
}

interface Document {
  readonly Statement: readonly Statement[];
}

/** A report may have one twice. */
function linesOf(statements: readonly Statement[]): string[] {
  return [...new Set(statements.flatMap(inWords))].sort();
}

/** Of its resources the number: a report has names of its own for what is not there yet. */
function inWords({ Effect, Action, Resource, Condition }: Statement): string[] {
  return [Action].flat().map((action) => `${Effect} ${action} on ${[Resource].flat().length}${Condition === undefined ? '' : ` if ${shapeOf(Condition)}`}`);
}

function shapeOf(condition: unknown): string {
  return Object.entries(condition as object).flatMap(([operator, keys]) =>
    Object.entries(keys as object).map(([key, values]) => `${operator} ${key} ${[values].flat().length}`)).join();
}

describe('where all roles are made by others', () => {
  test('none is in the template, nor any policy, and each of theirs is in its place', () => {
    const { template } = synthesized((paths) => ({ usePrecreatedRoles: Object.fromEntries(paths.map((each, at) => [each, nameOf(at)])) }));

    ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].forEach((type) => template.resourceCountIs(type, 0));
    const roles = Object.values(template.findResources('AWS::Lambda::Function')).map(({ Properties }) => JSON.stringify(Properties.Role));
    expect(roles.filter((each) => !/:role\/role-\d+/.test(each))).toEqual([]);
  });

  test('the report has every statement that the template would have had, with every value', () => {
    const wanted = statementsByRole(synthesized());

    const { roles } = synthesized(() => ({ preventSynthesis: true })).report();
    const reported = Object.fromEntries(roles.filter(({ roleConstructPath: of }) => of in wanted).map(({ roleConstructPath, ...role }) =>
      [roleConstructPath, linesOf([...role.identityPolicyStatements, ...role.managedPolicyStatements])]));
    expect(reported).toEqual(wanted);
    expect(JSON.stringify(roles)).not.toContain('Token[');
  });

  test('a function that an aspect puts into a VPC is reported with the right to it', () => {
    const app = new App();
    iam.Role.customizeRoles(app);
    const stack = new Stack(app, 'Stack', { env: { account, region } });
    newMigration(stack);
    const vpcConfig = { subnetIds: [SUBNET], securityGroupIds: ['sg-1'] };
    Aspects.of(app).add({ visit: (node: IConstruct) => { if (node instanceof lambda.CfnFunction) node.vpcConfig = vpcConfig; } });

    const { roles } = JSON.parse(readFileSync(path.join(app.synth().directory, 'iam-policy-report.json'), 'utf8')) as Report;
    expect(roles.filter((role) => JSON.stringify(role).includes('VPCAccess'))).toHaveLength(4);
  });
});

test('where they are made and reported at once, of which aws-cdk-lib leaves out rights, the deployment is refused', () => {
  const { messages, report, ...synth } = synthesized(() => ({ preventSynthesis: false }));

  const errors = messages.filter(({ level }) => level === 'error').map(({ id, entry }) => `${id}: ${String(entry.data)}`);
  expect(errors).toContainEqual(expect.stringMatching('^/Stack/VpnConnectionResources/FunctionRole: `Role.customizeRoles` must not have `preventSynthesis: false`'));
  expect(report().roles.length).toBeGreaterThan(0);
  // As soon as it does not, this is no reason any more.
  expect(statementsByRole(synth)['Stack/VpnMigrationRecords/MoveProvider/Provider/waiter-state-machine/Role']).toEqual([]);
});
