/** The document that `--json` prints: its members are promised to whoever reads it by a program. */
import { Finding } from './findings';
import { Row } from './rows';
import { Estate, Gap } from '../estate/estate';

export interface InventoryDocument {
  /** Rises when a member changes its meaning or goes; new members may come without. */
  readonly version: 1;
  readonly regions: readonly { readonly region: string; readonly accountId?: string; readonly gaps: readonly Gap[] }[];
  readonly connections: readonly Row[];
  readonly findings: readonly Finding[];
}

export function documentOf(estates: readonly Estate[], connections: readonly Row[], findings: readonly Finding[]): InventoryDocument {
  const regions = estates.map(({ region, accountId, gaps }) => ({ region, ...accountId === undefined ? {} : { accountId }, gaps }));
  return { version: 1, regions, connections, findings };
}
