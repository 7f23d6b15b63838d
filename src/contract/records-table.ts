/** How a person has a table of records taken by the next deployment. */

/** A line of TypeScript for the properties of a construct whose moves are to go on from the table. */
export function codeOfRecords(tableName: string): string {
  return `records: MigrationRecords.fromTableName(this, 'RecordsOfHeldMove', '${tableName}'),`;
}
