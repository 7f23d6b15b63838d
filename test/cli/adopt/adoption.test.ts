/**
 * The deployment after the import, of the code that was written: the function of its two custom resources finds every route as the
 * code declares it, and changes none. Played in process, since the local CloudFormation knows no import.
 */
import { ofType, Template, templateOf } from './synthesized';
import { AFTER_TYPE, BEFORE_TYPE, targetFromProperties, TargetProperties } from '../../../src/domain/target-change/properties';
import { MOVES } from '../../lambda/estates';
import { Workbench } from '../../lambda/workbench';
import { savedOf } from '../plan/saved';
import { command } from '../terminal';

const ESTATES = MOVES.flatMap((move) => (['static', 'bgp'] as const).flatMap((routing) =>
  [false, true].map((defaultRouteTable) => ({ move, routing, defaultRouteTable }))));

test.each(ESTATES)('where $move begins, $routing, default tables $defaultRouteTable: the first deployment adopts', async (options) => {
  const bench = new Workbench(options);
  const { exitCode, out } = await command(['adopt', bench.connectionId, '--from', await savedOf(bench.network), '--json']);
  expect(exitCode).toBe(0);
  const template = templateOf((JSON.parse(out) as { code: string }).code);
  const picture = bench.picture();

  expect((await bench.driveTarget(creation('found', 'BEFORE', propertiesOf(template, bench, BEFORE_TYPE)))).adopted).toBe(true);
  const answer = await bench.driveTarget(creation('compared', 'AFTER', { ...propertiesOf(template, bench, AFTER_TYPE), Adopted: 'true' }));
  expect(answer.adopted).toBe(true);
  expect(bench.picture()).toEqual(picture);
  expect(bench.effects.filter((effect) => !effect.startsWith('write '))).toEqual([]);
});

test('code that is not true any more is refused with what differs, and nothing changes', async () => {
  const bench = new Workbench({ routing: 'static' });
  const { out } = await command(['adopt', bench.connectionId, '--from', await savedOf(bench.network), '--json']);
  const template = templateOf((JSON.parse(out) as { code: string }).code);
  bench.network.call('DeleteVpnConnectionRoute', { VpnConnectionId: bench.connectionId, DestinationCidrBlock: '10.1.0.0/16' });
  bench.pass(60);
  const picture = bench.picture();
  await expect(bench.driveTarget(creation('compared', 'AFTER', { ...propertiesOf(template, bench, AFTER_TYPE), Adopted: 'true' })))
    .rejects.toThrow('the connection has no static route 10.1.0.0/16');
  expect(bench.picture()).toEqual(picture);
});

function creation(requestId: string, part: 'BEFORE' | 'AFTER', properties: TargetProperties) {
  return { type: 'Create', requestId, owner: 'stack|Connection', declared: targetFromProperties(part, properties) } as const;
}

/** As CloudFormation hands them over, once it knows the connection. */
function propertiesOf(template: Template, bench: Workbench, type: string): TargetProperties {
  const [[, { Properties }]] = ofType(template, type);
  return { ...Properties, ...type === AFTER_TYPE ? { VpnConnectionId: bench.connectionId } : {} } as unknown as TargetProperties;
}
