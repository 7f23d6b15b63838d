/** Each action's EC2 call, sent by the SDK. */
import * as ec2 from '@aws-sdk/client-ec2';
import { codeOf, failureOf } from './failures';
import { ChangeOperation } from '../../../src/contract/action-rights';
import { Action, callOf, describeActionInProgress, Ec2Call, wasDoneBefore } from '../../engine/actions';
import { Performed } from '../../runner/ports';

/** By name and not all of the SDK's: only these are bundled. */
const COMMANDS = {
  AssociateTransitGatewayRouteTable: ec2.AssociateTransitGatewayRouteTableCommand,
  AttachVpnGateway: ec2.AttachVpnGatewayCommand,
  CreateRoute: ec2.CreateRouteCommand,
  CreateTransitGatewayRoute: ec2.CreateTransitGatewayRouteCommand,
  CreateVpnConnectionRoute: ec2.CreateVpnConnectionRouteCommand,
  DeleteCustomerGateway: ec2.DeleteCustomerGatewayCommand,
  DeleteRoute: ec2.DeleteRouteCommand,
  DeleteTransitGatewayRoute: ec2.DeleteTransitGatewayRouteCommand,
  DeleteVpnConnectionRoute: ec2.DeleteVpnConnectionRouteCommand,
  DetachVpnGateway: ec2.DetachVpnGatewayCommand,
  DisableTransitGatewayRouteTablePropagation: ec2.DisableTransitGatewayRouteTablePropagationCommand,
  DisableVgwRoutePropagation: ec2.DisableVgwRoutePropagationCommand,
  DisassociateTransitGatewayRouteTable: ec2.DisassociateTransitGatewayRouteTableCommand,
  EnableTransitGatewayRouteTablePropagation: ec2.EnableTransitGatewayRouteTablePropagationCommand,
  EnableVgwRoutePropagation: ec2.EnableVgwRoutePropagationCommand,
  ModifyVpnConnection: ec2.ModifyVpnConnectionCommand,
  ReplaceRoute: ec2.ReplaceRouteCommand,
} satisfies Readonly<Record<ChangeOperation, unknown>>;

/**
 * The SDK repeats calls for load and for lost connections; both ask for patience.
 * @throws {RetryableFailure | TerminalFailure} named by verb, resource, id and cause
 */
export async function performAction(client: ec2.EC2Client, vpnConnectionId: string, action: Action): Promise<Performed> {
  try {
    return { throttled: ((await send(client, callOf(vpnConnectionId, action))).$metadata?.attempts ?? 1) > 1 };
  } catch (error) {
    if (wasDoneBefore(action, codeOf(error))) return { throttled: false };
    throw failureOf(describeActionInProgress(action).replace('the VPN connection', `VPN connection ${vpnConnectionId}`), error);
  }
}

/** With DryRun, for the actions whose call has it. */
export async function tryStep(client: ec2.EC2Client, vpnConnectionId: string, action: Action): Promise<unknown> {
  const { operation, parameters } = callOf(vpnConnectionId, action);
  return send(client, { operation, parameters: { ...parameters, DryRun: true } });
}

/** As far as the SDK's answers are read here. */
interface Attempted {
  readonly $metadata?: { readonly attempts?: number };
}

/** The classes differ in their parameters only, which each row of the table of actions has for its own operation. */
type Command = new (input: Readonly<Record<string, string | boolean>>) => ec2.ReplaceRouteCommand;

async function send(
  client: ec2.EC2Client, { operation, parameters }: Pick<Ec2Call, 'operation'> & { readonly parameters: ConstructorParameters<Command>[0] },
): Promise<Attempted> {
  return client.send(new (COMMANDS[operation] as unknown as Command)(parameters));
}
