/** Figures and results as a reader of the report has them. */
import { MoveDeclaration } from '../../../../src/contract/declaration';
import { nameOfGateway } from '../../../../src/contract/gateway';
import { html, Html } from '../../output/html';
import { Rehearsed } from '../rehearsed';

/** `5 min 14 s`, `9.3 s`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return whole % 60 === 0 ? `${whole / 60} min` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** `5:14`, since the beginning. */
export function instant(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `from … to …`, and the customer gateway where that changes. */
export function changeOf({ from, to, customerGateway }: MoveDeclaration): string {
  return [
    from.id === to.id ? `stays on ${nameOfGateway(to)}` : `from ${nameOfGateway(from)} to ${nameOfGateway(to)}`,
    ...customerGateway === undefined ? [] : [`customer gateway ${customerGateway.fromId} becomes ${customerGateway.toId}`],
  ].join(', ');
}

/** What was said in several lines. */
export function linesOf(text: string): Html {
  return html`${text.split('\n').map((line, index) => (index === 0 ? line : html`<br/>${line}`))}`;
}

/** One sentence for the verdict. */
export function verdictOf({ passed, adversities, measured: { outcome } }: Rehearsed): string {
  if (!passed) return ENDED[outcome];
  if (adversities.length === 0) return 'The move was made, and nothing is lost.';
  return outcome === 'migrated' ? 'In spite of what went wrong the move was made, and nothing is lost.'
    : 'The move failed, as it was made to, and everything is as it was.';
}

const ENDED: Readonly<Record<Rehearsed['measured']['outcome'], string>> = {
  'migrated': 'The move was made, but not everything is as it must be.',
  'rolled-back': 'The move failed, and was taken back.',
  'held': 'The move failed and is held: somebody has to act.',
  'refused': 'The move was refused. Nothing was changed.',
  'unchanged': 'There was nothing to move.',
};
