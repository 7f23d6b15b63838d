/** Every action of the table, by all that it says of it: words, call, right, dry run, command, and what the embedded EC2 does. */
import { isDeepStrictEqual } from 'node:util';
import * as sdk from '@aws-sdk/client-ec2';
import { NormalizedSchema } from '@smithy/core/schema';
import { wireClient } from './wire-client';
import { performAction, tryStep } from '../../lambda/aws/ec2/actions';
import { Action, ACTIONS, afterAction, callOf, conditionOf, describeAction, describeActionInProgress } from '../../lambda/engine/actions';
import { Observation } from '../../lambda/engine/observation';
import { commandOf } from '../../lambda/engine/recovery/steps';
import { ActionName, ACTION_RIGHTS, rightsOf, rightTo } from '../../src/contract/action-rights';
import { Ec2Error } from '../../tools/rehearsal/contracts';
import { permissionRequests } from '../../tools/rehearsal/iam/ec2-resources';
import { afterTheMove } from '../engine/estate';
import { Estate, officeEstate } from '../rehearsal/embedded-ec2/estates';

interface Case<S extends Action> {
  readonly step: (estate: Estate) => S;
  /** What the network has to be brought to before. */
  readonly before?: (estate: Estate) => Action;
  /** Nothing that EC2 answers a second call with says that it was done before: the next look sees it. */
  readonly again?: 'done' | RegExp;
}

const cidr = '10.9.0.0/16';
const onSpokes = ({ spokeTableId, vpcAttachmentId }: Estate) => ({ routeTableId: spokeTableId, attachmentId: vpcAttachmentId });
const onOffices = ({ officeTableId, vpcAttachmentId }: Estate) => ({ routeTableId: officeTableId, attachmentId: vpcAttachmentId });
const toTransitGateway = ({ transitGatewayId: id }: Estate) => ({ kind: 'transit-gateway', id } as const);
const vpcRoute = (estate: Estate) => ({ routeTableId: estate.mainTableId, destination: cidr, to: toTransitGateway(estate) });
const gatewayAtVpc = ({ vpnGatewayId, vpcId }: Estate) => ({ gatewayId: vpnGatewayId, vpcId });
const toTable = ({ mainTableId, vpnGatewayId }: Estate) => ({ routeTableId: mainTableId, gatewayId: vpnGatewayId });
const create = (estate: Estate): Action => ({ do: 'create-vpc-route', ...vpcRoute(estate) });

/** An action that is new does not compile until it is here. */
const CASES: { readonly [Name in ActionName]: Case<Extract<Action, { readonly do: Name }>> } = {
  'delete-static-route': { step: () => ({ do: 'delete-static-route', cidr: '10.1.0.0/16' }) },
  'create-static-route': { step: () => ({ do: 'create-static-route', cidr }) },
  'modify-vpn-connection': {
    step: ({ network }) => ({ do: 'modify-vpn-connection', customerGatewayId: network.seed.customerGateway() }), again: /IncorrectState|InvalidState/,
  },
  'associate-route-table': {
    step: (estate) => ({ do: 'associate-route-table', ...onSpokes(estate) }),
    before: (estate) => ({ do: 'disassociate-route-table', ...onSpokes(estate) }),
  },
  'disassociate-route-table': { step: (estate) => ({ do: 'disassociate-route-table', ...onSpokes(estate) }) },
  'enable-propagation': { step: (estate) => ({ do: 'enable-propagation', ...onSpokes(estate) }) },
  'disable-propagation': { step: (estate) => ({ do: 'disable-propagation', ...onOffices(estate) }) },
  'create-transit-gateway-route': { step: (estate) => ({ do: 'create-transit-gateway-route', ...onSpokes(estate), cidr }) },
  'delete-transit-gateway-route': {
    step: ({ spokeTableId }) => ({ do: 'delete-transit-gateway-route', routeTableId: spokeTableId, cidr }),
    before: (estate) => ({ do: 'create-transit-gateway-route', ...onSpokes(estate), cidr }),
  },
  'replace-vpc-route': { step: (estate) => ({ do: 'replace-vpc-route', ...vpcRoute(estate) }), before: create },
  'create-vpc-route': { step: (estate) => ({ do: 'create-vpc-route', ...vpcRoute(estate) }) },
  'delete-vpc-route': { step: ({ mainTableId }) => ({ do: 'delete-vpc-route', routeTableId: mainTableId, destination: cidr }), before: create },
  'enable-vgw-propagation': { step: (estate) => ({ do: 'enable-vgw-propagation', ...toTable(estate) }) },
  'disable-vgw-propagation': {
    step: (estate) => ({ do: 'disable-vgw-propagation', ...toTable(estate) }), before: (estate) => ({ do: 'enable-vgw-propagation', ...toTable(estate) }),
  },
  'attach-vpn-gateway': {
    step: (estate) => ({ do: 'attach-vpn-gateway', ...gatewayAtVpc(estate) }),
    before: (estate) => ({ do: 'detach-vpn-gateway', ...gatewayAtVpc(estate) }),
    again: /InvalidVpcState/,
  },
  'detach-vpn-gateway': { step: (estate) => ({ do: 'detach-vpn-gateway', ...gatewayAtVpc(estate) }) },
  'delete-customer-gateway': { step: ({ network }) => ({ do: 'delete-customer-gateway', customerGatewayId: network.seed.customerGateway() }) },
};

