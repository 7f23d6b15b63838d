/** An operator at the workbench: gives commands beside the function, and begins anew when the terminal dies. */
import { operatorRequestId } from '../../../lambda/engine/authority';
import { OperatorCommand } from '../../../lambda/engine/operator';
import { AssessedCommand, CommandOutcome, OperatorSession, StopSignal } from '../../../tools/cli/operator/operator-session';
import { Killed, Workbench } from '../../lambda/workbench';

export class OperatorHarness {
  private commands = 0;

  constructor(private readonly bench: Workbench, private readonly name = 'alice', private readonly clockOff?: () => number) {}

  runCommand(command: OperatorCommand, leaving: StopSignal = { requested: false }): OperatorSession {
    this.commands += 1;
    const unique = `${this.name}-${this.commands}`;
    const operator = { name: this.name, holder: `operator ${unique}`, requestId: operatorRequestId(this.name, unique) };
    return new OperatorSession(command, this.bench.connectionId, operator, this.bench.portsOfAnother(this.clockOff), leaving);
  }

  async assess(command: OperatorCommand): Promise<AssessedCommand> {
    return (await this.runCommand(command).assess())!;
  }

  /** Looks, and does what may be done. @throws {Killed} */
  async once(command: OperatorCommand, leaving?: StopSignal): Promise<CommandOutcome> {
    const session = this.runCommand(command, leaving);
    return session.carryOut((await session.assess())!);
  }

  /** Gives the command again whenever the terminal has died. */
  async until(command: OperatorCommand, commandsMax = 6): Promise<CommandOutcome> {
    for (let count = 0; count < commandsMax; count += 1) {
      try {
        return await this.once(command);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      this.bench.pass(5);
    }
    throw new Error(`not over after ${commandsMax} presses`);
  }
}
