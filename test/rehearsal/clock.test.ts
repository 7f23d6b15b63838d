/** Virtual time: in which order things happen in it, when it stands still, and that it stands in for Node's own. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawnSync } from 'node:child_process';
import { pbkdf2 } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { SystemClock, VirtualClock } from '../../tools/rehearsal/clock';

const START = Date.UTC(2026, 10, 20, 10, 0, 0);

describe('timers', () => {
  test('fire in the order in which they are due, then in which they were started, each at its time', async () => {
    const { clock, log, note } = rehearsal();
    clock.setTimeout(note('c'), 200);
    clock.setTimeout(note('a'), 100);
    clock.setTimeout(note('b'), 100);

    await clock.sleep(300);

    expect(log).toEqual(['a at 100', 'b at 100', 'c at 200']);
    expect(clock.now()).toBe(START + 300);
  });

  test('a timer that another one starts takes its place among the rest', async () => {
    const { clock, log, note } = rehearsal();
    clock.setTimeout(() => clock.setTimeout(note('inner'), 50), 100);
    clock.setTimeout(note('outer'), 160);

    await clock.sleep(200);

    expect(log).toEqual(['inner at 150', 'outer at 160']);
  });

  test('whatever follows from a timer comes before the next one, however many promises it takes', async () => {
    const { clock, log, note } = rehearsal();
    const chain = async () => {
      for (let link = 0; link < 50; link += 1) await Promise.resolve();
      for (let link = 0; link < 3; link += 1) await new Promise((resolve) => setImmediate(resolve));
      note('chain')();
    };
    clock.setTimeout(() => void chain(), 100);
    clock.setTimeout(note('next'), 101);

    await clock.sleep(200);

    expect(log).toEqual(['chain at 100', 'next at 101']);
  });

  test('an interval comes again until it is cleared, which it may do itself', async () => {
    const { clock, log, note } = rehearsal();
    const interval = clock.setInterval(() => {
      note('tick')();
      if (log.length === 3) clock.clearInterval(interval);
    }, 10);

    await clock.sleep(100);

    expect(log).toEqual(['tick at 10', 'tick at 20', 'tick at 30']);
  });

  test('are cleared by the timer, by its number, or by its number as text; anything else is ignored', async () => {
    const { clock, log, note } = rehearsal();
    clock.clearTimeout(clock.setTimeout(note('timer'), 10));
    clock.clearTimeout(Number(clock.setTimeout(note('number'), 10)));
    clock.clearTimeout(String(clock.setTimeout(note('text'), 10)));
    clock.clearTimeout(undefined);
    clock.clearTimeout(null);
    clock.clearTimeout(4711);
    clock.setTimeout(note('left'), 10);

    await clock.sleep(20);

    expect(log).toEqual(['left at 10']);
  });

  test('arguments are passed on', async () => {
    const clock = new VirtualClock(START);
    const observed: unknown[] = [];
    clock.setTimeout((...args) => observed.push(args), 10, 'a', 2);

    await clock.sleep(20);

    expect(observed).toEqual([['a', 2]]);
  });

  test.each([[0, 1], [-5, 1], [NaN, 1], [undefined, 1], [2 ** 31, 1], [1.9, 1], [2 ** 31 - 1, 2 ** 31 - 1]])(
    'a delay of %p is, as in Node, one of %p ms', async (delay, actual) => {
      const clock = new VirtualClock(START);

      await new Promise<void>((resolve) => void clock.setTimeout(() => resolve(), delay));

      expect(clock.now()).toBe(START + actual);
    });

  test('refresh starts again from now, also after the timer has fired, but not after it was cleared', async () => {
    const { clock, log, note } = rehearsal();
    const timer = clock.setTimeout(note('fired'), 100);
    await clock.sleep(60);
    timer.refresh();
    await clock.sleep(60);
    expect(log).toEqual([]);
    await clock.sleep(60);
    expect(log).toEqual(['fired at 160']);

    timer.refresh();
    await clock.sleep(200);
    expect(log).toEqual(['fired at 160', 'fired at 280']);

    clock.clearTimeout(timer);
    timer.refresh();
    await clock.sleep(200);
    expect(log).toHaveLength(2);
  });

  test('keep the values of AsyncLocalStorage', async () => {
    const clock = new VirtualClock(START);
    const storage = new AsyncLocalStorage<string>();
    clock.setTimeout(() => undefined, 5);

    const observed = await storage.run('invocation 1', async () => new Promise((resolve) => {
      clock.setTimeout(() => resolve(storage.getStore()), 10);
    }));

    expect(observed).toBe('invocation 1');
  });

  test('promisify gives a sleep that answers with the value', async () => {
    const clock = new VirtualClock(START);
    const wait = promisify(clock.setTimeout) as unknown as (milliseconds: number, value: string) => Promise<string>;

    expect(await wait(500, 'done')).toBe('done');
    expect(clock.now()).toBe(START + 500);
  });
});

describe('an unreferenced timer', () => {
  test('does not make the clock move', async () => {
    const { clock, log, note } = rehearsal();
    const timer = clock.setTimeout(note('alone'), 10).unref();

    await turns(50);

    expect(timer.hasRef()).toBe(false);
    expect(log).toEqual([]);
    expect(clock.now()).toBe(START);
  });

  test('fires on the way to one that does', async () => {
    const { clock, log, note } = rehearsal();
    clock.setTimeout(note('on the way'), 10).unref();

    await clock.sleep(20);

    expect(log).toEqual(['on the way at 10']);
  });

  test('counts again once it is referenced', async () => {
    const { clock, log, note } = rehearsal();
    const timer = clock.setTimeout(note('counts'), 10).unref();
    await turns(20);
    timer.ref();

    await turns(50);

    expect(log).toEqual(['counts at 10']);
  });
});

describe('the clock stands still', () => {
  test('while anybody holds it, and goes on when the last hold is released', async () => {
    const { clock, log, note } = rehearsal();
    const [first, second] = [clock.hold(), clock.hold()];
    clock.setTimeout(note('at last'), 10);

    await turns(50);
    first();
    first();
    await turns(50);
    expect(log).toEqual([]);

    second();
    await turns(50);
    expect(log).toEqual(['at last at 10']);
  });

  test('while a file is read, as the SDK does before its first request', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'clock-'));
    const file = path.join(directory, 'large');
    await writeFile(file, Buffer.alloc(64 * 1024 * 1024));
    const { clock, log, note } = rehearsal();
    clock.setTimeout(note('time-out'), 600_000);

    await readFile(file).then(note('read'));
    await clock.sleep(700_000);

    await rm(directory, { recursive: true });
    expect(log).toEqual(['read at 0', 'time-out at 600000']);
  });

  test('while a file is closed by a machine that is busy', async () => {
    const { clock, log, note } = rehearsal();
    const file = await open(__filename);
    clock.setTimeout(note('time-out'), 600_000);

    const busy = Array.from({ length: 8 }, async () => promisify(pbkdf2)('password', 'salt', 200_000, 64, 'sha512'));
    await file.close().then(note('closed'));
    await clock.sleep(700_000);

    await Promise.all(busy);
    expect(log).toEqual(['closed at 0', 'time-out at 600000']);
  });

  test('but not while a socket of somebody else waits for a peer that does not read', async () => {
    const { clock } = rehearsal();
    const server = createServer((peer) => peer.pause()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    await once(socket, 'connect');
    try {
      socket.write(Buffer.alloc(64 * 2 ** 20));
      expect(process.getActiveResourcesInfo()).toContain('SimpleWriteWrap');
      await clock.sleep(1000);
      expect(process.getActiveResourcesInfo()).toContain('SimpleWriteWrap');
    } finally {
      socket.destroy();
      server.close();
    }
  });

  test('when there is no timer', async () => {
    const clock = new VirtualClock(START);
    await clock.sleep(10);

    await turns(50);

    expect(clock.now()).toBe(START + 10);
  });
});

describe('Date', () => {
  test('is the virtual now without arguments, and itself with them', async () => {
    const clock = new VirtualClock(START);
    await clock.sleep(1500);
    const VirtualDate = clock.Date;

    expect(new VirtualDate().toISOString()).toBe('2026-11-20T10:00:01.500Z');
    expect(VirtualDate.now()).toBe(START + 1500);
    expect(VirtualDate()).toBe(new Date(START + 1500).toString());
    expect(new VirtualDate(0).getTime()).toBe(0);
    expect(new VirtualDate(2026, 0, 2).getTime()).toBe(new Date(2026, 0, 2).getTime());
    expect(VirtualDate.UTC(2026, 10, 20, 10)).toBe(START);
    expect(VirtualDate.parse('2026-11-20T10:00:00Z')).toBe(START);
  });

  test('its instances and ordinary dates are instances of each other\'s class, and it can be extended', () => {
    const VirtualDate = new VirtualClock(START).Date;
    class Stamp extends VirtualDate {}

    expect(new VirtualDate()).toBeInstanceOf(Date);
    expect(new Date()).toBeInstanceOf(VirtualDate);
    expect(new Stamp()).toBeInstanceOf(Stamp);
    expect(new Stamp().getTime()).toBe(START);
  });
});

describe('a process with nothing but a virtual clock', () => {
  test('ends when the last timer has fired, and does not wait for an unreferenced one', () => {
    expect(run(`
      clock.setTimeout(() => console.log('fired'), 3600000);
      clock.setTimeout(() => console.log('never'), 7200000).unref();
    `)).toEqual({ status: 0, output: 'fired\n' });
  });

  test('ends although a hold was never released', () => {
    expect(run(`
      clock.hold();
      clock.setTimeout(() => console.log('never'), 10);
    `)).toEqual({ status: 0, output: '' });
  });

  test('sees an error in a callback as uncaught, as ever, and the clock goes on', () => {
    expect(run(`
      process.on('uncaughtException', (error) => console.log('uncaught: ' + error.message));
      clock.setTimeout(() => { throw new Error('in a timer'); }, 10);
      clock.setTimeout(() => console.log('next'), 20);
    `)).toEqual({ status: 0, output: 'uncaught: in a timer\nnext\n' });
  });

  function run(script: string): { status: number | null; output: string } {
    const module = path.resolve(__dirname, '../../tools/rehearsal/clock.ts');
    const source = `const { VirtualClock } = require(${JSON.stringify(module)}); const clock = new VirtualClock(); ${script}`;
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', '-e', source], { encoding: 'utf8', timeout: 50_000 });
    return { status, output: stdout };
  }
});

test('the system\'s clock really waits', async () => {
  const clock = new SystemClock();
  const before = process.hrtime.bigint();

  await clock.sleep(20);
  await clock.latency(20);

  // Node may fire a timer a little early.
  expect(Number(process.hrtime.bigint() - before) / 1e6).toBeGreaterThan(35);
  expect(clock.hold()()).toBeUndefined();
});

function rehearsal() {
  const clock = new VirtualClock(START);
  const log: string[] = [];
  return { clock, log, note: (what: string) => () => void log.push(`${what} at ${clock.now() - START}`) };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
