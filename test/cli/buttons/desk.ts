/** An operator at the workbench: presses buttons beside the function, and begins anew when the terminal dies. */
import { operatorsRequestId } from '../../../lambda/engine/authority';
import { Button } from '../../../lambda/engine/operator';
import { Ending, Leaving, Looked, Press } from '../../../tools/cli/buttons/press';
import { Killed, Workbench } from '../../lambda/workbench';

export class Desk {
  private presses = 0;

  constructor(private readonly bench: Workbench, private readonly name = 'alice') {}

  press(button: Button, leaving: Leaving = { requested: false }): Press {
    this.presses += 1;
    const unique = `${this.name}-${this.presses}`;
    const operator = { name: this.name, holder: `operator ${unique}`, requestId: operatorsRequestId(this.name, unique) };
    return new Press(button, this.bench.connectionId, operator, this.bench.portsOfAnother(), leaving);
  }

  async look(button: Button): Promise<Looked> {
    return (await this.press(button).look())!;
  }

  /** Looks, and does what may be done. @throws {Killed} */
  async once(button: Button, leaving?: Leaving): Promise<Ending> {
    const press = this.press(button, leaving);
    return press.carryOut((await press.look())!);
  }

  /** Presses again whenever the terminal has died. */
  async until(button: Button, pressesMax = 6): Promise<Ending> {
    for (let count = 0; count < pressesMax; count += 1) {
      try {
        return await this.once(button);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      this.bench.pass(5);
    }
    throw new Error(`not over after ${pressesMax} presses`);
  }
}
