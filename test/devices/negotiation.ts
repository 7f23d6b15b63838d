/**
 * Every algorithm and Diffie-Hellman group that AWS offers, in both phases: the device's rendered file negotiates with an AWS side written
 * by hand, and what was negotiated is negotiated anew, when it is asked for. The latter is what tells: a wrong group in phase 2 comes up
 * all the same, as the first negotiation needs none (RFC 7296 section 1.2), and fails hours later.
 *
 * All tunnels are up at a time, each with an address of AWS's of its own. IPsec is charon's own in userspace, which knows no interfaces:
 * their ids are taken out of the device's file, and nothing else is.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';
import { awsConnections, AwsPhase, AwsTunnel, ENCRYPTION, GROUPS, INTEGRITY } from './aws-side';
import { Charon, Sa } from './charon';
import { Machine, until } from './machine';
import { Score } from './score';
import { deviceFiles } from '../../lambda/engine/device-configuration/device-files';
import { DeviceFile } from '../../src/contract/device-configuration/device-settings';
import { ConnectionEnds, deviceConnection } from '../../src/contract/device-configuration/device-tunnel';
import { HiddenKey } from '../../src/contract/device-configuration/hidden-key';
import { TunnelChoices } from '../../src/contract/device-configuration/tunnel-proposals';

/** A tunnel, and what both sides must have agreed to. */
interface Trial extends AwsTunnel {
  /** What is chosen in the tunnel's options; the defaults where nothing is. */
  readonly choices: TunnelChoices;
  readonly agreed: { readonly phase1: AwsPhase; readonly phase2: AwsPhase };
  readonly what: string;
}

const DEVICE = '198.51.100.7';
const SECONDS = 100;

export async function proveNegotiation(machine: Machine, score: Score): Promise<void> {
  const trials = allTrials();
  const wrong = trialOf(trials.length, 2, { encryption: 'AES256', integrity: 'SHA2-256', group: 14 }, { encryption: 'AES256', integrity: 'SHA2-256', group: 20 });
  const [device, aws] = await bothSides(machine, [...trials, wrong], wrong);
  const whatever = () => undefined;
  const began = Date.now();

  await until('negotiated', SECONDS, () => standing(device, trials.length + 1)).catch(whatever);
  const before = device.sas();
  for (const result of trials) judge(score, result, 'negotiates', firstFault(result, before.get(result.name)));

  for (const { name } of [...trials, wrong]) device.rekey('--child', name);
  await until('phase 2 anew', SECONDS, () => renewed(device, before, trials, 'child') === trials.length).catch(whatever);
  const anew = device.sas();
  for (const result of trials) judge(score, result, 'negotiates phase 2 anew', faultOfRenewed(result, before.get(result.name), anew.get(result.name)));

  // With IKEv1 there is no other phase 1 without a new connection (RFC 2409): it is what `reauth` would do.
  const withIkev2 = trials.filter(({ version }) => version === 2);
  for (const { name } of withIkev2) device.rekey('--ike', name);
  await until('phase 1 anew', SECONDS, () => renewed(device, anew, withIkev2, 'ike') === withIkev2.length).catch(whatever);
  const last = device.sas();
  for (const result of withIkev2) judge(score, result, 'negotiates phase 1 anew', faultOfRenewedIke(result, anew.get(result.name), last.get(result.name)));

  await score.check('the control, a device with a wrong group in phase 2, comes up and is found out when it negotiates anew', () => {
    if (firstFault(wrong, before.get(wrong.name), false) !== undefined) throw new Error('it did not even come up');
    if (faultOfRenewed(wrong, before.get(wrong.name), anew.get(wrong.name)) === undefined) throw new Error('it was not found out');
  });
  const seconds = ((Date.now() - began) / 1_000).toFixed(0);
  console.log(`${trials.length} tunnels of ${trials.length} combinations of algorithms negotiated, and anew in both phases, within ${seconds} s`);
  await machine.stop(device.process);
  await machine.stop(aws.process);
}

