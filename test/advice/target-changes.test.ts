/** The same for a deployment that edits a target: what its refusal says is done to the letter, and the next one succeeds. */
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { EDIT_FINDINGS } from './findings';
import { TargetRequest } from '../../lambda/engine/target-change/request-decision';
import { TransitGatewayEnd } from '../../src/contract/declaration';
import { Deployment, Edit, editOf } from '../lambda/deployment';
import { Move } from '../lambda/estates';
import { Workbench } from '../lambda/workbench';

const ROOT = path.join(__dirname, '..', '..');

interface Story {
  readonly says: RegExp;
  readonly when: string;
  readonly move?: Move;
  /** Whether transit gateways put every new attachment into a table of their own. */
  readonly defaultRouteTable?: true;
  readonly refused: (bench: Workbench, edit: Edit) => Promise<string>;
  /** @returns what failed in what the answer says to deploy */
  readonly follow: (bench: Workbench, edit: Edit, said: RegExpExecArray) => Promise<readonly string[]>;
}

const FROZEN = { createOnly: { Type: 'ipsec.1' } };
const TUNNELS = { tunnelOptions: ['a digest', 'a digest'] };
const FIRST_TUNNEL = { tunnelOptions: ['a digest', ''] };
const STATIC = { createOnly: { StaticRoutesOnly: 'true' } };
const BGP = { createOnly: { StaticRoutesOnly: 'false' } };

