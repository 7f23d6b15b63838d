/** `hold`: see `tools/cli/buttons/press-verb`. */
import { pressVerb } from '../buttons/press-verb';

export const hold = pressVerb('hold', 'Closes an open operation where it stands, so that the function stops at its next write.');