const AT = { left: 'vgw-left', attachmentId: 'attachment', isArranging: false };

/** One of everything that an action is about. */
function imaginedNetwork(routeTableId: string): Observation {
  const { attachments: [attachment], virtualPrivateGateways: [gateway], transitGatewayRouteTables: [table], ...observed } = afterTheMove;
  return {
    ...observed, attachments: [attachment], transitGatewayRouteTables: [{ ...table, id: routeTableId }],
    virtualPrivateGateways: [{ ...gateway, attachments: [], id: officeEstate().vpnGatewayId }],
  };
}

const NAMES = Object.keys(CASES) as ActionName[];

test('every right has a row, and every row a right', () => {
  expect(Object.keys(ACTIONS)).toEqual(Object.keys(ACTION_RIGHTS));
});

test('every action is allowed under exactly one statement', () => {
  const statements = [...new Set(NAMES.map((name) => ACTION_RIGHTS[name].allowedAs))];
  expect(statements.flatMap((each) => rightsOf(each)).sort()).toEqual(NAMES.map(rightTo).sort());
});

describe.each(NAMES)('%s', (name) => {
  const { step: stepIn, before, again = 'done' }: Case<Action> = CASES[name];
  const estate = officeEstate();
  const [step, client] = [stepIn(estate), clientOf(estate)];
  const { operation, parameters } = callOf(estate.vpnConnectionId, step);

  test('has words, at rest and under way', () => {
    expect(describeAction(step)).toMatch(/^[a-z]+ \S/);
    expect(describeActionInProgress(step)).toMatch(/^[a-z]+ing \S/);
    expect(describeAction(step)).not.toMatch(/undefined|object/);
  });

  test('is evaluated by IAM on just what its row says', () => {
    const asked = permissionRequests(operation, parameters, { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' });
    expect([...new Set(asked.map(({ action }) => action))]).toEqual([rightTo(name)]);
    expect(asked.map(({ resourceArn }) => resourceArn.split(':')[5].split('/')[0]).sort()).toEqual([...ACTION_RIGHTS[name].on].sort());
  });

  test('has a command of the parameters of its call, each of which EC2 knows', () => {
    expect(membersOf(operation)).toEqual(expect.arrayContaining(Object.keys(parameters)));
    expect(commandOf(estate.vpnConnectionId, step)).toHaveLength(1 + 2 * Object.keys(parameters).length);
    expect(commandOf(estate.vpnConnectionId, step)[0]).toMatch(/^[a-z]+(-[a-z]+)+$/);
  });

  test('counts as done by one thing that is seen, which is another before it; of two, more decide', () => {
    const condition = conditionOf(step, AT);
    expect(condition === undefined).toBe(name === 'modify-vpn-connection' || name === 'delete-customer-gateway');
    expect(condition?.after ?? []).not.toContain(condition?.before);
  });

  test('has an effect on an imagined network, which a second call does not have', () => {
    const condition = conditionOf(step, AT);
    const { routeTableId: id = '' } = { routeTableId: undefined, ...step };
    const observed = condition?.imagined(imaginedNetwork(id), condition.before) ?? imaginedNetwork(id);
    const done = afterAction(observed, step, AT);
    expect(isDeepStrictEqual(done, observed)).toBe(condition === undefined);
    expect(afterAction(done, step, AT)).toEqual(done);
    expect(condition?.imagined(done, condition.before) ?? observed).toEqual(observed);
  });

  test('is tried dry where its call can be, or the row says why not', async () => {
    const row = ACTIONS[name];
    const notTried = 'notTried' in row ? row.notTried : '';
    const hasDryRun = membersOf(operation).includes('DryRun');
    expect(hasDryRun || notTried !== '').toBe(true);
    if (hasDryRun) await expect(tryStep(client, estate.vpnConnectionId, step)).rejects.toMatchObject({ name: 'DryRunOperation' });
  });

  test('is taken by EC2, and a second call is harmless or says why it was not', async () => {
    if (before !== undefined) await performAction(client, estate.vpnConnectionId, before(estate));
    estate.clock.pass(300);
    await expect(performAction(client, estate.vpnConnectionId, step)).resolves.toEqual({ throttled: false });
    const second = performAction(client, estate.vpnConnectionId, step);
    await (again === 'done' ? expect(second).resolves.toEqual({ throttled: false }) : expect(second).rejects.toThrow(again));
  });
});

/** The SDK's own client, over the wire, on the estate; without IAM. */
function clientOf({ network }: Estate): sdk.EC2Client {
  return wireClient(new Proxy({}, {
    get: (_, operation: string) => (input: Readonly<Record<string, unknown>>) => {
      if (input.DryRun === true) throw new Ec2Error('DryRunOperation', 'Request would have succeeded, but DryRun flag is set.', 412);
      return network.call(operation, input);
    },
  }));
}

/** The members of the operation's input, as the SDK has them. */
function membersOf(operation: string): readonly string[] {
  const schema = Object.entries(sdk).find(([name]) => name === `${operation}$`)?.[1] as unknown as unknown[];
  return Object.keys(NormalizedSchema.of(schema[4] as never).getMemberSchemas());
}
