/** For every other scenario of a move, `plan` simulates what is then played. */
import { agreeOn, OTHER_SCENARIOS } from './agreement';

agreeOn(OTHER_SCENARIOS);
