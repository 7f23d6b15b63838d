/** AWS::EC2::VPNGateway, the attachment of a gateway to a VPC, and propagation into the VPC's route tables. */
import { optionalNumber, optionalText, text, texts } from '../properties';
import { ResourceFailure, ResourceType } from '../resource-type';
import { Properties } from '../template';
import { call, callAll, deleteIfThere, Ec2, gone, stabilized } from './ec2-calls';
import { tagSpecifications, updateTags } from './tags';

export function vpnGateway(ec2: Ec2): ResourceType {
  const states = (id: string) => gatewaysOf(ec2, id).map((gateway) => gateway.State as string);
  return {
    properties: { Type: 'create-only', AmazonSideAsn: 'create-only', Tags: 'mutable' },
    required: ['Type'],
    attributes: ['VPNGatewayId'],
    create: async ({ properties }) => {
      const { VpnGateway: made } = call(ec2, 'CreateVpnGateway', {
        Type: text(properties, 'Type') as 'ipsec.1',
        AmazonSideAsn: optionalNumber(properties, 'AmazonSideAsn'),
        TagSpecifications: tagSpecifications(properties, 'vpn-gateway'),
      });
      const id = made?.VpnGatewayId ?? '';
      await stabilized(ec2, `virtual private gateway ${id} to become available`, id, () => states(id).includes('available'));
      return { physicalId: id, attributes: { VPNGatewayId: id } };
    },
    update: async ({ current, oldProperties, properties }) => {
      updateTags(ec2, current.physicalId, oldProperties, properties);
      return current;
    },
    delete: async ({ physicalId }) => {
      call(ec2, 'DeleteVpnGateway', { VpnGatewayId: physicalId });
      await gone(ec2, `virtual private gateway ${physicalId} to be deleted`, physicalId, () => states(physicalId).some((state) => state !== 'deleted'));
    },
  };
}

/** Of an internet gateway or a virtual private gateway. */
export function vpcGatewayAttachment(ec2: Ec2): ResourceType {
  const attach = async (properties: Properties) => {
    const { kind, gateway, vpc, states } = attachmentOf(ec2, properties);
    if (kind === 'VGW') call(ec2, 'AttachVpnGateway', { VpnGatewayId: gateway, VpcId: vpc });
    else call(ec2, 'AttachInternetGateway', { InternetGatewayId: gateway, VpcId: vpc });
    const physicalId = `${kind}|${vpc}`;
    await stabilized(ec2, `${gateway} to be attached to ${vpc}`, physicalId, () => states().some((state) => state === 'attached' || state === 'available'));
    return { physicalId, attributes: { AttachmentType: kind } };
  };
  const detach = async (properties: Properties) => {
    const { kind, gateway, vpc, states } = attachmentOf(ec2, properties);
    deleteIfThere(() => (kind === 'VGW' ? call(ec2, 'DetachVpnGateway', { VpnGatewayId: gateway, VpcId: vpc })
      : call(ec2, 'DetachInternetGateway', { InternetGatewayId: gateway, VpcId: vpc })));
    await gone(ec2, `${gateway} to be detached from ${vpc}`, `${kind}|${vpc}`, () => states().some((state) => state !== 'detached'));
  };
  return {
    properties: { VpcId: 'create-only', VpnGatewayId: 'mutable', InternetGatewayId: 'mutable' },
    required: ['VpcId'],
    attributes: ['AttachmentType'],
    deletedBeforeReplacement: true,
    create: async ({ properties }) => attach(properties),
    update: async ({ oldProperties, properties }) => {
      await detach(oldProperties);
      return attach(properties);
    },
    delete: async ({ properties }) => detach(properties),
  };
}

/** [AWS::EC2::VPCGatewayAttachment: "You must specify either InternetGatewayId or VpnGatewayId, but not both"] */
function attachmentOf(ec2: Ec2, properties: Properties) {
  const [vpc, ofVpn, internet] = [text(properties, 'VpcId'), optionalText(properties, 'VpnGatewayId'), optionalText(properties, 'InternetGatewayId')];
  if ((ofVpn === undefined) === (internet === undefined)) {
    throw new ResourceFailure('You must specify either InternetGatewayId or VpnGatewayId, but not both.');
  }
  const gateway = ofVpn ?? internet ?? '';
  const attachments = () => (ofVpn === undefined
    ? callAll(ec2, 'DescribeInternetGateways', { InternetGatewayIds: [gateway] }, (page) => page.InternetGateways).flatMap((each) => each.Attachments ?? [])
    : gatewaysOf(ec2, gateway).flatMap((each) => each.VpcAttachments ?? []));
  const states = () => attachments().filter((each) => each.VpcId === vpc).map((each) => each.State as string);
  return { kind: ofVpn === undefined ? 'IGW' : 'VGW', gateway, vpc, states };
}

export function vpnGatewayRoutePropagation(ec2: Ec2): ResourceType {
  const enable = (properties: Properties, tables: readonly string[]) => {
    const gateway = text(properties, 'VpnGatewayId');
    for (const table of tables) call(ec2, 'EnableVgwRoutePropagation', { GatewayId: gateway, RouteTableId: table });
  };
  const disable = (properties: Properties, tables: readonly string[]) => {
    const gateway = text(properties, 'VpnGatewayId');
    for (const table of tables) deleteIfThere(() => call(ec2, 'DisableVgwRoutePropagation', { GatewayId: gateway, RouteTableId: table }));
  };
  return {
    properties: { RouteTableIds: 'mutable', VpnGatewayId: 'mutable' },
    required: ['RouteTableIds', 'VpnGatewayId'],
    attributes: ['Id'],
    create: async ({ properties, generatedName }) => {
      enable(properties, texts(properties, 'RouteTableIds'));
      const physicalId = generatedName();
      return { physicalId, attributes: { Id: physicalId } };
    },
    update: async ({ current, oldProperties, properties }) => {
      const sameGateway = oldProperties.VpnGatewayId === properties.VpnGatewayId;
      const [before, after] = [texts(oldProperties, 'RouteTableIds'), texts(properties, 'RouteTableIds')];
      enable(properties, after.filter((table) => !sameGateway || !before.includes(table)));
      disable(oldProperties, before.filter((table) => !sameGateway || !after.includes(table)));
      return current;
    },
    delete: async ({ properties }) => disable(properties, texts(properties, 'RouteTableIds')),
  };
}

function gatewaysOf(ec2: Ec2, id: string) {
  return callAll(ec2, 'DescribeVpnGateways', { VpnGatewayIds: [id] }, (page) => page.VpnGateways);
}
