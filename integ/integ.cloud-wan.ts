/**
 * A connection attached to a core network, whose policy puts it into a segment by its tag.
 *
 * NEVER DEPLOYED. No AWS account could be reached when this was written: the snapshot beside it was made offline, and is
 * compared offline. It proves that the app synthesizes to what it synthesized to before, and nothing about AWS. Deploy it
 * once (`npx projen integ --force --no-update-workflow integ.cloud-wan.ts`) before you rely on the assertion at its end.
 */
import { ExpectedResult, IntegTest } from '@aws-cdk/integ-tests-alpha';
import { App, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as networkmanager from 'aws-cdk-lib/aws-networkmanager';
import { Construct } from 'constructs';
import { DEVICE } from './surroundings';
import { SiteToSiteVpn, TargetGateway, VpnRouting } from '../src';

class CloudWan extends Stack {
  public readonly vpn: SiteToSiteVpn;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const globalNetwork = new networkmanager.CfnGlobalNetwork(this, 'GlobalNetwork');
    const coreNetwork = new networkmanager.CfnCoreNetwork(this, 'CoreNetwork', {
      globalNetworkId: globalNetwork.ref,
      policyDocument: {
        'version': '2021.12',
        'core-network-configuration': { 'asn-ranges': ['64512-64555'], 'edge-locations': [{ location: this.region }] },
        'segments': [{ 'name': 'offices', 'require-attachment-acceptance': false }],
        'attachment-policies': [{
          'rule-number': 100,
          'conditions': [{ type: 'tag-value', operator: 'equals', key: 'segment', value: 'offices' }],
          'action': { 'association-method': 'constant', 'segment': 'offices' },
        }],
      },
    });

    this.vpn = new SiteToSiteVpn(this, 'Vpn', {
      target: TargetGateway.cloudWan(coreNetwork.ref, { tags: { segment: 'offices' } }),
      routing: VpnRouting.bgp(),
      ip: DEVICE,
      asn: 65010,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

const app = new App();
const stack = new CloudWan(app, 'CloudWan');
const integ = new IntegTest(app, 'CloudWanTest', { testCases: [stack] });

integ.assertions.awsApiCall('NetworkManager', 'getSiteToSiteVpnAttachment', {
  AttachmentId: stack.vpn.coreNetworkAttachmentId,
}).expect(ExpectedResult.objectLike({
  SiteToSiteVpnAttachment: { Attachment: { State: 'AVAILABLE', SegmentName: 'offices' } },
})).waitForAssertions({ interval: Duration.seconds(30), totalTimeout: Duration.minutes(20) });