/** Every combination of phase 1 beside every one of phase 2, so that each of both is there; IKEv1 with every group; and the defaults. */
function allTrials(): Trial[] {
  const phase = (groups: readonly number[]) => Object.keys(ENCRYPTION).flatMap((encryption) => Object.keys(INTEGRITY).flatMap((integrity) =>
    groups.map((group): AwsPhase => ({ encryption, integrity, group }))));
  const groups = Object.keys(GROUPS).map(Number);
  const [first, second] = [phase(groups.filter((group) => group !== 5)), phase(groups)];
  const pairs = second.map((phase2, index): [AwsPhase, AwsPhase] => [first[(index * 7) % first.length], phase2]);
  const ikev1 = groups.map((group): [AwsPhase, AwsPhase] => [
    { encryption: 'AES256', integrity: 'SHA2-256', group: group === 5 ? 14 : group }, { encryption: 'AES128', integrity: 'SHA1', group },
  ]);
  const trials = [...pairs.map((pair) => [2, ...pair] as const), ...ikev1.map((pair) => [1, ...pair] as const)];
  const chosen = trials.map(([version, phase1, phase2], index) => trialOf(index, version, phase1, phase2));
  const [best1, best2] = [{ encryption: 'AES256-GCM-16', integrity: 'SHA2-512', group: 20 }, { encryption: 'AES256-GCM-16', integrity: 'SHA2-512', group: 20 }];
  const defaults = { ...trialOf(chosen.length, 2, best1, best2), choices: {}, phase1: first, phase2: second, what: 'nothing chosen' };
  return [...chosen, { ...defaults, phase1: [best1, ...first], phase2: [best2, ...second] }];
}

function trialOf(index: number, version: 1 | 2, phase1: AwsPhase, phase2: AwsPhase): Trial {
  const choicesOf = ({ encryption, integrity, group }: AwsPhase) => ({
    encryptionAlgorithms: [encryption], integrityAlgorithms: [integrity], dhGroups: [group],
  });
  const wordsOf = ({ encryption, integrity, group }: AwsPhase) => `${encryption} ${integrity} ${group}`;
  return {
    name: `${idOf(index)}-1`, version, address: `10.99.${Math.floor(index / 200)}.${(index % 200) + 1}`, deviceAddress: DEVICE, key: `key.of.trial_${index}`,
    phase1: [phase1], phase2: [phase2], agreed: { phase1, phase2 },
    choices: { ikeVersions: [`ikev${version}`], phase1: choicesOf(phase1), phase2: choicesOf(phase2) },
    what: `IKEv${version}, phase 1 ${wordsOf(phase1)}, phase 2 ${wordsOf(phase2)}`,
  };
}

function idOf(index: number): string {
  return `vpn-${(index + 1).toString(16).padStart(17, '0')}`;
}

async function bothSides(machine: Machine, trials: readonly Trial[], wrong: Trial): Promise<[Charon, Charon]> {
  const [device, aws] = [machine.namespace('device'), machine.namespace('aws')];
  const ip = (lines: readonly string[], namespace: string) => execFileSync('ip', ['-n', namespace, '-batch', '-'], { input: lines.join('\n') });
  ip([`link add wire type veth peer name wire netns ${aws}`, `addr add ${DEVICE}/24 dev wire`, 'link set wire up', 'route add 10.99.0.0/16 dev wire'], device);
  ip(['link set wire up', `route add ${DEVICE}/32 dev wire`, ...trials.map(({ address }) => `addr add ${address}/32 dev wire`)], aws);

  const awsRoot = path.join(machine.scratch, 'aws');
  mkdirSync(path.join(awsRoot, 'etc/swanctl/conf.d'), { recursive: true });
  writeFileSync(path.join(awsRoot, 'etc/swanctl/conf.d/aws.conf'), awsConnections(trials));
  const files = trials.flatMap((result, index) => filesOf(index, result, result === wrong));
  const deviceRoot = machine.device('device', files);
  const sides: [Charon, Charon] = [await Charon.start(machine, device, deviceRoot), await Charon.start(machine, aws, awsRoot)];
  for (const side of [sides[1], sides[0]]) {
    const { status, output } = side.swanctl('--load-all');
    if (status !== 0) throw new Error(`swanctl does not load it: ${output.slice(-2_000)}`);
  }
  return sides;
}

