/** The route tables of a VPC, by its subnets. */
import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/**
 * The route tables of a VPC's subnets, wherever this library takes ids of VPC route tables.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html
 */
export class VpcRouteTables {
  /**
   * The ids, `rtb-…`, of the route tables of a VPC's subnets, each once: subnets may share a table.
   *
   * Of a VPC of this app, what is made of them waits for the tables. One that exists is taken with `ec2.Vpc.fromLookup`, which knows them.
   *
   * @param selections which subnets, as aws-cdk-lib selects them; several are put together. Those that the VPC gives to whoever does not
   * choose, unless given
   * @throws an error when no subnet is selected, or the VPC was taken without its route tables
   */
  public static idsOf(vpc: ec2.IVpc, ...selections: ec2.SubnetSelection[]): string[] {
    const subnets = (selections.length === 0 ? [{}] : selections).flatMap((selection) => vpc.selectSubnets(selection).subnets);
    if (subnets.length === 0) {
      throw new Error(`the selection must select at least one subnet of ${vpc.node.path}, got none; select others, or name the tables by their ids`);
    }
    const unknown = subnets.find((subnet) => !hasRouteTable(subnet));
    if (unknown === undefined) return [...new Set(subnets.map((subnet) => subnet.routeTable.routeTableId))];
    throw new Error(`${vpc.node.path} must know the route table of each subnet, got none for ${unknown.node.path}; take the VPC with \`ec2.Vpc.fromLookup\`,`
      + ' give `ec2.Vpc.fromVpcAttributes` the `…SubnetRouteTableIds` as well, or name the tables by their ids');
  }

  private constructor() {}
}

/** aws-cdk-lib says nothing, or an empty text, of a subnet that was imported without. */
function hasRouteTable(subnet: ec2.ISubnet): boolean {
  const id = subnet.routeTable?.routeTableId as string | undefined;
  return id !== undefined && (Token.isUnresolved(id) || id !== '');
}
