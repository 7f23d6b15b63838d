/** An app for the real CDK CLI, with a look-up of each kind. */
import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { SiteToSiteVpn } from '../../src';

const app = new App();
const stack = new Stack(app, 'LookUps', { env: { account: '111122223333', region: 'eu-central-1' } });
const lookUps = {
  ById: { vpnConnectionId: 'vpn-0a1b2c3d4e5f60718' },
  ByTags: { tags: { Name: 'Berlin' } },
  ByTarget: { targetGatewayId: 'tgw-0a1b2c3d4e5f60718', tags: { Name: 'Hamburg' } },
  ByCustomerGateway: { customerGatewayId: 'cgw-0a1b2c3d4e5f60719' },
};
for (const [id, options] of Object.entries(lookUps)) {
  const vpn = SiteToSiteVpn.fromLookup(stack, id, options);
  new CfnOutput(stack, `${id}Output`, { value: `${vpn.vpnId} ${vpn.customerGatewayId}` });
}
