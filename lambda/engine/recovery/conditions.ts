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
    case 'create-static-route': {
      const looked = { what: `static route ${step.cidr} of the VPN connection`, seen: `$(static_route ${quoted(step.cidr)})` };
      return { ...looked, ...changing(step.do === 'create-static-route', 'none', 'available') };
    }
    case 'associate-route-table':
      return { ...ASSOCIATION, before: 'none', after: [step.routeTableId] };
    case 'disassociate-route-table':
      return { ...ASSOCIATION, before: step.routeTableId, after: ['none', destination.associationRouteTableId ?? 'none'] };
    case 'enable-propagation':
    case 'disable-propagation': {
      const looked = { what: `propagation of the attachment to ${step.routeTableId}`, seen: `$(propagation ${quoted(step.routeTableId)})` };
      return { ...looked, ...changing(step.do === 'enable-propagation', 'disabled', 'enabled') };
    }
    case 'create-transit-gateway-route':
    case 'delete-transit-gateway-route': {
      const { routeTableId, cidr } = step;
      const looked = { what: `route ${cidr} in ${routeTableId}`, seen: `$(transit_gateway_route ${quoted(routeTableId)} ${quoted(cidr)})` };
      const isDeletion = step.do === 'delete-transit-gateway-route';
      // Where it is arrived at, it led to the attachment that was there before.
      if (isDeletion && isArranging(course, step)) return { ...looked, before: 'blackhole', after: ['none', ATTACHMENT] };
      return { ...looked, ...changing(!isDeletion, 'none', ATTACHMENT) };
    }
    case 'replace-vpc-route':
      return { ...vpcRoute(step), before: old, after: [wanted] };
    case 'create-vpc-route':
      return { ...vpcRoute(step), before: 'none', after: [wanted] };
    case 'delete-vpc-route':
      return { ...vpcRoute(step), before: old, after: ['none'] };
    case 'enable-vgw-propagation':
    case 'disable-vgw-propagation': {
      const { routeTableId, gatewayId } = step;
      const looked = { what: `propagation of ${gatewayId} to ${routeTableId}`, seen: `$(vgw_propagation ${quoted(routeTableId)} ${quoted(gatewayId)})` };
      return { ...looked, ...changing(step.do === 'enable-vgw-propagation', 'off', 'on') };
    }
    case 'attach-vpn-gateway':
    case 'detach-vpn-gateway': {
      const { gatewayId, vpcId } = step;
      const looked = { what: `${gatewayId} at ${vpcId}`, seen: `$(vpn_gateway ${quoted(gatewayId)} ${quoted(vpcId)})` };
      return { ...looked, ...changing(step.do === 'attach-vpn-gateway', 'detached', 'attached') };
    }
    case 'modify-vpn-connection':
    case 'delete-customer-gateway':
      throw new Error(`${step.do} is not a step that depends on one thing that is seen`);
  }
}

function isArranging({ arranging }: Course, step: Step): boolean {
  return arranging.flat().some((each) => keyOfStep(each) === keyOfStep(step));
}

/** Of two steps that undo each other: what is seen without the one, and without the other. */
function changing(makes: boolean, absent: string, present: string): Pick<Condition, 'before' | 'after'> {
  return makes ? { before: absent, after: [present] } : { before: present, after: [absent] };
}

const ASSOCIATION = { what: 'the association of the attachment', seen: '$association' };

function vpcRoute({ routeTableId, destination }: { readonly routeTableId: string; readonly destination: string }): Pick<Condition, 'what' | 'seen'> {
  return { what: `route ${destination} in ${routeTableId}`, seen: `$(vpc_route ${quoted(routeTableId)} ${quoted(destination)})` };
}
