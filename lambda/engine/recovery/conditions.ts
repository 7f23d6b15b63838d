/** Of each step what has to be seen before it is called, and what is seen once it is done: neither is somebody else's change. */
import { quoted } from './command';
import { ATTACHMENT, Course } from './course';
import { keyOfStep, Step } from '../steps';

export interface Condition {
  /** What is looked at, in a sentence's words. */
  readonly what: string;
  /** The shell's expression for what is seen of it. */
  readonly seen: string;
  /** What is seen before the step, and what after it, or where there is nothing for it to do. */
  readonly before: string;
  readonly after: readonly string[];
}

export function conditionOf(step: Step, course: Course): Condition {
  const { source, destination } = course;
  const [old, wanted] = [source.gateway.id, destination.gateway.id];
  switch (step.do) {
    case 'delete-static-route':
      return { ...staticRoute(step.cidr), before: 'available', after: ['none'] };
    case 'create-static-route':
      return { ...staticRoute(step.cidr), before: 'none', after: ['available'] };
    case 'associate-route-table':
      return { ...association(), before: 'none', after: [step.routeTableId] };
    case 'disassociate-route-table':
      return { ...association(), before: step.routeTableId, after: ['none', destination.associationRouteTableId ?? 'none'] };
    case 'enable-propagation':
      return { ...propagation(step.routeTableId), before: 'disabled', after: ['enabled'] };
    case 'disable-propagation':
      return { ...propagation(step.routeTableId), before: 'enabled', after: ['disabled'] };
    case 'create-transit-gateway-route':
      return { ...transitGatewayRoute(step.routeTableId, step.cidr), before: 'none', after: [ATTACHMENT] };
    case 'delete-transit-gateway-route':
      // Where it is arrived at, it led to the attachment that was there before.
      if (isArranging(course, step)) return { ...transitGatewayRoute(step.routeTableId, step.cidr), before: 'blackhole', after: ['none', ATTACHMENT] };
      return { ...transitGatewayRoute(step.routeTableId, step.cidr), before: ATTACHMENT, after: ['none'] };
    case 'replace-vpc-route':
      return { ...vpcRoute(step.routeTableId, step.destination), before: old, after: [wanted] };
    case 'create-vpc-route':
      return { ...vpcRoute(step.routeTableId, step.destination), before: 'none', after: [wanted] };
    case 'delete-vpc-route':
      return { ...vpcRoute(step.routeTableId, step.destination), before: old, after: ['none'] };
    case 'enable-vgw-propagation':
      return { ...vgwPropagation(step.routeTableId, step.gatewayId), before: 'off', after: ['on'] };
    case 'disable-vgw-propagation':
      return { ...vgwPropagation(step.routeTableId, step.gatewayId), before: 'on', after: ['off'] };
    case 'attach-vpn-gateway':
      return { ...gatewayAtVpc(step), before: 'detached', after: ['attached'] };
    case 'detach-vpn-gateway':
      return { ...gatewayAtVpc(step), before: 'attached', after: ['detached'] };
    case 'modify-vpn-connection':
    case 'delete-customer-gateway':
      throw new Error(`${step.do} is not a step that depends on one thing that is seen`);
  }
}

function isArranging({ arranging }: Course, step: Step): boolean {
  return arranging.flat().some((each) => keyOfStep(each) === keyOfStep(step));
}

type Looked = Pick<Condition, 'what' | 'seen'>;

function staticRoute(cidr: string): Looked {
  return { what: `static route ${cidr} of the VPN connection`, seen: `$(static_route ${quoted(cidr)})` };
}

function association(): Looked {
  return { what: 'the association of the attachment', seen: '$association' };
}

function propagation(routeTableId: string): Looked {
  return { what: `propagation of the attachment to ${routeTableId}`, seen: `$(propagation ${quoted(routeTableId)})` };
}

function transitGatewayRoute(routeTableId: string, cidr: string): Looked {
  return { what: `route ${cidr} in ${routeTableId}`, seen: `$(transit_gateway_route ${quoted(routeTableId)} ${quoted(cidr)})` };
}

function vpcRoute(routeTableId: string, destination: string): Looked {
  return { what: `route ${destination} in ${routeTableId}`, seen: `$(vpc_route ${quoted(routeTableId)} ${quoted(destination)})` };
}

function vgwPropagation(routeTableId: string, gatewayId: string): Looked {
  return { what: `propagation of ${gatewayId} to ${routeTableId}`, seen: `$(vgw_propagation ${quoted(routeTableId)} ${quoted(gatewayId)})` };
}

function gatewayAtVpc({ gatewayId, vpcId }: { readonly gatewayId: string; readonly vpcId: string }): Looked {
  return { what: `${gatewayId} at ${vpcId}`, seen: `$(vpn_gateway ${quoted(gatewayId)} ${quoted(vpcId)})` };
}
