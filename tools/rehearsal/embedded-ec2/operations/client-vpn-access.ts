/** What users of a Client VPN endpoint reach: its authorization rules, its routes, and the policy that decides on every connection. */
import type {
  AuthorizationRule as RuleOutput, AuthorizeClientVpnIngressCommandInput, ClientVpnRoute as RouteOutput, CreateClientVpnRouteCommandInput,
  DeleteClientVpnEndpointAuthorizationPolicyCommandInput, DeleteClientVpnRouteCommandInput, DescribeClientVpnAuthorizationRulesCommandInput,
  DescribeClientVpnRoutesCommandInput, GetClientVpnEndpointAuthorizationPolicyCommandInput,
  ModifyClientVpnEndpointAuthorizationPolicyCommandInput, RevokeClientVpnIngressCommandInput,
} from '@aws-sdk/client-ec2';
import { targetNetworksOf } from './client-vpn-target-networks';
import { Ec2Error } from '../../contracts';
import { standing } from '../client-vpn-limits';
import { exactCidr, found, notFound, required } from '../errors';
import { filtered, Filters, page } from '../filters';
import { ClientVpnAuthorizationRule, ClientVpnEndpoint, ClientVpnRoute } from '../records';
import { Context, issue, NetworkState, OperationMap, patch, put, remove, rows, schedule, TransitionMap } from '../state';

export const clientVpnAccessOperations: OperationMap = {
  AuthorizeClientVpnIngress: authorize,
  RevokeClientVpnIngress: revoke,
  DescribeClientVpnAuthorizationRules: describeRules,
  CreateClientVpnRoute: createRoute,
  DeleteClientVpnRoute: deleteRoute,
  DescribeClientVpnRoutes: describeRoutes,
  ModifyClientVpnEndpointAuthorizationPolicy: modifyPolicy,
  GetClientVpnEndpointAuthorizationPolicy: getPolicy,
  DeleteClientVpnEndpointAuthorizationPolicy: deletePolicy,
};

export const clientVpnAccessTransitions: TransitionMap = {
  'client-vpn-rule-settled': (state, { subject, detail }) => settle(state, 'clientVpnAuthorizationRules', subject, detail.token),
  'client-vpn-route-settled': (state, { subject, detail }) => settle(state, 'clientVpnRoutes', subject, detail.token),
};

const RULE_FILTERS: Filters<RuleOutput & { Tags?: never[] }> = {
  'description': (rule) => [rule.Description],
  'destination-cidr': (rule) => [rule.DestinationCidr],
  'group-id': (rule) => [rule.GroupId],
};

const ROUTE_FILTERS: Filters<RouteOutput & { Tags?: never[] }> = {
  'destination-cidr': (route) => [route.DestinationCidr],
  'origin': (route) => [route.Origin],
  'target-subnet': (route) => [route.TargetSubnet],
};

/** [H AuthorizeClientVpnIngress: a group, or all; H ERR: the limit] */
function authorize(state: NetworkState, input: AuthorizeClientVpnIngressCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const destination = exactCidr('TargetNetworkCidr', input.TargetNetworkCidr);
  const groupId = input.AuthorizeAllGroups === true ? undefined : required('AccessGroupId', input.AccessGroupId);
  const id = ruleId(endpoint, destination, groupId);
  if (state.clientVpnAuthorizationRules[id] !== undefined) {
    throw new Ec2Error('InvalidClientVpnDuplicateAuthorizationRule', `${endpoint.id} has a rule for ${destination} already`);
  }
  const limit = context.quotas.authorizationRulesPerClientVpnEndpoint;
  if (rows(state, 'clientVpnAuthorizationRules').filter(({ endpointId }) => endpointId === endpoint.id).length >= limit) {
    throw new Ec2Error('ClientVpnAuthorizationRuleLimitExceeded', `The maximum number of ${limit} authorization rules of ${endpoint.id} has been reached`);
  }
  const token = issue(state);
  const rule = { id, endpointId: endpoint.id, destination, groupId, state: 'authorizing', description: input.Description, token, tags: [] };
  put(state, 'clientVpnAuthorizationRules', rule);
  schedule(state, context.now + context.latencies.clientVpnSettleMs, 'client-vpn-rule-settled', id, { token });
  return { Status: { Code: 'authorizing' } };
}

