/** Ids and small constructs that the tests of the constructs share. Ids have 17 hex digits, as template validation wants them. */
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SiteToSiteVpn, TargetChange, TargetGateway, VirtualPrivateGatewayOptions, VpnTargetMigration, VpnTargetMigrationProps } from '../../src';

export const ids = {
  vpn: 'vpn-0a1b2c3d4e5f60718',
  vgw: 'vgw-0a1b2c3d4e5f60718',
  otherVgw: 'vgw-0a1b2c3d4e5f60719',
  tgw: 'tgw-0a1b2c3d4e5f60718',
  otherTgw: 'tgw-0a1b2c3d4e5f60719',
  association: 'tgw-rtb-0a1b2c3d4e5f60001',
  spokes: 'tgw-rtb-0a1b2c3d4e5f60002',
  otherSpokes: 'tgw-rtb-0a1b2c3d4e5f60003',
  defaults: 'tgw-rtb-0a1b2c3d4e5f60004',
  rtb: 'rtb-0a1b2c3d4e5f60001',
  otherRtb: 'rtb-0a1b2c3d4e5f60002',
  otherAssociation: 'tgw-rtb-0a1b2c3d4e5f60005',
  otherDefaults: 'tgw-rtb-0a1b2c3d4e5f60006',
  prefixList: 'pl-0a1b2c3d4e5f60001',
  vpc: 'vpc-0a1b2c3d4e5f60718',
  otherVpc: 'vpc-0a1b2c3d4e5f60719',
  cgw: 'cgw-0a1b2c3d4e5f60718',
  otherCgw: 'cgw-0a1b2c3d4e5f60719',
} as const;

export const account = '111122223333';
export const region = 'eu-central-1';

export function newStack(name = 'Stack'): Stack {
  return new Stack(new App(), name, { env: { account, region } });
}

export function virtualPrivateGateway(): TargetGateway {
  return TargetGateway.virtualPrivateGateway(ids.vgw);
}

/** A transit gateway with one table for the VPN and one for the VPCs, for static routes. */
export function transitGateway(): TargetGateway {
  return TargetGateway.transitGateway(ids.tgw, { associationRouteTableId: ids.association, staticRouteTableIds: [ids.spokes] });
}

export function otherVirtualPrivateGateway(options?: VirtualPrivateGatewayOptions): TargetGateway {
  return TargetGateway.virtualPrivateGateway(ids.otherVgw, options);
}

export function otherTransitGateway(): TargetGateway {
  return TargetGateway.transitGateway(ids.otherTgw, {
    associationRouteTableId: ids.otherAssociation, staticRouteTableIds: [ids.otherSpokes],
  });
}

/** The smallest move; `props` change it. */
export function newMigration(stack: Stack, props: Partial<VpnTargetMigrationProps> = {}, id = 'Migration'): VpnTargetMigration {
  return new VpnTargetMigration(stack, id, {
    vpnConnection: props.vpnConnection ?? SiteToSiteVpn.fromVpnConnectionId(stack, `${id}Vpn`, ids.vpn),
    from: virtualPrivateGateway(),
    to: transitGateway(),
    ...props,
  });
}

/** The template without the hashes of bundled code, which change with every edit of the code. */
export function templateWithoutHashes(stack: Stack): unknown {
  return JSON.parse(JSON.stringify(Template.fromStack(stack).toJSON()).replace(/[0-9a-f]{64}/g, 'hash-of-the-asset'));
}

/** What is allowed inline, by the logical id of the policy, or of the role that it is part of. */
export function inlineStatementsIn(template: Template): [logicalId: string, statements: any[]][] {
  const policies = Object.entries(template.findResources('AWS::IAM::Policy')).map(([id, { Properties }]): [string, any[]] => [id, [Properties]]);
  const roles = Object.entries(template.findResources('AWS::IAM::Role')).map(([id, { Properties }]): [string, any[]] => [id, Properties.Policies ?? []]);
  return [...policies, ...roles].filter(([, inline]) => inline.length > 0)
    .map(([id, inline]) => [id, inline.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)]);
}

/** What a connection has by default, said. */
export const routesAsResources = TargetChange.byCloudFormation();
