/** What a person may say of a move; whatever is left out follows from the estate. */
import type { Command } from 'commander';
import { CIDR, idOf, ofText } from '../../../src/contract/grammar';
import { isResourceId } from '../../../src/contract/resource-id';
import { checkedOption } from '../terminal/checked-values';

const GATEWAY = ofText('the id of a transit gateway or of a virtual private gateway, tgw- or vgw- and 8 or 17 hexadecimal digits',
  (text) => isResourceId('tgw', text) || isResourceId('vgw', text));
const DESTINATION = ofText(`${CIDR.allowed}, or the id of a prefix list`, (text) => CIDR.fits(text) || isResourceId('pl', text));
const TRANSIT_GATEWAY_TABLE = idOf('tgw-rtb');
const VPC_TABLE = idOf('rtb');

export interface MoveChoices {
  /** `tgw-…` or `vgw-…`; absent where only the customer gateway changes. */
  readonly to?: string;
  readonly customerGateway?: string;
  readonly association?: string;
  readonly propagateTo?: readonly string[];
  readonly staticRoutesIn?: readonly string[];
  readonly propagateInto?: readonly string[];
  readonly vpcRouteTable?: readonly string[];
  readonly moved?: readonly string[];
  readonly left?: readonly string[];
  readonly attachToVpc?: string;
  readonly onPremises?: readonly string[];
  readonly accept?: readonly string[];
}

/** Adds the options to a verb. */
export function withMoveOptions(verb: Command): Command {
  return verb
    .addOption(checkedOption('--to <gateway>', 'the gateway it goes to, tgw-… or vgw-…', GATEWAY))
    .addOption(checkedOption('--customer-gateway <cgw>', 'the customer gateway it goes to, with or without another gateway', idOf('cgw')))
    .addOption(checkedOption('--association <tgw-rtb>', 'the table that the VPN attachment is associated with (default: the gateway\'s)', TRANSIT_GATEWAY_TABLE))
    .addOption(checkedOption('--propagate-to <tgw-rtbs...>', 'the tables that learn what the device announces (default: the gateway\'s, and those of the VPCs)', TRANSIT_GATEWAY_TABLE))
    .addOption(checkedOption('--static-routes-in <tgw-rtbs...>', 'the tables that get static routes to the VPN (default: those that the VPCs use)', TRANSIT_GATEWAY_TABLE))
    .addOption(checkedOption('--propagate-into <rtbs...>', 'the VPC tables into which a virtual private gateway propagates, instead of static routes', VPC_TABLE))
    .addOption(checkedOption('--vpc-route-table <rtbs...>', 'the VPC tables whose routes move (default: all that lead to the old gateway)', VPC_TABLE))
    .addOption(checkedOption('--moved <destinations...>', 'static VPC routes to the old gateway that move besides the networks behind the VPN', DESTINATION))
    .addOption(checkedOption('--left <destinations...>', 'static VPC routes to the old gateway that stay', DESTINATION))
    .addOption(checkedOption('--attach-to-vpc <vpc>', 'the VPC at which a virtual private gateway takes the other one\'s place', idOf('vpc')))
    .addOption(checkedOption('--on-premises <cidrs...>', 'the networks behind the VPN, where EC2 cannot tell', CIDR))
    .option('--accept <findings...>', 'findings with which the move goes on all the same, by their ids');
}
