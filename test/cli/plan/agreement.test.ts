/** For one scenario of each kind, `plan` simulates what is then played. */
import { agreeOn, BRIEF_SCENARIOS } from './agreement';

agreeOn(BRIEF_SCENARIOS);
