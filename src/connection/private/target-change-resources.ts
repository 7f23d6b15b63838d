/** The custom resources around a connection that may be edited, and the alarm for what fails when nobody looks. */
import { CfnDeletionPolicy, CfnResource, Duration, Lazy, Stack, Tokenization } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { nameOfConnection, tagConnection } from './connection-tag';
import { createOnlyValues } from './create-only-values';
import { LastPart, partResource } from './target-change-parts';
import { TargetChangeReading, targetChangeStatements } from './target-change-policy';
import { vpcAttachments } from './vpc-attachments';
import { sameDestination } from '../../contract/cidr';
import { GatewayEnd, gatewayOf, namedRouteTables, StackVpcRoutes } from '../../contract/declaration';
import { ACCEPTABLE_KINDS, ACCEPTABLE_KINDS_OF_EDITS } from '../../contract/finding-kinds';
import { METRICS_DIMENSION, METRICS_NAMESPACE } from '../../contract/measurement';
import { AttachmentRouting, TargetDeclaration } from '../../contract/target-declaration';
import { afterPartToProperties } from '../../contract/target-later-parts';
import { AFTER_TYPE, BEFORE_TYPE, targetToProperties } from '../../contract/target-properties';
import { MigrationRecords } from '../../migration/migration-records';
import { declareChange } from '../../migration/private/migration-declaration';
import { MigrationProvider } from '../../migration/private/migration-provider';
import { warnOfPassedWindow } from '../../migration/private/migration-warnings';
import { connectionRole } from '../../migration/private/move-role';
import { addDefaultActions } from '../../monitoring/private/default-alarm-actions';
import { at, requireEach, requireTransitGatewayRouteTableId } from '../../private/checks';
import { Place } from '../../private/place';
import { BESIDE_VPC, requireSameEnvironment } from '../../private/same-environment';
import { sha256 } from '../../private/sha256';
import { ICustomerGateway } from '../customer-gateway';
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
    const { parts, once } = attachmentRouting;
    return { parts, digest: digestOf(this, parts), logicalIds: once.map((each) => each.logicalId) };
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
