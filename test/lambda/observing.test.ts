/** What a running move looks at, and when what it saw before is as good as another look. */
import { EC2Client, Filter, VpnConnection } from '@aws-sdk/client-ec2';
import { Ec2Network } from '../../lambda/aws/ec2/network';
import * as estate from '../engine/estate';

const ON_VGW: VpnConnection = { VpnConnectionId: estate.VPN, State: 'available', VpnGatewayId: estate.VGW, CustomerGatewayId: 'cgw-10000000', Options: { StaticRoutesOnly: true } };
const { VpnGatewayId: _, ...rest } = ON_VGW;
const ON_TGW: VpnConnection = { ...rest, TransitGatewayId: estate.TGW };

/** Looks once, and once more while its state alone is said to be enough. */
async function lookTwice(first: VpnConnection, second: VpnConnection): Promise<string[]> {
  const asked: string[] = [];
  const answers = [first, second];
  const send = async (command: { readonly constructor: Function; readonly input: { readonly Filters?: readonly Filter[] } }) => {
    const operation = command.constructor.name.replace(/Command$/, '');
    asked.push(operation);
    switch (operation) {
      case 'DescribeVpnConnections': return { VpnConnections: [answers.shift()] };
      case 'DescribeRouteTables': return { RouteTables: command.input.Filters?.[0].Values?.map((id) => ({ RouteTableId: id, VpcId: estate.VPC })) };
      default: return {};
    }
  };
  const network = new Ec2Network({ send } as unknown as EC2Client, estate.ACCOUNT);
  const observed = await network.observe(estate.declaration, estate.plan, () => 'attachment');
  asked.length = 0;
  await network.observe(estate.declaration, estate.plan, () => 'target', observed);
  return asked;
}

test('its state alone is enough while the connection stands where it stood', async () => {
  expect(await lookTwice(ON_VGW, ON_VGW)).toEqual(['DescribeVpnConnections', 'DescribeTransitGatewayAttachments']);
});

test.each<[string, VpnConnection]>([
  ['on the other gateway', ON_TGW],
  ['to another customer gateway', { ...ON_VGW, CustomerGatewayId: 'cgw-20000000' }],
  ['there, but modifying', { ...ON_VGW, State: 'modifying' as 'available' }],
])('it is not once the connection stands %s', async (_name, second) => {
  expect((await lookTwice(ON_VGW, second)).length).toBeGreaterThan(2);
});
