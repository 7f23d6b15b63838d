/**
 * The custom resources around a connection that may be edited, their rights, and the alarm for what fails when nobody looks.
 *
 * They are the bare resources: an app has thousands of them, and every construct, reference and logical id counts when it is synthesized,
 * as CDK resolves each of them several times.
 */
import { CfnDeletionPolicy, CfnResource, Duration, Lazy, Stack, Token, Tokenization } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { ICustomerGateway } from '../customer-gateway';
import { createOnlyValues } from './connection-checks';
import { vpcAttachments } from './connection-routes';
import { rightsOf, TRANSIT_GATEWAY_STATEMENTS } from '../../contract/action-rights';
import { sameDestination } from '../../contract/cidr';
import { GatewayEnd, gatewayOf, namedRouteTables, StackVpcRoutes } from '../../contract/declaration';
import { ACCEPTABLE_KINDS, ACCEPTABLE_KINDS_OF_EDITS } from '../../contract/finding-kinds';
import { METRICS_DIMENSION, METRICS_NAMESPACE } from '../../contract/measurement';
import { AttachmentRouting, CONNECTION_TAG, TargetDeclaration } from '../../contract/target-declaration';
import {
  AFTER_TYPE, afterPartToProperties, BEFORE_TYPE, LAST_TYPE, targetToProperties, WatchedConnection, watchedToProperties,
} from '../../contract/target-properties';
import { MigrationRecords } from '../../migration/migration-records';
import { declareChange, warnOfPassedWindow } from '../../migration/private/migration-declaration';
import {
  accountServicesStatements, changeStatement, connectionRole, ec2Arns, readNetworkStatement, statement,
} from '../../migration/private/migration-policy';
import { MigrationProvider, SERVICE_TIMEOUT } from '../../migration/private/migration-provider';
import { addDefaultActions } from '../../monitoring/private/default-alarm-actions';
import { at, requireEach, requireTransitGatewayRouteTableId } from '../../private/checks';
import { once } from '../../private/construct-ids';
import { Place } from '../../private/place';
import { BESIDE_VPC, requireSameEnvironment } from '../../private/references';
import { sha256 } from '../../private/sha256';
import { TargetChangeOptions } from '../target-change';
import { VpcRouteTableMove } from '../vpc-routes';
import { VpnRouting } from '../vpn-routing';

export interface TargetChangeResourcesProps {
  readonly connection: ec2.CfnVPNConnection;
  readonly place: Place;
  readonly target: GatewayEnd;
  readonly customerGateway: ICustomerGateway;
  readonly routing: VpnRouting;
  /** Routes of VPCs that the stack itself has. */
  readonly stackVpcRoutes: readonly StackVpcRoutes[];
  readonly options: TargetChangeOptions;
  /** Where the stack makes what leads to the attachment: of what, and its resources that an attachment has once only. */
  readonly attachmentRouting?: { readonly parts: readonly string[]; readonly once: readonly CfnResource[] };
}

export class TargetChangeResources extends Construct {
  private readonly provider: MigrationProvider;
  private readonly connection: ec2.CfnVPNConnection;
  private madeAlarm?: cloudwatch.Alarm;

