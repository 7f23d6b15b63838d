/**
 * Stands in for `level` in the command: dynalite keeps its tables in a file by it where it is given a path, and in memory where
 * it is not. The command gives it none, and `level` needs a part that is compiled for each machine.
 */
export class Level {
  constructor(path: string) {
    throw new Error(`the command keeps no tables in files, got ${path}`);
  }
}
