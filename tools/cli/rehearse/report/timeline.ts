/** When what happened, and which network was cut off meanwhile: a lane for the phases, and one for each network behind the VPN. */
import { duration, instant } from './words';
import { html, Html } from '../../output/html';
import { Rehearsed } from '../rehearsed';

const WIDTH = 1080;
const LEFT = 150;
const RIGHT = 20;
const LANE = 34;
const LABEL_WIDTH = 150;
const LABEL_HEIGHT = 17;
const LABEL_LEVELS = 4;

/** More networks than this are in the table below it only. */
const LANES_MAX = 12;

export function timelineOf({ phases, outages, seconds, measured }: Rehearsed): Html {
  const cidrs = Object.keys(measured.interruptionSecondsByCidr);
  const shown = cidrs.slice(0, LANES_MAX);
  const x = (at: number) => LEFT + (at / seconds) * (WIDTH - LEFT - RIGHT);
  const labels = placed(phases.map(({ phase, seconds: at }) => ({ text: `${spoken(phase)} ${instant(at)}`, x: x(at) })));
  const levels = 1 + Math.max(-1, ...labels.map(({ level }) => level));
  const stated = statedOf(phases, measured);
  const top = levels * LABEL_HEIGHT + 8 + (stated === undefined ? 0 : LANE);
  const bottom = top + shown.length * LANE + 6;
  const lanes = shown.map((cidr, index) => {
    const y = top + index * LANE;
    const own = outages.filter((outage) => outage.cidr === cidr);
    return html`<text x="0" y="${y + 21}" class="mono">${cidr}</text>
<rect x="${LEFT}" y="${y + 6}" width="${WIDTH - LEFT - RIGHT}" height="22" rx="4" class="passes"/>
${own.map(({ from, until = seconds }) => html`<rect x="${px(x(from))}" y="${y + 6}" width="${px(x(until) - x(from))}" height="22" rx="4" class="cut"/>
<text x="${px((x(from) + x(until)) / 2)}" y="${y + 21}" class="on-cut" text-anchor="middle">${duration(until - from)}${until === seconds ? ', and on' : ''}</text>`)}`;
  });
  return html`<svg viewBox="0 0 ${WIDTH} ${bottom + 26}" role="img" aria-label="Phases of the move and the interruption of each network">
${ticksOf(seconds).map((at) => html`<line x1="${px(x(at))}" x2="${px(x(at))}" y1="${top}" y2="${bottom}" class="grid"/>
<text x="${px(x(at))}" y="${bottom + 18}" class="axis" text-anchor="middle">${instant(at)}</text>`)}
${stated === undefined ? undefined : html`<text x="0" y="${top - LANE + 21}">EC2 and the device</text>
<rect x="${px(x(stated.from))}" y="${top - LANE + 6}" width="${px(x(stated.until) - x(stated.from))}" height="22" rx="4" class="stated"/>
<text x="${px((x(stated.from) + x(stated.until)) / 2)}" y="${top - LANE + 21}" class="on-stated" text-anchor="middle">${duration(stated.until - stated.from)}, assumed and not measured</text>`}
${lanes}
${labels.map(({ text, x: at, level, anchor }) => html`<line x1="${px(at)}" x2="${px(at)}" y1="${level * LABEL_HEIGHT + 4}" y2="${bottom}" class="phase"/>
<text x="${px(anchor === 'end' ? at - 5 : at + 5)}" y="${level * LABEL_HEIGHT + 14}" class="phase-name" text-anchor="${anchor}">${text}</text>`)}
</svg>${cidrs.length > LANES_MAX ? html`<p class="note">${LANES_MAX} of ${cidrs.length} networks are shown.</p>` : undefined}`;
}

/** From the modification to the first tunnel that is UP again; of several nobody could say which took how long. */
function statedOf(phases: Rehearsed['phases'], { provisioningSeconds }: Rehearsed['measured']): { readonly from: number; readonly until: number } | undefined {
  const modified = phases.filter(({ phase }) => phase === 'MODIFIED');
  if (modified.length !== 1 || provisioningSeconds === 0) return undefined;
  return { from: modified[0].seconds, until: modified[0].seconds + provisioningSeconds };
}

interface Label {
  readonly text: string;
  readonly x: number;
  readonly level: number;
  readonly anchor: 'start' | 'end';
}

/** Labels that would cover each other stand on different levels. */
function placed(labels: readonly { readonly text: string; readonly x: number }[]): Label[] {
  const taken = Array.from({ length: LABEL_LEVELS }, () => -Infinity);
  return labels.map(({ text, x }) => {
    const anchor = x + LABEL_WIDTH > WIDTH ? 'end' : 'start';
    const from = anchor === 'end' ? x - LABEL_WIDTH : x;
    const free = taken.findIndex((until) => until <= from);
    const level = free < 0 ? LABEL_LEVELS - 1 : free;
    taken[level] = from + LABEL_WIDTH;
    return { text, x, level, anchor };
  });
}

/** At most about ten ticks, on whole minutes where there are enough of them. */
function ticksOf(seconds: number): number[] {
  const step = [10, 30, 60, 120, 300, 600, 1_200].find((each) => seconds / each <= 10) ?? 3_600;
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step);
}

/** `MIGRATED_UNVERIFIED` as `migrated unverified`. */
function spoken(phase: string): string {
  return phase.toLowerCase().replace(/_/g, ' ');
}

function px(value: number): string {
  return value.toFixed(1);
}
