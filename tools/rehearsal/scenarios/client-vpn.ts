/**
 * Endpoints for remote users in the stack of a move: they stand where the moved connection ends, or on the gateway that it is moved to,
 * and are made, changed in place, replaced and put back by CloudFormation in the same deployments.
 */
import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { routeMadeTwice } from './deployments';
import { ON_PREMISES } from './estate';
import { Scenario, ScenarioContext } from './scenario';
import { ClientVpnEndpoint, ClientVpnEndpointOptions, MigrationRecords, OnUndo, TransitGatewayClientVpnEndpoint } from '../../../src';
import { DeploymentResult } from '../cloudformation/driver';
import { REGION } from '../embedded-aws';
import type { ClientVpnEndpoint as EndpointRecord } from '../embedded-ec2/records';

const TYPICAL = { direction: 'vgw-to-tgw', routing: 'static', estate: { move: 'vgw-to-tgw', defaultRouteTable: true } } as const;

const FORMER_BLOCK = '10.200.0.0/22';
const OTHER_BLOCK = '10.204.0.0/22';

/** Puts an endpoint into the stack. */
type Puts = (context: ScenarioContext, options?: Partial<ClientVpnEndpointOptions>) => (stack: Stack) => void;

export const CLIENT_VPN: readonly Scenario[] = [
  {
    ...TYPICAL,
    name: 'client-vpn-beside-move',
    about: 'users of an endpoint in the VPC reach the offices; the deployment that moves the connection also changes the end of their sessions, in place',
    mustEnd: 'migrated',
    run: async (context) => withEndpoint(context, inVpc, { disconnectOnSessionTimeout: false }),
    unexpected: (context) => [...differences(context, [{ state: 'available', clientCidr: FORMER_BLOCK, disconnects: false }]), ...withoutWay(context, true)],
  },
  {
    ...TYPICAL,
    name: 'client-vpn-on-transit-gateway',
    about: 'the same with an endpoint on the transit gateway that the connection is moved to',
    mustEnd: 'migrated',
    run: async (context) => withEndpoint(context, onTransitGateway, { disconnectOnSessionTimeout: false }),
    unexpected: (context) => [...differences(context, [{ state: 'available', clientCidr: FORMER_BLOCK, disconnects: false }]), ...withoutWay(context, false)],
  },
  {
    ...TYPICAL,
    name: 'client-vpn-replaced',
    about: 'the deployment also gives the clients another block, which no endpoint can change: another one is made, and the old one goes',
    mustEnd: 'migrated',
    run: async (context) => withEndpoint(context, inVpc, { cidr: OTHER_BLOCK }),
    unexpected: (context) => [
      ...differences(context, [
        { state: 'deleted', clientCidr: FORMER_BLOCK, disconnects: true }, { state: 'available', clientCidr: OTHER_BLOCK, disconnects: true },
      ]),
      ...withoutWay(context, true),
    ],
  },
  {
    ...TYPICAL,
    name: 'client-vpn-rolled-back',
    about: 'another resource of the deployment fails: the connection goes back, and the end of a session is what it was, in place',
    mustEnd: 'rolled-back',
    mustSay: 'already exists',
    mustNote: ['closed', 'closed'],
    mustAnnounce: ['STARTED', 'MODIFIED', 'ARRANGED', 'MIGRATED', 'STARTED', 'MODIFIED', 'MOVED_BACK'],
    run: async (context) => withEndpoint(context, inVpc, { disconnectOnSessionTimeout: false }, routeMadeTwice(context)),
    unexpected: (context) => [...differences(context, [{ state: 'available', clientCidr: FORMER_BLOCK, disconnects: true }]), ...withoutWay(context, true)],
  },
];

/** First the endpoint alone, then an update that edits it and moves the connection. */
async function withEndpoint(
  context: ScenarioContext, puts: Puts, edited: Partial<ClientVpnEndpointOptions>, beside?: ReturnType<typeof routeMadeTwice>,
): Promise<DeploymentResult> {
  const { aws, applications } = context;
  const made = await aws.cloudFormation.deploy(applications.synthesize((stack) => {
    new MigrationRecords(stack, 'Records');
    puts(context)(stack);
  }));
  if (!made.succeeded) return made;
  return aws.cloudFormation.deploy(applications.withMigration(context.estate, { onStackRollback: OnUndo.MOVE_BACK }, {
    keepsRecords: true,
    beside: (stack, migration) => {
      puts(context, edited)(stack);
      beside?.(stack, migration);
    },
  }));
}