const STORIES: readonly Story[] = [
  {
    says: /Move it with `VpnTargetMigration`/,
    when: 'the region would replace the connection',
    refused: async (bench, edit) => inOldRegion(bench, edit),
    follow: async (bench) => {
      expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
      return [];
    },
  },
  {
    says: /or wait until `aws cloudformation describe-type` does not list these among `createOnlyProperties` any more/,
    when: 'it would',
    refused: async (bench, edit) => inOldRegion(bench, edit),
    follow: async (bench, edit) => {
      bench.createOnlyProperties = ['Type'];
      return deployed(bench, edit);
    },
  },
  {
    says: /EnableAcceleration would change .* Leave these as they were, and change only the target/,
    when: 'another property would replace it',
    refused: async (bench, { former, wanted }) => refusal(bench, {
      former: { ...former, ...FROZEN }, wanted: { ...wanted, createOnly: { ...FROZEN.createOnly, EnableAcceleration: 'true' } },
    }),
    follow: async (bench, { former, wanted }) => deployed(bench, { former: { ...former, ...FROZEN }, wanted: { ...wanted, ...FROZEN } }),
  },
  {
    says: /this one has no such tag: .* Tag it: aws ec2 create-tags --resources (vpn-\w+) --tags 'Key=(\S+),Value=(\S+)'/,
    when: 'the role would be denied the static routes of the connection',
    refused: async (bench, edit) => tagged(bench, []).then(async () => refusal(bench, edit)),
    follow: async (bench, edit, [, , Key, Value]) => tagged(bench, [{ Key, Value }]).then(async () => deployed(bench, edit)),
  },
  {
    says: /VpnTunnelOptionsSpecifications would change .* Deploy them before the target .* the tunnels one by one/,
    when: 'tunnel options change along with the target',
    refused: async (bench, { former, wanted }) => refusal(bench, { former, wanted: { ...wanted, ...TUNNELS } }),
    follow: async (bench, { former, wanted }) => [
      ...await deployed(bench, { former, wanted: { ...former, ...FIRST_TUNNEL } }),
      ...await deployed(bench, { former: { ...former, ...FIRST_TUNNEL }, wanted: { ...former, ...TUNNELS } }),
      ...await deployed(bench, { former: { ...former, ...TUNNELS }, wanted: { ...wanted, ...TUNNELS } }),
    ],
  },
  {
    says: /VpnTunnelOptionsSpecifications would change .* or after it/,
    when: 'they do',
    refused: async (bench, { former, wanted }) => refusal(bench, { former, wanted: { ...wanted, ...TUNNELS } }),
    follow: async (bench, { former, wanted }) => [
      ...await deployed(bench, { former, wanted }),
      ...await deployed(bench, { former: wanted, wanted: { ...wanted, ...FIRST_TUNNEL } }),
      ...await deployed(bench, { former: { ...wanted, ...FIRST_TUNNEL }, wanted: { ...wanted, ...TUNNELS } }),
    ],
  },
  {
    says: /or accept it: add '(options-change-too:\S+)' to `acknowledgedFindings`/,
    when: 'they do',
    refused: async (bench, { former, wanted }) => refusal(bench, { former, wanted: { ...wanted, ...TUNNELS } }),
    follow: async (bench, { former, wanted }, [, id]) => deployed(bench, {
      former, wanted: { ...wanted, ...TUNNELS, acknowledgedFindings: [...wanted.acknowledgedFindings, id] },
    }),
  },
  {
    says: /StaticRoutesOnly \(true to false\) would change.* Put back what the template said before/,
    when: 'the kind of routing is edited by itself',
    refused: async (bench, { former }) => refusal(bench, { former: { ...former, ...STATIC }, wanted: { ...former, ...BGP } }),
    follow: async (bench, { former }) => deployed(bench, { former: { ...former, ...STATIC }, wanted: { ...former, ...STATIC } }),
  },
  {
    says: /or make a second connection beside this one, on another gateway or for another customer gateway, and lead the traffic over to it/,
    when: 'it is',
    refused: async (bench, { former }) => refusal(bench, { former: { ...former, ...STATIC }, wanted: { ...former, ...BGP } }),
    follow: secondConnection,
  },
  {
    says: /or accept it: add '(connection-replaced:\S+)' to `acknowledgedFindings`, and set `removalPolicy` to DESTROY/,
    when: 'it is',
    refused: async (bench, { former }) => refusal(bench, { former: { ...former, ...STATIC }, wanted: { ...former, ...BGP } }),
    follow: async (bench, { former }, [, id]) => deployed(bench, {
      former: { ...former, ...STATIC }, wanted: { ...former, ...BGP, acknowledgedFindings: [...former.acknowledgedFindings, id], onRemoval: 'DELETE' },
    }),
  },
  {
    says: /StaticRoutesOnly \(true to false\) would change, for which CloudFormation makes another connection.* Put back what the template said before/,
    when: 'another connection would be made for it',
    refused: async (bench, { former }) => refusal(bench, succeeded(former)),
    follow: async (bench, { former }) => deployed(bench, { former: { ...former, ...STATIC }, wanted: { ...former, ...STATIC } }),
  },
  {
    says: /makes another connection.* or make a second connection beside this one and lead the traffic over to it/,
    when: 'it would',
    refused: async (bench, { former }) => refusal(bench, succeeded(former)),
    follow: secondConnection,
  },
  {
    says: /makes another connection.* or accept it: add '(connection-replaced:\S+)' to `acknowledgedFindings`, and give it another customer gateway/,
    when: 'it would, of the same device and gateway',
    refused: async (bench, { former }) => refusal(bench, succeeded(former)),
    follow: async (bench, { former }, [, id]) => {
      const acknowledged = { acknowledgedFindings: [...former.acknowledgedFindings, id] };
      await expect(refusal(bench, succeeded(former, acknowledged))).resolves.toMatch(/or accept it: give it another customer gateway, as EC2 makes no second one/);
      const failure = await refusal(bench, succeeded(former, { ...acknowledged, customerGatewayId: bench.network.seed.customerGateway() }));
      return failure === '' ? [] : [failure];
    },
  },
  {
    says: /would change of both tunnels.* Deploy the options of one tunnel, see that it is UP, and deploy those of the other one then/,
    when: 'the options of both tunnels are edited by themselves',
    refused: async (bench, { former }) => refusal(bench, { former, wanted: { ...former, ...TUNNELS } }),
    follow: async (bench, { former }) => [
      ...await deployed(bench, { former, wanted: { ...former, ...FIRST_TUNNEL } }),
      ...await deployed(bench, { former: { ...former, ...FIRST_TUNNEL }, wanted: { ...former, ...TUNNELS } }),
    ],
  },
  {
    says: /or accept the interruption: add '(both-tunnels-change:\S+)' to `acknowledgedFindings`/,
    when: 'they are',
    refused: async (bench, { former }) => refusal(bench, { former, wanted: { ...former, ...TUNNELS } }),
    follow: async (bench, { former }, [, id]) => deployed(bench, {
      former, wanted: { ...former, ...TUNNELS, acknowledgedFindings: [...former.acknowledgedFindings, id] },
    }),
  },
  {
    says: /TunnelBandwidth would change.* Put it back/,
    when: 'the bandwidth is edited by itself',
    refused: async (bench, { former }) => refusal(bench, { former, wanted: { ...former, options: { TunnelBandwidth: 'large' } } }),
    follow: async (bench, { former }) => deployed(bench, { former, wanted: former }),
  },
  {
    says: /deploy `TargetChange\.withRoutes\(\)` with the target as it was, and edit the target in the next deployment/,
    when: 'static routes come with the custom resources',
    move: 'tgw-to-vgw',
    refused: async (bench, { wanted }) => creation(bench, wanted),
    follow: async (bench, edit) => [...await failureOf(creation(bench, edit.former)), ...await deployed(bench, edit)],
  },
  {
    says: /somebody moved it; move it back/,
    when: 'somebody has moved the connection',
    refused: async (bench, edit) => {
      moveTo(bench, { VpnGatewayId: bench.network.seed.vpnGateway() });
      return refusal(bench, edit);
    },
    follow: async (bench, edit) => {
      moveTo(bench, { VpnGatewayId: edit.former.target.id });
      return deployed(bench, edit);
    },
  },
  {
    says: /it stands on virtual private gateway (vgw-\w+) .* or deploy a template that names the gateway where it stands/,
    when: 'somebody has',
    refused: async (bench, edit) => {
      moveTo(bench, { VpnGatewayId: bench.network.seed.vpnGateway() });
      return refusal(bench, edit);
    },
    follow: async (bench, { former }, [, id]) => {
      const there: Edit['wanted'] = { ...former, target: { kind: 'virtual-private-gateway', id, propagatingRouteTableIds: [] } };
      return deployed(bench, { former, wanted: there });
    },
  },
  {
    says: /operation \S+ of \S+ is open on \S+; let it end first/,
    when: 'a move of another construct is under way',
    refused: async (bench, edit) => {
      await bench.invoke(bench.request(), 14);
      bench.pass(60);
      return refusal(bench, edit);
    },
    follow: async (bench, edit) => {
      const declaration = { ...bench.declaration, onRemoval: 'MOVE_BACK' as const };
      expect((await bench.runRequest(bench.request({ type: 'Delete', requestId: 'removal', declaration }))).outcome).toBe('moved-back');
      bench.pass(60);
      return deployed(bench, edit);
    },
  },
  {
    says: /let `VpnTargetMigration` move it, with (vpc-\w+) as `vpcId` of `to`/,
    when: 'the new virtual private gateway is attached to no VPC',
    move: 'vgw-to-vgw',
    refused: async (bench, { former, wanted }) => refusal(bench, { former, wanted: { ...wanted, target: { ...wanted.target, vpcId: undefined } as Edit['wanted']['target'] } }),
    follow: async (bench, _, [, vpcId]) => {
      expect(bench.declaration.to).toMatchObject({ vpcId });
      expect((await bench.runRequest(bench.request())).outcome).toBe('migrated');
      return [];
    },
  },
  {
    says: /default-route-table-in-the-way.* leave `associationRouteTableId` out, if the tables of the gateway are the ones to use/,
    when: 'the transit gateway associates every attachment by itself',
    defaultRouteTable: true,
    refused: async (bench, edit) => {
      // Out of which there is a way to the VPC, too.
      bench.network.call('EnableTransitGatewayRouteTablePropagation', wayToVpc(bench, edit));
      bench.pass(60);
      return refusal(bench, edit);
    },
    follow: async (bench, edit) => deployed(bench, onTransitGateway(edit, { associationRouteTableId: '' })),
  },
  {
    says: /default-route-table-in-the-way.* switch that off: aws ec2 modify-transit-gateway --transit-gateway-id (tgw-\w+) --options DefaultRouteTableAssociation=disable/,
    when: 'it does',
    defaultRouteTable: true,
    refused: refusal,
    follow: async (bench, edit, [, id]) => {
      const { network } = bench;
      const { defaultAssociationRouteTableId, ...gateway } = network.view.state.transitGateways[id];
      network.seed.records({ transitGateways: { [id]: gateway } });
      return deployed(bench, edit);
    },
  },
  {
    says: /association-missing.* name the table in which the VPN attachment is to look up its ways/,
    when: 'nobody associates the attachment',
    refused: async (bench, edit) => refusal(bench, onTransitGateway(edit, { associationRouteTableId: '' })),
    follow: deployed,
  },
];

