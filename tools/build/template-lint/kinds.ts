/** What a resource is, by the constructs that it is part of: neither logical ids nor names that an application chooses. */
import { CfnResource } from 'aws-cdk-lib';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { Construct, IConstruct } from 'constructs';
import * as library from '../../../src';
import { ConnectionResources } from '../../../src/connection/private/connection-resources';
import { ConfigurationProvider } from '../../../src/device-configuration/private/configuration-provider';
import { MigrationProvider } from '../../../src/migration/private/migration-provider';

type Test = (type: string, path: string, resource: IConstruct) => boolean;
/** Some have a constructor that is private. */
interface Class {
  readonly name: string;
  readonly prototype: object;
}

const FUNCTION = 'AWS::Lambda::Function';
const LOG_GROUP = 'AWS::Logs::LogGroup';
const ALARMS = [library.VpnConnectionDownAlarm, library.VpnTunnelDownAlarm, library.AllVpnConnectionsDownAlarm];

const within = (resource: IConstruct, classes: readonly Class[]) =>
  resource.node.scopes.some((scope) => classes.some(({ prototype }) => Object.prototype.isPrototypeOf.call(prototype, scope)));
const partOf = (classes: Class | readonly Class[], ...types: readonly string[]): Test =>
  (type, _, resource) => types.includes(type) && within(resource, [classes].flat());
const both = (first: Test, path: RegExp): Test => (...resource) => first(...resource) && path.test(resource[1]);

const MOVES = [library.VpnTargetMigration, library.VirtualPrivateGatewayReplacement];
const CLIENT_VPNS = [library.ClientVpnEndpoint, library.TransitGatewayClientVpnEndpoint];
const RIGHTS = ['AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'];

/** What the library exports that is a construct. */
export const CONSTRUCTS: readonly Class[] = Object.values<unknown>(library)
  .filter((each): each is new () => Construct => typeof each === 'function' && each.prototype instanceof Construct);
const OF_LIBRARY = [...CONSTRUCTS, ConnectionResources, ConfigurationProvider, MigrationProvider];

/** The first that fits. */
const TESTS = {
  'functions of CDK\'s provider framework': partOf(Provider, FUNCTION),
  'waiter of CDK\'s provider framework': partOf(Provider, 'AWS::StepFunctions::StateMachine'),
  'roles of CDK\'s provider framework': (...resource) =>
    partOf(Provider, ...RIGHTS)(...resource) || both(partOf(MigrationProvider, ...RIGHTS), /\/Framework\w*Role\//)(...resource),
  'functions of moves': partOf(MigrationProvider, FUNCTION),
  'roles of the functions of moves': both(partOf(MigrationProvider, ...RIGHTS), /\/(OnEvent|IsComplete)Role\//),
  'policy of connections that may change their target': both(partOf(MigrationProvider, ...RIGHTS), /\/Reading\//),
  'role of a connection that may change its target': both(partOf(MigrationProvider, ...RIGHTS), /\/RoleOf\w*$/),
  'log group of the functions of moves': partOf(MigrationProvider, LOG_GROUP),
  'function of look-ups': partOf(ConnectionResources, FUNCTION),
  'policy of prefix list references': both(partOf(ConnectionResources, ...RIGHTS), /\/Referring\d*\//),
  'policy of attachments\' tags': both(partOf(ConnectionResources, ...RIGHTS), /\/Tagging\d*\//),
  'role of the function of look-ups': partOf(ConnectionResources, ...RIGHTS),
  'log group of the function of look-ups': partOf(ConnectionResources, LOG_GROUP),
  'function of devices\' configurations': partOf(ConfigurationProvider, FUNCTION),
  'policy of devices\' configurations': both(partOf(ConfigurationProvider, ...RIGHTS), /\/Rights\d*\//),
  'role of the function of devices\' configurations': partOf(ConfigurationProvider, ...RIGHTS),
  'log group of the function of devices\' configurations': partOf(ConfigurationProvider, LOG_GROUP),
  'table of records': partOf(library.MigrationRecords, 'AWS::DynamoDB::Table'),
  'role of a move': partOf(MOVES, ...RIGHTS),
  'rule of `onSomebodyHasToAct`': partOf(MOVES, 'AWS::Events::Rule'),
  'alarms': partOf(ALARMS, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm'),
  'log groups of tunnels': partOf([library.SiteToSiteVpn, library.TunnelLogGroup], LOG_GROUP),
  'log group of a Client VPN endpoint': partOf(CLIENT_VPNS, LOG_GROUP),
  '`PreSharedKeySecret`': partOf(library.PreSharedKeySecret, 'AWS::SecretsManager::Secret'),
  'secret of a device\'s configuration': partOf(library.CustomerGatewayConfiguration, 'AWS::SecretsManager::Secret'),
  'connections': partOf(library.SiteToSiteVpn, 'AWS::EC2::VPNConnection'),
  'other resources of the library': (_, __, resource) => within(resource, OF_LIBRARY),
  'what an example makes itself': () => true,
} as const satisfies Record<string, Test>;

export const KINDS = [...Object.keys(TESTS) as (keyof typeof TESTS)[], 'the template as a whole'] as const;
export type Kind = typeof KINDS[number];

export function kindOf(resource: CfnResource): Kind {
  const found = Object.entries<Test>(TESTS).find(([, test]) => test(resource.cfnResourceType, resource.node.path, resource));
  return found![0] as Kind;
}
