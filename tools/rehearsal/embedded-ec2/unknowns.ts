/**
 * What nobody outside AWS knows for certain about EC2, as switches: one name for each question, its possible answers,
 * and where the question comes from. Code that is to survive a live account has to work under every one of them.
 *
 * The first value is the default. Where the question is a code, `UnheardOfCode` stands for all those that nobody has thought of.
 * Section numbers are those of the project's notes on AWS VPN behaviour.
 */
import { SettingsOf, settingsOf, Unknown } from '../unknowns';

export const UNKNOWNS = {
  modifyToTransitGatewayWithStaticRoutes: {
    question: 'What ModifyVpnConnection from a virtual private gateway to a transit gateway answers while static routes remain.',
    values: ['IncorrectState', 'InvalidParameterCombination', 'UnheardOfCode', 'accepted'],
    default: 'IncorrectState',
    source: '2.3 [U]; 1.2 step 2 [H] says only that they must be deleted before',
  },
  staticRoutesAcrossVpnGateways: {
    question: 'Whether a connection keeps its static routes when it moves from one virtual private gateway to another.',
    values: ['kept', 'dropped'],
    default: 'kept',
    source: '1.3 vgw→vgw static [U]',
  },
  staticRoutesOnArrivalAtTransitGateway: {
    question: 'What becomes of VPN static routes that were still there when the connection arrived at a transit gateway.',
    values: ['deleted', 'kept'],
    default: 'deleted',
    source: '0.4 [H] static routes exist only for VGW targets; their fate [U]',
  },
  staticRouteOnTransitGatewayConnection: {
    question: 'What CreateVpnConnectionRoute and DeleteVpnConnectionRoute answer for a connection on a transit gateway.',
    values: ['InvalidVpnConnection.InvalidType', 'InvalidParameterValue', 'UnsupportedOperation', 'UnheardOfCode'],
    default: 'InvalidVpnConnection.InvalidType',
    source: '2.1 BGP on static, "some error, code [U]"',
  },
  staticRouteCreateWhileDeleting: {
    question: 'What CreateVpnConnectionRoute answers while the same route is still being deleted.',
    values: ['accepted', 'IncorrectState', 'UnheardOfCode'],
    default: 'accepted',
    source: '2.3 IncorrectState "something is mid-transition"; this case [U]',
  },
  staticRouteSource: {
    question: 'Whether describes give a VPN static route a Source.',
    values: ['absent', 'Static'],
    default: 'absent',
    source: '3 VpnStaticRoute.State [H BF]: documented, absent in captures',
  },
  modifyToCurrentTarget: {
    question: 'What ModifyVpnConnection answers when the connection is on that gateway already.',
    values: ['accepted-without-effect', 'InvalidParameterCombination', 'UnheardOfCode', 'provisions-again'],
    default: 'accepted-without-effect',
    source: 'emulation 2 [U]',
  },
  modifyOutcome: {
    question: 'Whether an accepted modification takes effect, or the connection returns to its old gateway after provisioning.',
    values: ['takes-effect', 'returns-to-old-gateway'],
    default: 'takes-effect',
    source: '1.1 [H] for success; a late failure is documented nowhere [U]',
  },
  modifyWhileNotAvailable: {
    question: 'The error for modifying a connection that is not available.',
    values: ['InvalidVpnConnection.InvalidState', 'IncorrectState', 'UnheardOfCode'],
    default: 'InvalidVpnConnection.InvalidState',
    source: '2.1 connection state [H ERR], "real services also use IncorrectState"',
  },
  modifyToForeignTransitGateway: {
    question: 'The error for modifying to a transit gateway that another account shares.',
    values: ['InvalidTransitGatewayID.NotFound', 'OperationNotPermitted', 'UnauthorizedOperation'],
    default: 'InvalidTransitGatewayID.NotFound',
    source: '2.1 TGW sharing: refusal [H], code [U]',
  },
  describeAfterModify: {
    question: 'What describes show in the first seconds after ModifyVpnConnection.',
    values: ['available-on-old-gateway', 'modifying', 'available-on-new-gateway'],
    default: 'available-on-old-gateway',
    source: '0.7 eventual consistency [H for TF, M for the race]',
  },
  describeAtEndOfModify: {
    question: 'Whether describes show the connection available on its old gateway once more, for seconds before or after the modification ends.',
    values: ['never', 'old-gateway-before-it', 'old-gateway-after-it'],
    default: 'never',
    source: '0.7 eventual consistency [H for TF]; another emulation of EC2 plays one such answer after modifying [M]',
  },
  gatewayAssociationState: {
    question: 'Whether describes carry GatewayAssociationState, and whether it passes through its transitional values.',
    values: ['associated', 'absent', 'transitional'],
    default: 'associated',
    source: '3 GatewayAssociationState [H enum], transitions [U], absent in older captures',
  },
  configurationWhileModifying: {
    question: 'Whether CustomerGatewayConfiguration is dropped while a connection is modifying.',
    values: ['dropped', 'kept'],
    default: 'dropped',
    source: '3 [H SDK] only while pending or available; for modifying by inference',
  },
  preSharedKeyOfCertificateConnection: {
    question: 'What CustomerGatewayConfiguration says of the pre-shared key where the device has a certificate.',
    values: ['absent', 'empty'],
    default: 'absent',
    source: '6 CustomerGatewayConfiguration XML [L]: omitted',
  },
  sampleConfigurationUnlessAvailable: {
    question: 'What GetVpnConnectionDeviceSampleConfiguration answers for a connection that is not available.',
    values: ['IncorrectState', 'answered'],
    default: 'IncorrectState',
    source: '6 GetVpnConnectionDeviceSampleConfiguration names UnsupportedOperation alone; this case [U]',
  },
  tunnelInsideCidrSpelling: {
    question: 'Whether TunnelInsideCidr is echoed as the network or with a host bit.',
    values: ['network', 'host-bits'],
    default: 'network',
    source: '7 [M BF] 169.254.15.193/30 in a capture',
  },
  acceptedRouteCountWhileDown: {
    question: 'AcceptedRouteCount of a static connection whose tunnel is down.',
    values: ['number-of-routes', 'zero'],
    default: 'number-of-routes',
    source: '3 VgwTelemetry [H BF], one capture',
  },
  propagationOnRouteDeletion: {
    question: 'Whether routes that a virtual private gateway propagated go when the deletion of the VPN static route begins or ends.',
    values: ['withdrawn-at-once', 'withdrawn-when-deleted'],
    default: 'withdrawn-at-once',
    source: '1.3 B3 [H] forwarding stops at once; the VPC table [U]',
  },
  attachmentVisibility: {
    question: 'Whether the new VPN attachment is listed from the modification on, or only once it is available.',
    values: ['pending-at-once', 'when-available'],
    default: 'pending-at-once',
    source: '0.5 [H] it does not exist before; 3 pending→available [H BF]; when it appears [U]',
  },
  defaultTablesOfNewAttachment: {
    question: 'When a new attachment gets the gateway\'s default association and propagation.',
    values: ['after-available', 'at-once'],
    default: 'after-available',
    source: '1.3 A2 [H] that it happens; when [U]',
  },
  routesOfDeletedAttachment: {
    question: 'What becomes of transit gateway static routes when their attachment is deleted.',
    values: ['blackhole-with-attachment', 'blackhole-without-attachment', 'gone'],
    default: 'blackhole-with-attachment',
    source: '1.3 tgw→tgw static, "blackhole or removal [U]"',
  },
  routeToPendingAttachment: {
    question: 'What CreateTransitGatewayRoute answers while the attachment is pending.',
    values: ['IncorrectState', 'UnheardOfCode', 'accepted'],
    default: 'IncorrectState',
    source: '2.3 IncorrectState; this case [U]',
  },
  routeAttachmentResourceId: {
    question: 'How SearchTransitGatewayRoutes names the connection of a VPN attachment; its resource-id filter compares with what is shown.',
    values: ['vpn-id', 'vpn-id(address)'],
    default: 'vpn-id',
    source: '5 last paragraph [L]',
  },
  prefixListRouteInSearch: {
    question: 'Whether SearchTransitGatewayRoutes shows a prefix list reference entry by entry, as static or propagated routes, or in one row without a CIDR block.',
    values: ['each-entry', 'each-entry-propagated', 'one-row'],
    default: 'each-entry',
    source: '5 TGW routes, filter prefix-list-id [H]; the guide (view-prefix-list-reference) says each entry is a route of type propagated, '
      + 'PrefixListId\'s place in the answer [U]',
  },
  duplicatePrefixListReference: {
    question: 'What CreateTransitGatewayPrefixListReference answers when the table refers to the prefix list already.',
    values: ['InvalidParameterValue', 'IncorrectState', 'accepted'],
    default: 'InvalidParameterValue',
    source: '2.3 has no code for it [U]; the API reference of the operation names no error',
  },
  prefixListReferenceOfDeletedAttachment: {
    question: 'What becomes of a prefix list reference when its attachment is deleted.',
    values: ['names-attachment', 'blackhole', 'gone'],
    default: 'names-attachment',
    source: '1.3 tgw→tgw static, of routes "blackhole or removal [U]"; of references [U]',
  },
  vgwPropagationAfterDetach: {
    question: 'Whether a VPC table still names a virtual private gateway to propagate from when that has been detached.',
    values: ['dropped', 'kept'],
    default: 'dropped',
    source: '8 [H] the settings name the gateway and are made again for a new one; what becomes of the old ones [U]',
  },
  detachedVpnGatewayAttachment: {
    question: 'Whether a virtual private gateway lists the attachment from which it was detached.',
    values: ['absent', 'detached'],
    default: 'absent',
    source: '3 VGW attachment attaching, attached, detaching, detached [H]; whether and how long the last is listed [U]',
  },
  duplicatePropagation: {
    question: 'What EnableTransitGatewayRouteTablePropagation answers when the attachment propagates to the table already.',
    values: ['TransitGatewayRouteTablePropagation.Duplicate', 'InvalidParameterCombination', 'UnheardOfCode', 'accepted'],
    default: 'TransitGatewayRouteTablePropagation.Duplicate',
    source: '2.3 [L]',
  },
  associateWhenAssociated: {
    question: 'The error of AssociateTransitGatewayRouteTable when the attachment is associated with some table.',
    values: ['Resource.AlreadyAssociated', 'IncorrectState', 'UnheardOfCode'],
    default: 'Resource.AlreadyAssociated',
    source: '2.3 (terraform-provider-aws#16452)',
  },
  transitGatewayRouteTableNotFound: {
    question: 'The error for a transit gateway route table that does not exist.',
    values: ['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.NotFound'],
    default: 'InvalidRouteTableID.NotFound',
    source: '2.3 "also seen for tgw-rtb ids [M]", TF constants',
  },
  routeToUnattachedVpnGateway: {
    question: 'What CreateRoute and ReplaceRoute answer for a virtual private gateway that is not attached to the VPC.',
    values: ['Gateway.NotAttached', 'InvalidParameterValue', 'UnheardOfCode', 'accepted'],
    default: 'Gateway.NotAttached',
    source: '1.3 tgw→vgw static, "Gateway.NotAttached/blackhole results"',
  },
  duplicateVpnConnection: {
    question: 'What CreateVpnConnection answers for a second connection of one customer gateway on one virtual private gateway.',
    values: ['InvalidOption.Conflict', 'returns-existing', 'creates-another'],
    default: 'InvalidOption.Conflict',
    source: '2.1 duplicates [H both texts], contradictory',
  },
  clientVpnDisconnectOnSessionTimeout: {
    question: 'What DisconnectOnSessionTimeout of a Client VPN endpoint is when the request that makes it does not say.',
    values: ['true', 'false'],
    default: 'true',
    source: '9: the API change of 2025-01-13 says false; SDK, model and CloudFormation documentation say true',
  },
  clientVpnRouteWithoutAssociation: {
    question: 'What CreateClientVpnRoute answers while no target network of the endpoint is associated.',
    values: ['InvalidClientVpnActiveAssociationNotFound', 'accepted'],
    default: 'InvalidClientVpnActiveAssociationNotFound',
    source: '9; CloudFormation guide, AWS::EC2::ClientVpnRoute: an association must be there before; the code is a constant of TF [M], of a transit gateway [U]',
  },
  clientVpnDeleteWhileAssociated: {
    question: 'The error of DeleteClientVpnEndpoint while target networks are associated.',
    values: ['DependencyViolation', 'IncorrectState'],
    default: 'DependencyViolation',
    source: '9; DeleteClientVpnEndpoint API reference: all target networks must be disassociated before; the code [U]',
  },
} as const satisfies Record<string, Unknown>;

export type UnknownName = keyof typeof UNKNOWNS;
export type Unknowns = SettingsOf<typeof UNKNOWNS>;

/** What only Client VPN asks, which no VPN connection and no move of one comes near. */
export const UNKNOWNS_OF_CLIENT_VPN: readonly UnknownName[] = [
  'clientVpnDisconnectOnSessionTimeout', 'clientVpnRouteWithoutAssociation', 'clientVpnDeleteWhileAssociated',
];

/** Every switch at its default, except the given ones. */
export function unknowns(settings?: Partial<Unknowns>): Unknowns {
  return settingsOf(UNKNOWNS, settings);
}

/** Every value of every switch, one at a time and the defaults among them: what a suite runs under to be sure of all of them. */
export function everySetting(): { readonly name: UnknownName; readonly value: string; readonly settings: Partial<Unknowns> }[] {
  return Object.entries(UNKNOWNS).flatMap(([name, unknown]) =>
    unknown.values.map((value) => ({ name: name as UnknownName, value, settings: { [name]: value } as Partial<Unknowns> })),
  );
}
