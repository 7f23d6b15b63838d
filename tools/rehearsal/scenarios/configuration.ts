/** The device's configuration in a secret: with a connection, after a move, and through an edited target and its rollback. */
import { SecretValue, Stack } from 'aws-cdk-lib';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { STACK_NAME } from './application';
import {
  acceptedOf, ANNOUNCED_PHASES, EditedStack, failing, setUpDevice, stackWithTarget, UNRELATED_RESOURCE, vpnConnectionOf,
} from './edit-target';
import { Estate, PLANTED_PRE_SHARED_KEY } from './estate';
import { Scenario, ScenarioContext } from './scenario';
import {
  ConfigurationFormat, CustomerGatewayConfiguration, MigrationRecords, SiteToSiteVpn, TargetChange, VpnDeviceType,
} from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';

const SECRET_NAME = 'device-configuration';
const KEYS_NAME = 'vpn-keys';
const [ASN_BEFORE, ASN_AFTER] = [64_512, 64_999];
const SAMPLE = ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 7.0+') });

/** The device takes time to bring its tunnels up. */
const DEVICE_MS = 120_000;

const COMMON = { direction: 'vgw-to-tgw', routing: 'bgp', estate: { move: 'vgw-to-tgw', transitGatewayAsn: ASN_AFTER } } as const;

export const CONFIGURATION: readonly Scenario[] = [
  {
    ...COMMON,
    name: 'configuration-created',
    about: 'the configuration of a stack\'s connection is put into a secret, and its key shows up nowhere else',
    mustEnd: 'unchanged',
    begin: async (context) => begin(staying(context)),
    run: async (context) => deploy(context, { deployment: 2, format: SAMPLE }),
    unexpected: (context) => differences(context, [ASN_BEFORE]),
  },
  {
    ...COMMON,
    name: 'configuration-after-move',
    about: 'a connection is moved whose configuration is in a secret: it is read again after the move, with the AS number of the new gateway',
    mustEnd: 'migrated',
    run: async (context) => addMigrationToConfiguration(context),
    unexpected: (context) => differences(context, [ASN_BEFORE, ASN_AFTER]),
  },
  {
    ...COMMON,
    name: 'configuration-edit-target',
    about: 'the target of a stack\'s connection is edited: the configuration is read again in the same deployment',
    mustEnd: 'migrated',
    mustAnnounce: ['STARTED', 'ARRANGED', 'MIGRATED'],
    begin: async (context) => begin(context, SAMPLE),
    run: async (context) => deploy(context, { deployment: 2, format: SAMPLE, on: context.estate.to }),
    unexpected: (context) => differences(context, [ASN_BEFORE, ASN_AFTER]),
  },
  {
    ...COMMON,
    name: 'configuration-edit-target-fails-at-the-end',
    about: 'the same, and another resource fails when the configuration has been read: it is read again as it was',
    mustEnd: 'rolled-back',
    mustSay: 'as the rehearsal wants',
    mustAnnounce: ANNOUNCED_PHASES['at-the-end'],
    aws: { failAt: failing(UNRELATED_RESOURCE, 'UPDATE_IN_PROGRESS'), cloudFormationUnknowns: { rollbackOrder: 'dependencies-first' } },
    begin: async (context) => begin(context, SAMPLE),
    run: async (context) => deploy(context, { deployment: 2, format: SAMPLE, on: context.estate.to }),
    unexpected: (context) => differences(context, [ASN_BEFORE, ASN_AFTER, ASN_BEFORE]),
  },
  {
    ...COMMON,
    name: 'configuration-unknown-device',
    about: 'a type of device is named that there is not: the deployment fails with those that there are, and keeps no secret',
    mustEnd: 'refused',
    mustSay: '"Palo Alto Networks", "PA Series", "PANOS 7.0+" (5fb390ba)',
    mustAnnounce: [],
    begin: async (context) => begin(staying(context)),
    run: async (context) => deploy(context, {
      deployment: 2,
      format: ConfigurationFormat.sampleConfiguration({ device: VpnDeviceType.of('Palo Alto Networks', 'PA Series', 'PANOS 3.0') }),
    }),
    unexpected: ({ aws }) => (aws.secrets.find(SECRET_NAME) === undefined ? [] : ['the secret is left']),
  },
];

interface Deployment extends Pick<EditedStack, 'deployment'>, Partial<Pick<EditedStack, 'on'>> {
  /** No configuration unless given. */
  readonly format?: ConfigurationFormat;
}

