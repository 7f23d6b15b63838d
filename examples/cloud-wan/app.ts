/** A connection attached to a core network of Cloud WAN, whose policy puts it into a segment by its tag. */
import { App, CfnOutput, Stack, StackProps } from 'aws-cdk-lib';
import { SiteToSiteVpn, TargetGateway, VpnConnectionDownAlarm, VpnRouting } from 'cdk-site-to-site-vpn';
import { Construct } from 'constructs';

/** What is there: put yours here. Its policy needs an attachment policy for the tag. */
const CORE_NETWORK = 'core-network-0a1b2c3d4e5f60718';

export class CloudWan extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const berlin = new SiteToSiteVpn(this, 'Berlin', {
      target: TargetGateway.cloudWan(CORE_NETWORK, { tags: { segment: 'offices' } }),
      routing: VpnRouting.bgp(),
      ip: '198.51.100.1',
      asn: 65010,
    });
    new VpnConnectionDownAlarm(this, 'BerlinDown', { vpnConnection: berlin });
    new CfnOutput(this, 'Attachment', { value: berlin.coreNetworkAttachmentId });
  }
}

const app = new App();
new CloudWan(app, 'CloudWan', { env: { account: '111122223333', region: 'eu-central-1' } });
app.synth();