function filesOf(index: number, { choices, address, key }: Trial, isWrong: boolean): DeviceFile[] {
  const ends: ConnectionEnds = {
    vpnConnectionId: idOf(index), customerGatewayId: 'cgw-0aaaaaaaaaaaaaaa2', routing: 'static',
    tunnels: [{
      awsOutsideIpAddress: address, deviceOutsideIpAddress: DEVICE, awsInside: { ipAddress: '169.254.10.1', prefixLength: 30 },
      deviceInside: { ipAddress: '169.254.10.2', prefixLength: 30 }, key: new HiddenKey(key),
    }],
  };
  const connection = deviceConnection(ends, [{ ...choices, outsideIpAddress: address }], 'pre-shared-key');
  const settings = { device: 'strongswan', interfaceKind: 'xfrm', routingDaemon: 'frr', localNetworks: [], remoteNetworks: ['10.0.0.0/16'] } as const;
  return deviceFiles(connection, settings).filter((file) => file.path.startsWith('/etc/')).map((file) => ({
    ...file,
    content: file.content.replace(/^ +(if_id_in|if_id_out|updown) = .*\n/gm, '')
      .replace(/^( +esp_proposals = .*)-ecp384$/gm, isWrong ? '$1-modp2048' : '$&'),
  }));
}

type Sas = readonly Sa[] | undefined;

function standing(device: Charon, count: number): boolean {
  const all = [...device.sas().values()];
  return all.filter((sas) => sas.some((sa) => sa.state === 'ESTABLISHED' && childrenOf(sa).some((child) => child.state === 'INSTALLED'))).length >= count;
}

function renewed(device: Charon, before: ReadonlyMap<string, Sas>, trials: readonly Trial[], which: 'ike' | 'child'): number {
  const now = device.sas();
  return trials.filter((result) => (which === 'child' ? faultOfRenewed : faultOfRenewedIke)(result, before.get(result.name), now.get(result.name)) === undefined).length;
}

function judge(score: Score, { what }: Trial, did: string, fault: string | undefined): void {
  score.count(fault === undefined, `${what} ${did}`, fault);
}

function firstFault(result: Trial, sas: Sas, isExact = true): string | undefined {
  const sa = sas?.find((each) => each.state === 'ESTABLISHED');
  if (sa === undefined) return `phase 1 is ${sas?.[0]?.state as string ?? 'nowhere'}`;
  const child = childrenOf(sa).find((each) => each.state === 'INSTALLED');
  if (child === undefined) return 'phase 2 is not there';
  return isExact ? faultOfIke(sa, result.agreed.phase1) ?? faultOfChild(child, result.agreed.phase2) : undefined;
}

/** The group is agreed to only now. */
function faultOfRenewed({ agreed }: Trial, before: Sas, now: Sas): string | undefined {
  const old = new Set((before ?? []).flatMap(childrenOf).map((child) => child.uniqueid));
  const child = (now ?? []).flatMap(childrenOf).find((each) => each.state === 'INSTALLED' && !old.has(each.uniqueid));
  if (child === undefined) return 'no new one stands';
  return faultOfChild(child, agreed.phase2) ?? different('group', child['dh-group'], GROUPS[agreed.phase2.group].agreed);
}

function faultOfRenewedIke({ agreed }: Trial, before: Sas, now: Sas): string | undefined {
  const old = new Set((before ?? []).map((sa) => sa.uniqueid));
  const sa = (now ?? []).find((each) => each.state === 'ESTABLISHED' && !old.has(each.uniqueid));
  if (sa === undefined) return 'no new one stands';
  return childrenOf(sa).some((child) => child.state === 'INSTALLED') ? faultOfIke(sa, agreed.phase1) : 'phase 2 is not there';
}

function faultOfIke(sa: Sa, { encryption, integrity, group }: AwsPhase): string | undefined {
  const { agreed, bits, isGcm } = ENCRYPTION[encryption];
  return different('encryption', sa['encr-alg'], agreed) ?? different('bits', sa['encr-keysize'], bits) ?? different('group', sa['dh-group'], GROUPS[group].agreed)
    ?? different('pseudo-random function', sa['prf-alg'], INTEGRITY[integrity].prf)
    ?? different('integrity', sa['integ-alg'], isGcm ? undefined : INTEGRITY[integrity].agreed);
}

function faultOfChild(child: Sa, { encryption, integrity }: AwsPhase): string | undefined {
  const { agreed, bits, isGcm } = ENCRYPTION[encryption];
  return different('encryption', child['encr-alg'], agreed) ?? different('bits', child['encr-keysize'], bits)
    ?? different('integrity', child['integ-alg'], isGcm ? undefined : INTEGRITY[integrity].agreed);
}

function different(what: string, is: string | Sa | undefined, wanted: string | undefined): string | undefined {
  return is === wanted ? undefined : `${what} is ${JSON.stringify(is)}, not ${wanted ?? 'none'}`;
}

function childrenOf(sa: Sa): Sa[] {
  return Object.values((sa['child-sas'] ?? {}) as Sa).filter((child): child is Sa => typeof child !== 'string');
}