function revoke(state: NetworkState, input: RevokeClientVpnIngressCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const groupId = input.RevokeAllGroups === true ? undefined : required('AccessGroupId', input.AccessGroupId);
  const id = ruleId(endpoint, exactCidr('TargetNetworkCidr', input.TargetNetworkCidr), groupId);
  const rule = state.clientVpnAuthorizationRules[id];
  if (rule === undefined || rule.state === 'revoking') throw notFound('clientVpnAuthorizationRules', id, context);
  const token = issue(state);
  patch(state, 'clientVpnAuthorizationRules', id, { state: 'revoking', token });
  schedule(state, context.now + context.latencies.clientVpnSettleMs, 'client-vpn-rule-settled', id, { token });
  return { Status: { Code: 'revoking' } };
}

function describeRules(state: NetworkState, input: DescribeClientVpnAuthorizationRulesCommandInput, context: Context): object {
  const endpoint = found(state, 'clientVpnEndpoints', input.ClientVpnEndpointId, context);
  const rules = rows(state, 'clientVpnAuthorizationRules').filter(({ endpointId }) => endpointId === endpoint.id).map(ruleOutput);
  const { items, ...rest } = page(filtered(rules, input.Filters, RULE_FILTERS), input, context);
  return { AuthorizationRules: items, ...rest };
}

/** [H CreateClientVpnRoute: the subnet is a target network already, or `local`; with a transit gateway there is none; H ERR: the limit] */
function createRoute(state: NetworkState, input: CreateClientVpnRouteCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const destination = exactCidr('DestinationCidrBlock', input.DestinationCidrBlock);
  const targetSubnet = targetOf(state, endpoint, input.TargetVpcSubnetId, context);
  const id = routeId(endpoint, destination, targetSubnet);
  if (state.clientVpnRoutes[id] !== undefined) throw new Ec2Error('InvalidClientVpnDuplicateRoute', `${endpoint.id} has a route to ${destination} already`);
  const limit = context.quotas.routesPerClientVpnTargetNetwork;
  if (rows(state, 'clientVpnRoutes').filter((route) => route.endpointId === endpoint.id && route.targetSubnet === targetSubnet).length >= limit) {
    throw new Ec2Error('ClientVpnRouteLimitExceeded', `The maximum number of ${limit} routes of ${endpoint.id} has been reached`);
  }
  const token = issue(state);
  put(state, 'clientVpnRoutes', {
    id, endpointId: endpoint.id, destination, targetSubnet, origin: 'add-route', state: 'creating', description: input.Description, token, tags: [],
  });
  schedule(state, context.now + context.latencies.clientVpnSettleMs, 'client-vpn-route-settled', id, { token });
  return { Status: { Code: 'creating' } };
}

function deleteRoute(state: NetworkState, input: DeleteClientVpnRouteCommandInput, context: Context): object {
  const endpoint = standing(state, input.ClientVpnEndpointId, context);
  const id = routeId(endpoint, exactCidr('DestinationCidrBlock', input.DestinationCidrBlock), input.TargetVpcSubnetId);
  const route = state.clientVpnRoutes[id];
  if (route === undefined || route.state === 'deleting' || route.origin === 'associate') throw notFound('clientVpnRoutes', id, context);
  const token = issue(state);
  patch(state, 'clientVpnRoutes', id, { state: 'deleting', token });
  schedule(state, context.now + context.latencies.clientVpnSettleMs, 'client-vpn-route-settled', id, { token });
  return { Status: { Code: 'deleting' } };
}

function describeRoutes(state: NetworkState, input: DescribeClientVpnRoutesCommandInput, context: Context): object {
  const endpoint = found(state, 'clientVpnEndpoints', input.ClientVpnEndpointId, context);
  const attachment = rows(state, 'transitGatewayAttachments').find(({ resourceId }) => resourceId === endpoint.id);
  const routes = rows(state, 'clientVpnRoutes').filter(({ endpointId }) => endpointId === endpoint.id)
    .map((route) => routeOutput(route, attachment?.id));
  const { items, ...rest } = page(filtered(routes, input.Filters, ROUTE_FILTERS), input, context);
  return { Routes: items, ...rest };
}