  /** @throws an error when an option is malformed */
  constructor(scope: Construct, id: string, props: TargetChangeResourcesProps) {
    super(scope, id);
    const { connection, options } = props;
    const change = declareChange(options, [...ACCEPTABLE_KINDS, ...ACCEPTABLE_KINDS_OF_EDITS]);
    requireEach('transitGatewayRouteTableIds', options.transitGatewayRouteTableIds ?? [], requireTransitGatewayRouteTableId);
    requireNoRouteOfStack(options.vpcRouteTables ?? [], props.stackVpcRoutes);
    tagConnection(connection, nameOfConnection(connection));
    requireSameEnvironment(scope, 'vpcRouteTables', tablesOf(props), BESIDE_VPC);
    this.connection = connection;

    const provider = MigrationProvider.of(this, options.records ?? MigrationRecords._ofStack(this));
    this.provider = provider;
    const roleArn = connectionRole(this, {
      assumedBy: provider.role,
      // The last part comes before everything else and needs it: whatever a connection is said to come after, its role does not.
      within: provider,
      managedPolicy: TargetChangeReading.of(provider).policy,
      vpcRouteTables: options.vpcRouteTables?.length ?? 0,
      statements: targetChangeStatements(Stack.of(this), {
        connection,
        isStatic: props.routing._staticRoutes !== undefined,
        // In which a rollback to this target, or from it, puts back what leads to the connection.
        transitGatewayRouteTableIds: [...new Set([
          ...props.target.kind === 'transit-gateway' ? namedRouteTables(props.target) : [], ...options.transitGatewayRouteTableIds ?? [],
        ])],
        vpcRouteTableIds: (options.vpcRouteTables ?? []).map((table) => table.routeTableId),
      }),
    });
    const declared = { ...change, ...declare(props) };
    warnOfPassedWindow(scope, declared.window, declared.forwardDeadlineSeconds + declared.backDeadlineSeconds);
    // Whatever names a role comes after it: nothing has to be said of that beside it.
    const resource = (part: string, type: string, properties: object) =>
      partResource(this, part, { provider, type, properties: { ...properties, RoleArn: roleArn } });
    const attachmentRouting = this.attachmentRoutingOf(props);
    const last = LastPart.of(provider).watch(this, {
      connectionLogicalId: declared.connectionLogicalId, target: gatewayOf(props.target), roleArn,
      customerGateway: writtenOf(this, props.customerGateway),
      ...attachmentRouting === undefined ? {} : { routing: attachmentRouting.digest },
    });
    const before = resource('Before', BEFORE_TYPE, targetToProperties({
      ...declared, ...attachmentRouting === undefined ? {} : { attachmentRouting }, ...optionsOf(connection),
      ...props.stackVpcRoutes.length === 0 ? {} : { stackVpcRoutes: props.stackVpcRoutes },
    }));
    // Whatever is changed by the others, CloudFormation has a new id of it by then, and deletes the outdated one in the end.
    before.node.addDependency(last);
    // It looks at the whole way from the VPCs, before CloudFormation takes the connection there.
    before.node.addDependency(vpcAttachments(this, { place: props.place, routeTableIds: tablesOf(props), withRouting: true }));
    // Not by reference: that would be a cycle.
    connection.node.addDependency(before);
    // Beside the routes and not after them: whatever fails there, a rollback asks it to take out of the way what was made already.
    resource('After', AFTER_TYPE, afterPartToProperties({
      connectionLogicalId: declared.connectionLogicalId, vpnConnectionId: connection.ref, target: gatewayOf(props.target),
      customerGatewayId: declared.customerGatewayId,
    }));
  }

  /** Goes off when a change is held, or fails in CloudFormation's clean-up, where the stack stays green. Made when it is asked for. */
  public get alarm(): cloudwatch.Alarm {
    return this.madeAlarm ??= this.makeAlarm();
  }

  private attachmentRoutingOf({ attachmentRouting }: TargetChangeResourcesProps): AttachmentRouting | undefined {
    if (attachmentRouting === undefined) return undefined;
    const { parts } = attachmentRouting;
    return { parts, digest: digestOf(this, parts), logicalIds: attachmentRouting.once.map((each) => each.logicalId) };
  }

