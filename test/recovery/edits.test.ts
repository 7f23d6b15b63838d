/** The scripts of an edit that CloudFormation broke off: back is where everything led, whatever is left behind on a transit gateway. */
import { expectBack, recovered, Story } from './story';
import { Gateway } from '../../src/contract/gateway';
import { TargetDeclaration } from '../../src/contract/target-declaration';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';
import { Edit, editOf } from '../lambda/deployment';
import { Move } from '../lambda/estates';
import { makeRoutes, routesBeside } from '../lambda/stack-routes';
import { Workbench } from '../lambda/workbench';

const before = (declared: Edit['former']): TargetDeclaration => ({ ...declared, part: 'BEFORE' });

function storyOn(bench: Workbench): Story {
  return { bench, before: bench.picture(), flows: flowTable(bench.network.view), changes: 0 };
}

/** What CloudFormation does after its first request, and nobody after it. */
function modifiedTo(bench: Workbench, { kind, id }: Gateway): void {
  bench.network.call('ModifyVpnConnection', { VpnConnectionId: bench.connectionId, ...kind === 'transit-gateway' ? { TransitGatewayId: id } : { VpnGatewayId: id } });
  bench.pass(600);
}

async function afterLeavingSource(move: Move): Promise<{ readonly story: Story; readonly edit: Edit }> {
  const bench = new Workbench({ move });
  const [story, edit] = [storyOn(bench), editOf(bench)];
  await bench.runTargetRequest({ type: 'Update', requestId: 'edit', owner: 'stack|Vpn', declared: before(edit.wanted), former: before(edit.former) });
  return { story, edit };
}

describe.each(['vgw-to-tgw', 'tgw-to-vgw', 'tgw-to-tgw'] as const)('%s', (move) => {
  test('before the modify', async () => {
    await expectBack((await afterLeavingSource(move)).story);
  }, 60_000);

  test('after it, with what EC2 has left of the routes', async () => {
    const { story, edit: { wanted } } = await afterLeavingSource(move);
    modifiedTo(story.bench, wanted.target);
    await expectBack(story);
  }, 60_000);

  test('forward beside CloudFormation, which makes the routes', async () => {
    const { story, edit: { former, wanted } } = await afterLeavingSource(move);
    modifiedTo(story.bench, wanted.target);
    makeRoutes(story.bench, wanted, routesBeside(wanted, former));
    const { status, commands } = await recovered(story, 'forward');
    const changing = commands.map(([, operation]) => operation).filter((operation) => !/^(describe|get|search)-/.test(operation));
    expect([status, changing.filter((operation) => !/-route$|-vgw-route-propagation$/.test(operation))]).toEqual([0, []]);
    story.bench.pass(60);
    expect(lostFlows(story.flows, flowTable(story.bench.network.view))).toEqual([]);
  }, 60_000);
});

test('where room was made for what the stack makes, it is there again', async () => {
  const bench = new Workbench({ move: 'tgw-to-vgw' });
  const story = storyOn(bench);
  const { former } = editOf(bench);
  const leadingBy = (...parts: string[]) => before({ ...former, attachmentRouting: { parts, digest: parts.join(), logicalIds: ['Association'] } });
  bench.stackResources.set('Association', 'tgw-rtb-1|tgw-attach-that-is-gone');
  await bench.runTargetRequest({ type: 'Update', requestId: 'edit', owner: 'stack|Vpn', declared: leadingBy('a', 'b'), former: leadingBy('a') });
  expect(bench.picture()).not.toEqual(story.before);
  expect(await expectBack(story)).not.toContain('modify-vpn-connection');
}, 60_000);
