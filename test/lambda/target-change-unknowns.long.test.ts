/** Nobody outside AWS knows these answers: an edited target has to be right under each of them, deployed and rolled back. */
import { Deployment, editOf, EDITS, Fortune, READINGS } from './deployment';
import { Workbench } from './workbench';
import { everySetting, UNKNOWNS, UNKNOWNS_OF_CLIENT_VPN } from '../../tools/rehearsal/embedded-ec2/unknowns';
import { flowTable, lostFlows } from '../../tools/rehearsal/flows/flow-oracle';

/** Without the Delete in the clean-up, which would make good what the others have missed. */
const reading = READINGS.find((each) => each.replacedCustomResourceInRollback === 'is-deleted' && each.deleteOfReplacedCustomResource === 'in-its-turn')!;
const FORTUNES: readonly Fortune[] = [
  { fails: 'never', order: 'as they depend' },
  { fails: 'at the end', order: 'as they depend', reading },
  { fails: 'before the second part', order: 'the other way round', reading },
];
/** As everything is by default is played elsewhere. */
const settings = everySetting().filter(({ name, value }) => value !== UNKNOWNS[name].default && !UNKNOWNS_OF_CLIENT_VPN.includes(name));
const cases = EDITS.flatMap((edit) => settings.map(({ name, value, settings: unknowns }) => ({ ...edit, name, value, unknowns })));

test.each(cases)('$move, $routing: $name = $value', async ({ move, routing, name, unknowns }) => {
  for (const fortune of FORTUNES) {
    const bench = new Workbench({ move, routing, unknowns });
    const [before, flows] = [bench.picture(), flowTable(bench.network.view)];
    const { rolledBack, failures } = await new Deployment(editOf(bench), fortune).run(bench);
    const isReturned = name === 'modifyOutcome';
    expect(rolledBack).toBe(fortune.fails !== 'never' || isReturned);
    // Either CloudFormation notices, or it takes an available connection for a modified one, and the second part does.
    const unexpected = failures.filter((failure) => !(isReturned && /did not stabilize|CloudFormation has left the connection where it stood/.test(failure)));
    expect(unexpected).toEqual([]);
    bench.pass(60);
    const after = bench.picture();
    if (rolledBack) expect(after).toEqual(before);
    else expect([after.gateway?.id, after.customerGateway]).toEqual([bench.declaration.to.id, bench.customerGatewayAfter]);
    expect(bench.heads.get(bench.connectionId)?.status).not.toMatch('open|held');
    expect(lostFlows(flows, flowTable(bench.network.view))).toEqual([]);
  }
});
