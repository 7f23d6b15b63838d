/** `npx projen findings`: writes the document where it belongs. */
import { writeFileSync } from 'node:fs';
import { DOCUMENT, documentText } from './document';

writeFileSync(DOCUMENT, documentText());
