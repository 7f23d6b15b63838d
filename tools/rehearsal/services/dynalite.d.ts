/** What is used of `dynalite`, which comes without types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  /** A DynamoDB that lives in memory and as long as the server. */
  function dynalite(options?: DynaliteOptions): Server;

  export = dynalite;
}