/** In force at once [U]. [H SDK: the document is required where there is none; shadow mode is off unless asked for] */
function modifyPolicy(state: NetworkState, input: ModifyClientVpnEndpointAuthorizationPolicyCommandInput, context: Context): object {
  const { id, authorizationPolicy: before } = standing(state, input.ClientVpnEndpointId, context);
  const document = required('PolicyDocument', input.PolicyDocument ?? before?.document);
  const shadowMode = input.ShadowMode ?? before?.shadowMode ?? 'disabled';
  patch(state, 'clientVpnEndpoints', id, { authorizationPolicy: { document, shadowMode, description: input.Description ?? before?.description } });
  return { Status: before === undefined ? 'creating' : 'updating' };
}

function getPolicy(state: NetworkState, input: GetClientVpnEndpointAuthorizationPolicyCommandInput, context: Context): object {
  const { id, authorizationPolicy: policy } = found(state, 'clientVpnEndpoints', input.ClientVpnEndpointId, context);
  if (policy === undefined) return { ClientVpnEndpointId: id };
  const { document: PolicyDocument, shadowMode: ShadowMode, description: Description } = policy;
  return { ClientVpnEndpointId: id, PolicyDocument, ShadowMode, ...Description === undefined ? {} : { Description }, Status: 'active' };
}

function deletePolicy(state: NetworkState, input: DeleteClientVpnEndpointAuthorizationPolicyCommandInput, context: Context): object {
  patch(state, 'clientVpnEndpoints', standing(state, input.ClientVpnEndpointId, context).id, { authorizationPolicy: undefined });
  return { Status: 'deleting' };
}

function targetOf(state: NetworkState, endpoint: ClientVpnEndpoint, asked: string | undefined, context: Context): string | undefined {
  const { unknowns: { clientVpnRouteWithoutAssociation: withoutAssociation } } = context;
  const associated = targetNetworksOf(state, endpoint.id).filter((network) => network.state === 'associated');
  if (associated.length === 0 && withoutAssociation !== 'accepted') throw new Ec2Error(withoutAssociation, `${endpoint.id} has no associated target network`);
  if (endpoint.transitGatewayId !== undefined) {
    if (asked === undefined) return undefined;
    throw new Ec2Error('InvalidParameterCombination', `${endpoint.id} is on a transit gateway: a route of it has no TargetVpcSubnetId`);
  }
  const target = required('TargetVpcSubnetId', asked);
  const known = target === 'local' || targetNetworksOf(state, endpoint.id).some(({ subnetId }) => subnetId === target);
  if (!known) throw new Ec2Error('InvalidClientVpnActiveAssociationNotFound', `${target} is no target network of ${endpoint.id}`);
  return target;
}

function settle(state: NetworkState, table: 'clientVpnRoutes' | 'clientVpnAuthorizationRules', id: string, token: unknown): void {
  const record: ClientVpnRoute | ClientVpnAuthorizationRule | undefined = state[table][id];
  if (record?.token !== token) return;
  if (['deleting', 'revoking'].includes(record.state)) remove(state, table, id);
  else patch(state, table, id, { state: 'active' });
}

function ruleId({ id }: ClientVpnEndpoint, destination: string, groupId: string | undefined): string {
  return `${id}|${destination}|${groupId ?? ''}`;
}

function routeId({ id }: ClientVpnEndpoint, destination: string, targetSubnet: string | undefined): string {
  return `${id}|${destination}|${targetSubnet ?? ''}`;
}

/** [AWS CLI describe-client-vpn-authorization-rules, its example] */
function ruleOutput({ endpointId, destination, groupId, description, state: code }: ClientVpnAuthorizationRule): RuleOutput {
  return {
    ClientVpnEndpointId: endpointId,
    ...description === undefined ? {} : { Description: description },
    GroupId: groupId ?? '',
    AccessAll: groupId === undefined,
    DestinationCidr: destination,
    Status: { Code: code as 'active' },
  };
}

/** [AWS CLI describe-client-vpn-routes, its example] */
function routeOutput(route: ClientVpnRoute, attachmentId: string | undefined): RouteOutput {
  const { endpointId, destination, targetSubnet, origin, description, state: code } = route;
  return {
    ClientVpnEndpointId: endpointId,
    DestinationCidr: destination,
    ...targetSubnet === undefined ? { TransitGatewayAttachmentId: attachmentId } : { TargetSubnet: targetSubnet, Type: 'Nat' },
    Origin: origin,
    Status: { Code: code as 'active' },
    ...description === undefined ? {} : { Description: description },
  };
}
