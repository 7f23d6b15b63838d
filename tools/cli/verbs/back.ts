/** `back`: see `tools/cli/operator/operation-verb`. */
import { operationVerb } from '../operator/operation-verb';

export const back = operationVerb('back', 'Puts everything back as it was, from this terminal.');
