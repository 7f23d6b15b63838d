/** Every verb of the command, in the order in which a person meets them. */
import { adopt } from './adopt';
import { back } from './back';
import { config } from './config';
import { evidence } from './evidence';
import { forward } from './forward';
import { hold } from './hold';
import { inventory } from './inventory';
import { plan } from './plan';
import { rehearse } from './rehearse';
import { runbook } from './runbook';
import { status } from './status';
import { unlock } from './unlock';
import { Verb } from '../terminal/verb';

export const VERBS: readonly Verb[] = [inventory, plan, rehearse, runbook, adopt, config, status, hold, forward, back, unlock, evidence];
