/** `forward`: see `tools/cli/operator/operation-verb`. */
import { operationVerb } from '../operator/operation-verb';

export const forward = operationVerb('forward', 'Goes on with the move from this terminal, to its end.');