/** A stack makes the connection with keys that somebody keeps in a secret, and the device is set up. */
async function begin(context: ScenarioContext, format?: ConfigurationFormat): Promise<Estate> {
  const { aws, estate } = context;
  aws.secrets.create(KEYS_NAME, { value: JSON.stringify([PLANTED_PRE_SHARED_KEY, `${PLANTED_PRE_SHARED_KEY}.2`]) });
  const made = await deploy(context, { deployment: 1, format });
  if (!made.succeeded) throw new Error(`the stack with the connection could not be made: ${made.failures[0]?.reason}`);
  const vpnConnectionId = vpnConnectionOf(aws.cloudFormation.describeResources(STACK_NAME));
  setUpDevice(aws.network, vpnConnectionId, COMMON.routing);
  await aws.clock.sleep(DEVICE_MS);
  return { ...estate, vpnConnectionId };
}

/** Nothing moves in this story. */
function staying(context: ScenarioContext): ScenarioContext {
  return { ...context, estate: { ...context.estate, to: context.estate.from } };
}

async function deploy({ aws, applications, estate }: ScenarioContext, { format, ...deployment }: Deployment): Promise<DeploymentResult> {
  const { onPremisesCidrs, acknowledgedFindings = [] } = acceptedOf(COMMON, estate);
  return aws.cloudFormation.deploy(stackWithTarget(applications, {
    on: estate.from,
    routing: COMMON.routing,
    targetChange: TargetChange.withRoutes({
      vpcRouteTables: estate.vpcRouteTableIds.map((routeTableId) => ({ routeTableId })),
      onPremisesCidrs,
      acknowledgedFindings: [...acknowledgedFindings, asnChange(estate)],
    }),
    tunnels: ['0', '1'].map((jsonField) => ({ preSharedKey: SecretValue.secretsManager(KEYS_NAME, { jsonField }) })),
    ...deployment,
    ...format === undefined ? {} : { beside: (stack, vpn, bystander) => addConfiguration(stack, vpn, format, bystander) },
  }));
}

/** The bystander is changed last of all. */
function addConfiguration(stack: Stack, vpnConnection: SiteToSiteVpn, format: ConfigurationFormat, bystander: CfnLogGroup): void {
  const device = new CustomerGatewayConfiguration(stack, 'Device', { vpnConnection, format, secretName: SECRET_NAME });
  bystander.node.addDependency(device, vpnConnection);
}

/** The configuration is there before anybody thinks of a move. */
async function addMigrationToConfiguration({ aws, applications, estate }: ScenarioContext): Promise<DeploymentResult> {
  const configured = (stack: Stack) => void new CustomerGatewayConfiguration(stack, 'Device', {
    vpnConnection: SiteToSiteVpn.fromVpnConnectionId(stack, 'Configured', estate.vpnConnectionId),
    format: ConfigurationFormat.xml(),
    secretName: SECRET_NAME,
  });
  const before = await aws.cloudFormation.deploy(applications.synthesize((stack) => {
    new MigrationRecords(stack, 'Records');
    configured(stack);
  }));
  if (!before.succeeded) return before;
  const accepted = { ...estate, acknowledgedFindings: [...estate.acknowledgedFindings, asnChange(estate)] };
  return aws.cloudFormation.deploy(applications.withMigration(accepted, {}, { keepsRecords: true, beside: configured }));
}

/** The device is configured for the new number when it is known. */
function asnChange({ to }: Estate): string {
  return `asn-changes:${to.id}/${ASN_AFTER}`;
}

/** Each version must hold the key and the AWS side's number of its time, and nothing must have been written twice. */
function differences({ aws }: ScenarioContext, asns: readonly number[]): string[] {
  const values = aws.secrets.find(SECRET_NAME)?.versions.map(({ value }) => value) ?? [];
  const observed = values.map(asnIn);
  return [
    ...values.every((value) => value.includes(PLANTED_PRE_SHARED_KEY)) ? [] : ['a configuration holds no key of the tunnels'],
    ...observed.join() === asns.join() ? [] : [`the secret was written for AS numbers ${observed.join(', ') || '(none)'}, not for ${asns.join(', ')}`],
  ];
}

/** Of AWS's end, in a sample or in the XML. */
function asnIn(configuration: string): number {
  return Number(/^! BGP: AWS (\d+)/m.exec(configuration)?.[1] ?? /<vpn_gateway>[\s\S]*?<asn>(\d+)<\/asn>/.exec(configuration)?.[1]);
}
