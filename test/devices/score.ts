/** What was proved and what was not, one line each, and the sum at the end. */
export class Score {
  private passed = 0;
  private failed = 0;

  /** Only a failure is worth a line of its own where there are many of a kind. */
  count(isPassed: boolean, what: string, why = ''): void {
    if (isPassed) this.passed += 1;
    else this.failed += 1;
    if (!isPassed) console.log(`FAILED ${what}${why === '' ? '' : `: ${why}`}`);
  }

  async check(what: string, prove: () => Promise<string | void> | string | void): Promise<void> {
    const began = Date.now();
    try {
      const said = await prove();
      this.passed += 1;
      console.log(`passed ${what}${said ? `: ${said}` : ''} (${((Date.now() - began) / 1_000).toFixed(1)} s)`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAILED ${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** @returns the exit status */
  end(): number {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}