  private makeAlarm(): cloudwatch.Alarm {
    const { connection, provider } = this;
    const period = Duration.minutes(5);
    const alarm = new cloudwatch.Alarm(this, 'Alarm', {
      alarmDescription: 'A change of the target of this VPN connection is held, or failed where CloudFormation does not say so: look for its routes',
      metric: new cloudwatch.MathExpression({
        expression: 'FILL(held, 0) + FILL(errors, 0)',
        label: 'Changes that need somebody',
        period,
        usingMetrics: {
          held: new cloudwatch.Metric({
            namespace: METRICS_NAMESPACE, metricName: 'Held', dimensionsMap: { [METRICS_DIMENSION]: connection.ref }, statistic: cloudwatch.Stats.MAXIMUM, period,
          }),
          errors: provider.errors({ period }),
        },
      }),
      threshold: 1,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    addDefaultActions(alarm);
    return alarm;
  }
}

function declare(
  { connection, target, customerGateway, routing }: TargetChangeResourcesProps,
): Pick<TargetDeclaration, 'connectionLogicalId' | 'target' | 'customerGatewayId' | 'staticRoutes' | 'onRemoval' | 'createOnly'> {
  return {
    // Whatever it is called in the end.
    connectionLogicalId: connection.logicalId,
    target,
    customerGatewayId: customerGateway.customerGatewayId,
    staticRoutes: routing._staticRoutes ?? [],
    // Set by property, by method or by an aspect.
    onRemoval: Lazy.string({ produce: () => (connection.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE ? 'DELETE' : 'RETAIN') }) as 'DELETE' | 'RETAIN',
    createOnly: createOnlyValues(connection),
  };
}

/** Of VPCs, whoever makes their routes. */
function tablesOf({ options, stackVpcRoutes }: TargetChangeResourcesProps): string[] {
  return [...options.vpcRouteTables ?? [], ...stackVpcRoutes].map(({ routeTableId }) => routeTableId);
}

/** Of one that the stack makes, what it is made of: with a change of it, CloudFormation makes another. */
function writtenOf(scope: Construct, customerGateway: ICustomerGateway): string {
  const made = customerGateway.node.defaultChild;
  if (!(made instanceof ec2.CfnCustomerGateway) || Stack.of(made) !== Stack.of(scope)) return customerGateway.customerGatewayId;
  const { ipAddress, bgpAsn = made.bgpAsnExtended, certificateArn, deviceName } = made;
  return [ipAddress, bgpAsn === undefined ? undefined : Tokenization.stringifyNumber(bgpAsn), certificateArn, deviceName]
    .filter((each) => each !== undefined).join(' ');
}

/** What only the deployment knows counts by its name. */
function digestOf(scope: Construct, parts: readonly string[]): string {
  return sha256(JSON.stringify(Stack.of(scope).resolve(parts)), 12);
}

/** A route is changed by CloudFormation or by the custom resources, never by both. */
function requireNoRouteOfStack(tables: readonly VpcRouteTableMove[], ofStack: readonly StackVpcRoutes[]): void {
  tables.forEach(({ routeTableId, moved = [], left = [] }, index) => {
    const { destinations = [] } = ofStack.find((each) => each.routeTableId === routeTableId) ?? {};
    const shared = [...moved, ...left].find((destination) => destinations.some((each) => sameDestination(each, destination)));
    if (shared === undefined) return;
    throw new Error(`\`${at('vpcRouteTables', index)}\` must name no route that \`vpcRoutes\` makes, got ${JSON.stringify(shared)} in ${routeTableId};`
      + ' CloudFormation leads that one to the new gateway, so take it out of one of the two');
  });
}

/** What CloudFormation modifies in place takes tunnels down; of a tunnel's options a digest is enough to tell that they change. */
function optionsOf(connection: ec2.CfnVPNConnection): Pick<TargetDeclaration, 'options' | 'tunnelOptions'> {
  const { tunnelBandwidth: TunnelBandwidth } = connection;
  return {
    ...TunnelBandwidth === undefined ? {} : { options: { TunnelBandwidth } },
    ...connection.vpnTunnelOptionsSpecifications === undefined ? {} : {
      tunnelOptions: Lazy.list({ produce: () => digestsOfTunnels(connection) }),
    },
  };
}

/** One for each tunnel; where only the deployment decides what the tunnels are, a change of it is one of both. */
function digestsOfTunnels(connection: ec2.CfnVPNConnection): string[] {
  const resolved: unknown = Stack.of(connection).resolve(connection.vpnTunnelOptionsSpecifications);
  return Array.isArray(resolved) ? resolved.map(digestOfTunnel) : [resolved, resolved].map(digestOfTunnel);
}

/** Of a pre-shared key only where it is kept goes into it, and never a key itself. */
function digestOfTunnel(options: unknown): string {
  const text = JSON.stringify(options, (name, value: unknown) =>
    (name === 'preSharedKey' && typeof value === 'string' && !value.startsWith('{{resolve:') ? '' : value));
  return text === '{}' ? '' : sha256(text);
}

interface PartResourceProps {
  readonly provider: MigrationProvider;
  readonly type: string;
  readonly properties: object;
}

/** Deleted with the template that has it no more, as CloudFormation does of itself. */
export function partResource(scope: Construct, id: string, { provider, type, properties }: PartResourceProps): CfnResource {
  return new CfnResource(scope, id, {
    type,
    properties: withReferences({ ServiceToken: provider.serviceToken, ServiceTimeout: String(SERVICE_TIMEOUT.toSeconds()), ...properties }),
  });
}

/** What is nothing but a token is resolved as what it stands for, and not searched for in a text each time. */
function withReferences(properties: object): object {
  return Object.fromEntries(Object.entries(properties).map(([key, value]): [string, unknown] =>
    [key, typeof value === 'string' && Token.isUnresolved(value) ? Tokenization.reverse(value, { failConcat: false }) ?? value : value]));
}

/**
 * The one that sees in CloudFormation's clean-up that every connection of the stack has its routes where it stands: one for each provider,
 * whatever the number of connections. CloudFormation deletes its outdated id when all else is done.
 */
export class LastPart extends Construct {
  public static of(provider: MigrationProvider): LastPart {
    return once(provider, 'Last', (_, id) => new LastPart(provider, id));
  }

  private readonly watched = new Map<string, WatchedConnection>();
  private readonly resource: CfnResource;

  private constructor(provider: MigrationProvider, id: string) {
    super(provider, id);
    this.resource = partResource(this, 'Resource', {
      provider, type: LAST_TYPE, properties: { Connections: Lazy.any({ produce: () => this.connections() }) },
    });
  }

  /** @returns what is to come before whatever is changed of the connection: CloudFormation has a new id of it by then */
  public watch(scope: Construct, connection: WatchedConnection): CfnResource {
    this.watched.set(scope.node.path, connection);
    return this.resource;
  }

  /** In whatever order the app makes them. */
  private connections(): object[] {
    return [...this.watched].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => withReferences(watchedToProperties(each)));
  }
}

export interface TargetChangeRights {
  readonly connection: ec2.CfnVPNConnection;
  readonly isStatic: boolean;
  readonly transitGatewayRouteTableIds: readonly string[];
  readonly vpcRouteTableIds: readonly string[];
}

/** What all of these roles may look at: the same for every connection, so it is written once. */
export class TargetChangeReading extends Construct {
  public static of(provider: MigrationProvider): TargetChangeReading {
    return provider.node.tryFindChild('Reading') as TargetChangeReading | undefined ?? new TargetChangeReading(provider);
  }

