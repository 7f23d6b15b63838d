/** The customer gateway that the connection is to have, and the AS numbers at both ends of its BGP sessions. */
import { gatewayOf, MoveDeclaration } from '../../../src/contract/declaration';
import { acceptableFinding, Finding, finding, notAvailable } from '../../../src/contract/finding';
import { nameOfGateway } from '../../../src/contract/gateway';
import { Assessment } from '../assessment';
import { Snapshot } from '../observation';

export function customerGatewayFindings({ snapshot, declaration }: Assessment): Finding[] {
  const wanted = declaration.customerGateway?.toId;
  if (wanted === undefined || snapshot.customerGateways === undefined) return [];
  const { state = 'deleted' } = snapshot.customerGateways.find((each) => each.id === wanted) ?? {};
  if (state !== 'deleted') return notAvailable('customer-gateway-not-available', `customer gateway ${wanted}`, state);
  return [finding('customer-gateway-not-found',
    `customer gateway ${wanted} does not exist in this account and region`,
    'correct the id, or create the customer gateway first')];
}

/** The AS numbers of the AWS side, before and after; absent where EC2 does not tell one. */
export function amazonSideAsns(snapshot: Snapshot, { from, to }: MoveDeclaration): { readonly before?: number; readonly after?: number } {
  const asnOf = (id: string) => [...snapshot.virtualPrivateGateways, ...snapshot.transitGateways]
    .find((each) => each.id === id)?.amazonSideAsn;
  return { before: asnOf(from.id), after: asnOf(to.id) };
}

export function customerGatewayAsn({ customerGateways = [] }: Snapshot, id: string): number | undefined {
  return customerGateways.find((each) => each.id === id)?.asn;
}

/**
 * EC2 documents AsnConflict for a customer gateway and a virtual private gateway [H, ERR]; for a transit gateway nothing
 * is documented, but BGP between equal numbers would be another protocol than the one that the service speaks.
 */
export function equalAsnFindings({ snapshot, declaration, routing, plan }: Assessment): Finding[] {
  const { to } = declaration;
  const { customerGatewayId } = plan.to;
  const asn = customerGatewayAsn(snapshot, customerGatewayId);
  const { after } = amazonSideAsns(snapshot, declaration);
  if (asn === undefined || asn !== after) return [];
  const message = `customer gateway ${customerGatewayId} and ${nameOfGateway(gatewayOf(to))} both have AS number ${asn}`;
  const remedy = 'choose a gateway or a customer gateway with another AS number';
  if (to.kind === 'virtual-private-gateway' || routing === 'bgp') return [finding('asn-equal', message, remedy)];
  return [acceptableFinding('asn-equal-unused', to.id, `${message}; static routing does not use it, and whether EC2 minds is not documented`, remedy)];
}

/** AWS's step 6: the device has the AWS side's AS number configured [H, UG-target]. */
export function asnChangeFindings({ snapshot, declaration, routing }: Assessment): Finding[] {
  if (routing !== 'bgp') return [];
  const { before, after } = amazonSideAsns(snapshot, declaration);
  if (before === undefined || after === undefined || before === after) return [];
  return [acceptableFinding('asn-changes', `${declaration.to.id}/${after}`,
    `the AWS side's AS number changes from ${before} to ${after}: after the move BGP stays down until the device is configured with ${after}`,
    'give the new gateway the old AS number, or have the device\'s configuration ready for the same appointment')];
}
