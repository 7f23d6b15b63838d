/** What a person may say of a move; whatever is left out follows from the estate. */
import type { Command } from 'commander';

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
    .option('--to <gateway>', 'the gateway it goes to, tgw-… or vgw-…')
    .option('--customer-gateway <cgw>', 'the customer gateway it goes to, with or without another gateway')
    .option('--association <tgw-rtb>', 'the table that the VPN attachment is associated with (default: the gateway\'s)')
    .option('--propagate-to <tgw-rtbs...>', 'the tables that learn what the device announces (default: the gateway\'s, and those of the VPCs)')
    .option('--static-routes-in <tgw-rtbs...>', 'the tables that get static routes to the VPN (default: those that the VPCs use)')
    .option('--propagate-into <rtbs...>', 'the VPC tables into which a virtual private gateway propagates, instead of static routes')
    .option('--vpc-route-table <rtbs...>', 'the VPC tables whose routes move (default: all that lead to the old gateway)')
    .option('--moved <destinations...>', 'static VPC routes to the old gateway that move besides the networks behind the VPN')
    .option('--left <destinations...>', 'static VPC routes to the old gateway that stay')
    .option('--attach-to-vpc <vpc>', 'the VPC at which a virtual private gateway takes the other one\'s place')
    .option('--on-premises <cidrs...>', 'the networks behind the VPN, where EC2 cannot tell')
    .option('--accept <findings...>', 'findings with which the move goes on all the same, by their ids');
}