test.each(STORIES)('$when: $says', async ({ says, move, defaultRouteTable, refused, follow }) => {
  const bench = new Workbench({ move, defaultRouteTable });
  const edit = editOf(bench);
  const said = says.exec(await refused(bench, edit));
  expect(said).not.toBeNull();
  bench.pass(60);
  expect(await follow(bench, edit, said!)).toEqual([]);
});

test('every sentence that tells to do something was followed', () => {
  const text = [
    'lambda/engine/authority.ts', 'lambda/engine/target-change/refusals.ts', 'lambda/engine/target-change/request-decision.ts', 'lambda/runner/target-change.ts',
  ].map((file) => readFileSync(path.join(ROOT, file), 'utf8')).join('\n');
  const reported = text.match(/Move it with|or wait until|Leave these|Deploy them before|or after'|or accept it|Put back what|or make a second|Deploy the options of one|or accept the interruption|Put it back|in the next deployment|move it back|or deploy a template|let it end first|Tag it/g);
  const ofFindings = STORIES.filter(({ says }) => EDIT_FINDINGS.some((id) => says.source.startsWith(id)));
  // What is met in the middle is told as at the beginning, and one sentence more is a finding's.
  expect(reported).toHaveLength(STORIES.length - ofFindings.length - 1 + 1);
});

let requests = 0;

function onTransitGateway({ former, wanted }: Edit, changes: Partial<TransitGatewayEnd>): Edit {
  return { former, wanted: { ...wanted, target: { ...wanted.target as TransitGatewayEnd, defaultRouteTableIds: [], ...changes } } };
}

/** From the table into which the gateway that is wanted puts every new attachment. */
function wayToVpc({ network: { view: { state } } }: Workbench, { wanted: { target } }: Edit) {
  const { id } = Object.values(state.transitGatewayAttachments).find((each) => each.transitGatewayId === target.id && each.resourceType === 'vpc')!;
  return { TransitGatewayRouteTableId: state.transitGateways[target.id].defaultAssociationRouteTableId, TransitGatewayAttachmentId: id };
}

async function secondConnection(bench: Workbench, { former }: Edit): Promise<readonly string[]> {
  const { network, connectionId } = bench;
  const beside = network.call('CreateVpnConnection', {
    Type: 'ipsec.1', CustomerGatewayId: network.seed.customerGateway(), VpnGatewayId: former.target.id,
  }) as { readonly VpnConnection: { readonly VpnConnectionId: string } };
  bench.pass(600);
  const { vpnConnections } = network.view.state;
  expect([connectionId, beside.VpnConnection.VpnConnectionId].map((id) => vpnConnections[id].state)).toEqual(['available', 'available']);
  return [];
}

/** The template has another connection in the place of this one, by its logical id. */
function succeeded(former: Edit['former'], changes: Partial<Edit['former']> = {}): Edit {
  return { former: { ...former, ...STATIC }, wanted: { ...former, ...BGP, connectionLogicalId: 'Another', ...changes } };
}

/** What somebody has made of the connection's tags, whatever the template says. */
async function tagged(
  { network: { seed, view }, connectionId }: Workbench, tags: readonly { readonly Key: string; readonly Value: string }[],
): Promise<void> {
  seed.records({ vpnConnections: { [connectionId]: { ...view.state.vpnConnections[connectionId], tags } } });
}

async function inOldRegion(bench: Workbench, edit: Edit): Promise<string> {
  bench.createOnlyProperties = ['Type', 'VpnGatewayId', 'TransitGatewayId'];
  return refusal(bench, edit);
}

/** What the first of the two custom resources answers; CloudFormation has changed nothing then. */
async function refusal(bench: Workbench, { former, wanted }: Edit): Promise<string> {
  return refusalOf(bench, { type: 'Update', declared: { ...wanted, part: 'BEFORE' }, former: { ...former, part: 'BEFORE' } });
}

async function deployed(bench: Workbench, edit: Edit): Promise<readonly string[]> {
  requests += 1;
  const { failures } = await new Deployment(edit, undefined, `deployment-${requests}`).run(bench);
  bench.pass(60);
  return failures;
}

/** The first deployment with the custom resources of a connection that was there before. */
async function creation(bench: Workbench, declared: Edit['former']): Promise<string> {
  return refusalOf(bench, { type: 'Create', declared: { ...declared, part: 'BEFORE' } });
}

async function refusalOf(bench: Workbench, request: Omit<TargetRequest, 'requestId' | 'owner'>): Promise<string> {
  requests += 1;
  return bench.runTargetRequest({ ...request, requestId: `edit-${requests}`, owner: 'stack|Vpn' }).then(() => '', (error: Error) => error.message);
}

async function failureOf(refused: Promise<string>): Promise<string[]> {
  return [await refused].filter((message) => message !== '');
}

function moveTo(bench: Workbench, gateway: Record<string, string>): void {
  bench.network.call('ModifyVpnConnection', { VpnConnectionId: bench.connectionId, ...gateway });
  bench.pass(120);
}
