/** `back`: see `tools/cli/buttons/press-verb`. */
import { pressVerb } from '../buttons/press-verb';

export const back = pressVerb('back', 'Puts everything back as it was, from this terminal.');
