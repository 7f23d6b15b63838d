/** Whether a move may begin now: inside its window, with time left in it for the way there and the way back. */
import { MaintenanceWindow, MoveDeclaration } from './declaration';

/** @returns why not, in a sentence, or nothing when it may begin */
export function outsideWindow(declaration: Pick<MoveDeclaration, 'window' | 'forwardDeadlineSeconds' | 'backDeadlineSeconds'>, now: number): string | undefined {
  const { window, forwardDeadlineSeconds, backDeadlineSeconds } = declaration;
  if (window === undefined) return undefined;
  if (now < window.notBefore) return `it is ${instant(now)}, and the window opens at ${instant(window.notBefore)}; deploy again once it is open`;
  const latest = window.notAfter - (forwardDeadlineSeconds + backDeadlineSeconds) * 1000;
  if (now <= latest) return undefined;
  return `it is ${instant(now)}, and the way there (${minutes(forwardDeadlineSeconds)}) and the way back (${minutes(backDeadlineSeconds)}) must both fit in`
    + ` before the window closes at ${instant(window.notAfter)}, so the last moment to begin ${latest < window.notBefore ? 'lies before it opens' : `was ${instant(latest)}`};`
    + ' choose a later or longer window, or shorten `forwardTimeout` or `backTimeout`';
}

/** Long enough for both ways from the moment it opens. */
export function isLongEnough(window: MaintenanceWindow, secondsNeeded: number): boolean {
  return window.notAfter - window.notBefore >= secondsNeeded * 1000;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z');
}

function minutes(seconds: number): string {
  return `${Math.ceil(seconds / 60)} min`;
}