function options(edited: Partial<ClientVpnEndpointOptions> = {}): ClientVpnEndpointOptions {
  const certificate = (digit: number) => `arn:aws:acm:${REGION}:111122223333:certificate/${digit}1234567-89ab-cdef-0123-456789abcdef`;
  return { cidr: FORMER_BLOCK, serverCertificateArn: certificate(0), clientCertificateArn: certificate(1), logging: false, ...edited };
}

function inVpc({ aws }: ScenarioContext, edited?: Partial<ClientVpnEndpointOptions>) {
  const subnets = Object.values(aws.network.view.state.subnets);
  return (stack: Stack) => {
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
      vpcId: subnets[0].vpcId, vpcCidrBlock: '172.31.0.0/16', availabilityZones: subnets.map(({ availabilityZone }) => availabilityZone),
      isolatedSubnetIds: subnets.map(({ id }) => id),
    });
    const securityGroups = [ec2.SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-0a1b2c3d4e5f60718')];
    const endpoint = new ClientVpnEndpoint(stack, 'Staff', { ...options(edited), vpc, securityGroups });
    const target = ec2.ClientVpnRouteTarget.subnet(vpc.isolatedSubnets[0]);
    ON_PREMISES.forEach((cidr, index) => {
      endpoint.addRoute(`Route${index}`, { cidr, target });
      endpoint.addAuthorizationRule(`Rule${index}`, { cidr });
    });
  };
}

function onTransitGateway({ estate }: ScenarioContext, edited?: Partial<ClientVpnEndpointOptions>) {
  return (stack: Stack) => {
    const endpoint = new TransitGatewayClientVpnEndpoint(stack, 'Staff', {
      ...options(edited), transitGatewayId: estate.to.id, availabilityZones: [`${REGION}a`, `${REGION}b`],
    });
    ON_PREMISES.forEach((cidr, index) => {
      endpoint.addRoute(`Route${index}`, { cidr });
      endpoint.addAuthorizationRule(`Rule${index}`, { cidr });
    });
  };
}

interface Standing extends Pick<EndpointRecord, 'state' | 'clientCidr'> {
  readonly disconnects: boolean;
}

/** Every endpoint that there ever was, those that are gone included. */
function differences({ aws }: ScenarioContext, wanted: readonly Standing[]): string[] {
  const found = Object.values(aws.network.view.state.clientVpnEndpoints)
    .map(({ state, clientCidr, settings }): Standing => ({ state, clientCidr, disconnects: settings.DisconnectOnSessionTimeout === true }));
  const [observed, must] = [found, wanted].map((existing) => existing.map(inWords).sort().join(', and '));
  return observed === must ? [] : [`there was ${observed}, and there must be ${must}`];
}

function inWords({ state, clientCidr, disconnects }: Standing): string {
  return `an endpoint for ${clientCidr} that is ${state} and ${disconnects ? 'ends' : 'renews'} sessions`;
}

/** The offices to which users have no route, or no permission. */
function withoutWay({ aws }: ScenarioContext, throughSubnet: boolean): string[] {
  const { clientVpnEndpoints, clientVpnRoutes, clientVpnAuthorizationRules } = aws.network.view.state;
  const existing = Object.values(clientVpnEndpoints).find(({ state }) => state === 'available')?.id;
  const ofIt = (each: { readonly endpointId: string; readonly state: string }) => each.endpointId === existing && each.state === 'active';
  const routes = Object.values(clientVpnRoutes).filter((route) => ofIt(route) && (route.targetSubnet !== undefined) === throughSubnet);
  const rules = Object.values(clientVpnAuthorizationRules).filter(ofIt);
  const reaches = (cidr: string) => [routes, rules].every((list) => list.some(({ destination }) => destination === cidr));
  return ON_PREMISES.filter((cidr) => !reaches(cidr)).map((cidr) => `users do not reach ${cidr}`);
}
