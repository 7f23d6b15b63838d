/** `hold`: see `tools/cli/operator/operation-verb`. */
import { operationVerb } from '../operator/operation-verb';

export const hold = operationVerb('hold', 'Closes an open operation where it stands, so that the function stops at its next write.');
