/** `forward`: see `tools/cli/buttons/press-verb`. */
import { pressVerb } from '../buttons/press-verb';

export const forward = pressVerb('forward', 'Goes on with the move from this terminal, to its end.');