  public readonly policy: iam.IManagedPolicy;

  private constructor(provider: MigrationProvider) {
    super(provider, 'Reading');
    const stack = Stack.of(this);
    this.policy = new iam.ManagedPolicy(this, 'Resource', {
      description: 'What is looked at before a VPN connection is edited, and while it is',
      statements: [
        readNetworkStatement(stack, ['virtual-private-gateway', 'transit-gateway']),
        // All of them are read, so that no route to the connection is overlooked.
        statement('ReadTransitGatewayRoutes', ['ec2:SearchTransitGatewayRoutes'], ec2Arns(stack, 'transit-gateway-route-table', ['*'])),
        statement('ReadOwnStack', ['cloudformation:DescribeStackResource', 'cloudformation:DescribeStacks'], [stack.stackId]),
        // It has no resource-level permission [H, SAR].
        statement('ReadResourceType', ['cloudformation:DescribeType'], ['*']),
        ...accountServicesStatements(stack, ['virtual-private-gateway', 'transit-gateway'], true),
      ],
    });
  }
}

/** The stack makes the routes; this role puts back what CloudFormation's rollback does not, on the target that it returns to. */
export function targetChangeStatements(stack: Stack, rights: TargetChangeRights): iam.PolicyStatement[] {
  const { connection, isStatic, transitGatewayRouteTableIds: tableIds, vpcRouteTableIds } = rights;
  const tables = ec2Arns(stack, 'transit-gateway-route-table', tableIds);
  const statements = [
    ...isStatic ? [statement('KeepStaticRoutes', rightsOf('RemoveAndRestoreStaticRoutes'), ec2Arns(stack, 'vpn-connection', ['*']), {
      [`aws:ResourceTag/${CONNECTION_TAG}`]: [nameWithoutTargetChange(connection), nameOfConnection(connection)],
    })] : [],
    statement('RouteToConnection', rightsOf(...TRANSIT_GATEWAY_STATEMENTS),
      tables.length === 0 ? [] : [...tables, ...ec2Arns(stack, 'transit-gateway-attachment', ['*'])]),
    changeStatement(stack, 'RouteFromVpc', { 'route-table': vpcRouteTableIds }),
  ];
  return statements.filter((each) => each.resources.length > 0);
}

/** Of one that has no custom resources yet: they may come with an edit, and act on it before CloudFormation gives it its own name. */
export function nameWithoutTargetChange(connection: ec2.CfnVPNConnection): string {
  return Stack.of(connection).stackName;
}

export function nameOfConnection(connection: ec2.CfnVPNConnection): string {
  return `${Stack.of(connection).stackName}/${connection.logicalId}`;
}

export function tagConnection(connection: ec2.CfnVPNConnection, name: string): void {
  connection.tags.setTag(CONNECTION_TAG, name);
}
