/** A function on this machine behaves as it would on Lambda: in virtual time, in a world of its own. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '../../../tools/rehearsal/clock';
import { FunctionCode, LambdaServiceError, LocalLambda, LocalLambdaProps } from '../../../tools/rehearsal/lambda-runtime/local-lambda';

const clock = () => new VirtualClock(Date.UTC(2026, 0, 1));

function lambda(source: string | FunctionCode, more: Partial<LocalLambdaProps> = {}): LocalLambda {
  return new LocalLambda({
    functionName: 'demo',
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:demo',
    handler: 'index.handler',
    code: typeof source === 'string' ? FunctionCode.fromInline(source) : source,
    environment: { OWN: 'value' },
    timeoutSeconds: 60,
    memoryMegabytes: 256,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'ASIADEMO', secretAccessKey: 'secret', sessionToken: 'token' },
    time: clock(),
    ...more,
  });
}

const answer = async (local: LocalLambda, event: unknown = {}): Promise<unknown> =>
  JSON.parse((await local.invoke(JSON.stringify(event))).payload);

function asset(files: Record<string, string>): FunctionCode {
  const directory = mkdtempSync(join(tmpdir(), 'asset-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true });
    writeFileSync(join(directory, name), text);
  }
  return FunctionCode.fromAsset(directory);
}

describe('payloads', () => {
  test('pass through JSON both ways', async () => {
    const local = lambda('exports.handler = async (event) => ({ got: event, date: new Date(0), gone: undefined })');

    expect(await answer(local, { list: [1], gone: undefined })).toEqual({ got: { list: [1] }, date: '1970-01-01T00:00:00.000Z' });
  });

  test('nothing returned is null', async () => {
    expect(await lambda('exports.handler = async () => {}').invoke('{}')).toEqual({ payload: 'null' });
  });
});

describe('an answer', () => {
  const sized = (bytes: number) => lambda(`exports.handler = async () => 'ü' + 'x'.repeat(${bytes - 4})`).invoke('{}');

  test('has at most 6 MB', async () => {
    expect(Buffer.byteLength((await sized(6_291_556)).payload)).toBe(6_291_556);
    expect(await sized(6_291_557)).toEqual({
      functionError: 'Unhandled',
      payload: '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes)."}',
    });
  });
});

describe('the environment', () => {
  test('is the function\'s own, and the host\'s is out of reach', async () => {
    process.env.HOST_SECRET = 'planted';
    const local = lambda('exports.handler = async () => [process.env, require("node:process").env, globalThis.process.env]');

    const [own, required, global] = await answer(local) as Record<string, string>[];
    delete process.env.HOST_SECRET;

    expect(own).toEqual({
      OWN: 'value',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_LAMBDA_FUNCTION_NAME: 'demo',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_ACCESS_KEY_ID: 'ASIADEMO',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_SESSION_TOKEN: 'token',
      _HANDLER: 'index.handler',
      LAMBDA_TASK_ROOT: '/var/task',
      HOME: '/var/task',
      TZ: ':UTC',
    });
    expect(required).toEqual(own);
    expect(global).toEqual(own);
  });

  test('context tells the request, and the time that remains by the clock', async () => {
    const local = lambda(`exports.handler = async (event, context) => {
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      return { ...context, remaining: context.getRemainingTimeInMillis() };
    }`);

    expect(await answer(local)).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'demo',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:demo',
      memoryLimitInMB: '256',
      awsRequestId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/),
      logGroupName: '/aws/lambda/demo',
      logStreamName: expect.any(String),
      remaining: 40_000,
    });
  });
});

describe('time', () => {
  test.each<[string, string]>([
    ['Date.now', 'const read = () => Date.now()'],
    ['new Date', 'const read = () => new Date().getTime()'],
    ['globalThis.Date', 'const read = () => globalThis.Date.now()'],
    ['performance', 'const read = () => performance.timeOrigin + performance.now()'],
    ['perf_hooks', 'const { performance: own } = require("perf_hooks"); const read = () => own.timeOrigin + own.now()'],
    ['process.hrtime', 'const read = () => Number(process.hrtime.bigint() / 1_000_000n)'],
    ['process.uptime', 'const read = () => process.uptime() * 1000'],
  ])('%s goes by the clock', async (_name, read) => {
    const local = lambda(`${read}; exports.handler = async () => {
      const before = read();
      await new Promise((resolve) => setTimeout(resolve, 30_000));
      return read() - before;
    }`);

    expect(await answer(local)).toBe(30_000);
  });

  test.each<[string, string]>([
    ['setTimeout', 'new Promise((resolve) => setTimeout(resolve, 30_000))'],
    ['globalThis.setTimeout', 'new Promise((resolve) => globalThis.setTimeout(resolve, 30_000))'],
    ['timers', 'new Promise((resolve) => require("node:timers").setTimeout(resolve, 30_000))'],
    ['timers/promises', 'require("node:timers/promises").setTimeout(30_000)'],
    ['util.promisify', 'require("util").promisify(setTimeout)(30_000)'],
    ['setInterval', 'new Promise((resolve) => { let n = 0; const i = setInterval(() => { n += 1; if (n === 3) { clearInterval(i); resolve(); } }, 10_000); })'],
  ])('%s waits by the clock', async (_name, wait) => {
    const time = clock();
    const local = lambda(`exports.handler = async () => { await ${wait}; }`, { time });
    const before = time.now();

    await local.invoke('{}');

    expect(time.now() - before).toBe(30_000);
  });

  test('work that needs no time takes none, however many turns of the event loop', async () => {
    const time = clock();
    const local = lambda(`exports.handler = async () => {
      for (let i = 0; i < 50; i++) await new Promise((resolve) => setImmediate(resolve));
    }`, { time });
    const before = time.now();

    await local.invoke('{}');

    expect(time.now()).toBe(before);
  });

  test('a function that takes too long is ended', async () => {
    const local = lambda('exports.handler = async () => { await new Promise(() => {}); }', { timeoutSeconds: 3 });

    const { payload, functionError } = await local.invoke('{}');

    expect(functionError).toBe('Unhandled');
    expect(JSON.parse(payload)).toEqual({
      errorType: 'Sandbox.Timedout', errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 3\.00 seconds$/),
    });
  });
});

describe('errors', () => {
  const failure = async (source: string, handler = 'index.handler') => JSON.parse((await lambda(source, { handler }).invoke('{}')).payload) as unknown;

  test('carry the type, the message and a trace that holds nothing of this machine', async () => {
    expect(await failure('class Odd extends Error { name = "Odd" }\nexports.handler = async () => { throw new Odd("no") }')).toEqual({
      errorType: 'Odd',
      errorMessage: 'no',
      trace: ['Odd: no', expect.stringMatching(/^ {4}at .*\/var\/task\/index\.js:2:/), expect.stringContaining('/var/runtime/index.mjs')],
    });
  });

  test.each<[string, string, string, string]>([
    ['no error at all', 'exports.handler = async () => { throw 42 }', 'number', '42'],
    ['a missing export', 'exports.other = 1', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    ['a module that is not there', 'require("./nowhere")', 'Runtime.ImportModuleError', 'Error: Cannot find module \'./nowhere\'\nRequire stack:\n- /var/task/index.js'],
    ['a package that is not in the asset', 'require("constructs")', 'Runtime.ImportModuleError', 'Error: Cannot find module \'constructs\'\nRequire stack:\n- /var/task/index.js'],
    ['process.exit', 'exports.handler = async () => { process.exit(7); await new Promise(() => {}) }', 'Runtime.ExitError', 'Runtime exited with error: exit status 7'],
  ])('%s', async (_what, source, errorType, message) => {
    expect(await failure(source)).toMatchObject({ errorType, errorMessage: expect.stringContaining(message) });
  });

  test('a handler file that is not there', async () => {
    expect(await failure('', 'main.handler')).toMatchObject({ errorType: 'Runtime.ImportModuleError', errorMessage: 'Error: Cannot find module \'main\'' });
  });
});

describe('assets', () => {
  test('load files of their own, in directories too, and JSON', async () => {
    const code = asset({
      'app/index.js': 'const { twice } = require("../lib"); const data = require("./data.json"); exports.handler = async () => twice(data.n);',
      'app/data.json': '{"n": 21}',
      'lib/index.js': 'exports.twice = (n) => 2 * n;',
    });

    expect(await answer(lambda(code, { handler: 'app/index.handler' }))).toBe(42);
  });

  test('do not find what lies beside them', async () => {
    const code = asset({ 'asset/index.js': 'require("../outside")', 'outside.js': '' });
    const inner = FunctionCode.fromAsset(join(code.directory, 'asset'));

    expect(await answer(lambda(inner))).toMatchObject({ errorType: 'Runtime.ImportModuleError' });
  });

  test('get stand-ins for the modules they are told, and only those', async () => {
    const code = asset({ 'index.js': 'exports.handler = async () => [require("./a").name(), require("./b").name()];', 'a.js': '', 'b.js': 'exports.name = () => "own b"' });
    const local = lambda(code, { replaceModule: (specifier) => (specifier === './a' ? { name: () => 'other a' } : undefined) });

    expect(await answer(local)).toEqual(['other a', 'own b']);
  });
});

describe('execution environments', () => {
  const counting = 'let n = 0; exports.handler = async () => { n += 1; const mine = n; await new Promise((resolve) => setTimeout(resolve, 1000)); return mine; }';

  test('are kept warm, with what the module remembers', async () => {
    const local = lambda(counting);

    expect([await answer(local), await answer(local)]).toEqual([1, 2]);
    expect({ invocations: local.invocations, coldStarts: local.coldStarts }).toEqual({ invocations: 2, coldStarts: 1 });
  });

  test('are one for each of several invocations at once', async () => {
    const local = lambda(counting);

    expect(await Promise.all([answer(local), answer(local)])).toEqual([1, 1]);
    expect(local.coldStarts).toBe(2);
  });

  test('start cold on demand, and one at work is not used again', async () => {
    const local = lambda(counting);
    const first = answer(local);
    local.forgetWarmEnvironments();

    expect([await first, await answer(local)]).toEqual([1, 1]);
  });

  test('draw the same random numbers in every run', async () => {
    const drawing = 'exports.handler = async () => [Math.random(), Math.random(), Math.max(1, 2)]';

    const [one, two] = [await answer(lambda(drawing)), await answer(lambda(drawing))] as number[][];

    expect(two).toEqual(one);
    expect(one[0]).not.toBe(one[1]);
    expect(one[2]).toBe(2);
  });
});

describe('a function that is killed', () => {
  let server: Server;
  let url: string;
  const received: string[] = [];

  beforeEach(async () => {
    received.length = 0;
    server = createServer((request, response) => {
      received.push(String(request.url));
      if (request.url !== '/silence') response.end('ok');
    });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const steps = `
    const http = require('node:http');
    const send = (url) => new Promise((resolve, reject) => http.get(url, (response) => response.resume().on('end', resolve)).on('error', reject));
    exports.handler = async ({ url, pause }) => {
      for (const step of [1, 2, 3]) {
        await send(url + '/' + step);
        console.log('sent ' + step);
        if (pause) await new Promise((resolve) => setTimeout(resolve, 1000));
      }
      return 'done';
    };`;

  test('does nothing any more, wherever it was', async () => {
    const time = clock();
    const local = lambda(steps, { time });
    time.setTimeout(() => local.kill(), 1500);

    const { payload } = await local.invoke(JSON.stringify({ url, pause: true }));
    await time.sleep(60_000);

    expect(JSON.parse(payload)).toMatchObject({ errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('Runtime exited with error: signal: killed') });
    expect(received).toEqual(['/1', '/2']);
    expect(local.logLines.map(({ text }) => text)).toEqual(['sent 1', 'sent 2']);
  });

  test('in the middle of a request: the effect may have happened, the answer reaches nobody', async () => {
    const local = lambda(steps);
    server.once('request', () => local.kill());

    await local.invoke(JSON.stringify({ url }));

    expect(received).toEqual(['/1']);
    expect(local.logLines).toEqual([]);
    expect(await answer(local, { url })).toBe('done');
    expect(local.coldStarts).toBe(2);
    // Only the second one's lines: not even that the first one's request broke was written.
    expect(local.logLines.map(({ text }) => text)).toEqual(['sent 1', 'sent 2', 'sent 3']);
  });

  test('gets no further by handling the error that its broken request is', async () => {
    const local = lambda(`
      const http = require('node:http');
      const send = (url) => new Promise((resolve, reject) => http.get(url, (response) => response.resume().on('end', resolve)).on('error', reject));
      exports.handler = async ({ url, last }) => {
        await send(url + '/first' + last).catch((error) => console.log('caught ' + error.code));
        await send(url + '/second' + last);
      };`);
    server.once('request', () => local.kill());

    await local.invoke(JSON.stringify({ url, last: 1 }));
    // By the time that another invocation is through, the first one's leftovers would long have arrived.
    await local.invoke(JSON.stringify({ url, last: 2 }));

    expect(received).toEqual(['/first1', '/first2', '/second2']);
    expect(local.logLines).toEqual([]);
  });

  test('does not hold the clock with a request that is never answered', async () => {
    const time = clock();
    const local = lambda('exports.handler = ({ url }) => new Promise(() => require(\'node:http\').get(url + \'/silence\'))', { time });
    server.once('request', () => local.kill());
    await local.invoke(JSON.stringify({ url }));
    const before = time.now();

    await time.sleep(5000);

    expect(time.now() - before).toBe(5000);
  });

  test('with its whole environment is a failure of the call itself', async () => {
    const local = lambda(steps);
    server.once('request', () => local.kill('environment-lost'));

    await expect(local.invoke(JSON.stringify({ url }))).rejects.toThrow(LambdaServiceError);
  });

  test('time stands still while its requests travel', async () => {
    const time = clock();
    const before = time.now();

    await lambda(steps, { time }).invoke(JSON.stringify({ url }));

    expect(time.now()).toBe(before);
    expect(received).toEqual(['/1', '/2', '/3']);
  });
});

describe('the log', () => {
  const talking = `exports.handler = async () => {
    console.trace('t'); console.debug('d'); console.log('l %d', 1); console.info('i'); console.warn('w'); console.error('e');
    process.stdout.write('out\\n');
    throw new Error('broken');
  }`;
  const written = async (more: Partial<LocalLambdaProps>) => {
    const local = lambda(talking, more);
    await local.invoke('{}');
    return local.logLines.map(({ level, text }) => `${level} ${text.split('\\n')[0].slice(0, 12)}`);
  };

  test('keeps every line with its level, and what the function threw', async () => {
    expect(await written({})).toEqual(['TRACE t', 'DEBUG d', 'INFO l 1', 'INFO i', 'WARN w', 'ERROR e', 'INFO out', 'ERROR Invoke Error']);
  });

  test('leaves out what is below the function\'s level', async () => {
    expect(await written({ lowestLogLevel: 'WARN' })).toEqual(['WARN w', 'ERROR e', 'ERROR Invoke Error']);
    expect(await written({ lowestLogLevel: 'FATAL' })).toEqual([]);
  });

  test('names the function, the request and the time', async () => {
    const observed: object[] = [];
    const local = lambda('exports.handler = async () => { await new Promise((r) => setTimeout(r, 5000)); console.log("x") }', { onLog: (line) => observed.push(line) });

    await local.invoke('{}');

    expect(observed).toEqual([{ at: Date.UTC(2026, 0, 1) + 5000, functionName: 'demo', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), level: 'INFO', text: 'x' }]);
  });
});
