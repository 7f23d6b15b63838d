/** Virtual time stands still while real bytes travel, and passes while a server pretends to be slow. */
import { once } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { AddressInfo } from 'node:net';
import { countedHttp, VirtualClock } from '../../tools/rehearsal/clock';

const START = Date.UTC(2026, 10, 20, 10, 0, 0);

describe('a counted request', () => {
  test('holds the clock until the answer has ended, and no longer', async () => {
    const { clock, url, counted, fired } = await rehearsal((_, response) => {
      response.write('first half');
      setTimeout(() => response.end(' second half'), 50);
    });

    const text = await textOf(counted.get(url));

    expect(text).toBe('first half second half');
    expect(fired()).toBe(false);
    await clock.sleep(1);
    await clock.sleep(10_000);
    expect(fired()).toBe(true);
  });

  test('releases it once for each request on a connection that is kept', async () => {
    const { clock, url, counted, connections } = await rehearsal((_, response) => response.end('ok'));
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

    const texts = await Promise.all([1, 2, 3].map(async () => textOf(counted.get(url, { agent }))));

    expect(texts).toEqual(['ok', 'ok', 'ok']);
    expect(connections()).toBe(1);
    await clock.sleep(10);
    const release = clock.hold();
    expect(await passes(clock)).toBe(false);
    release();
    expect(await passes(clock)).toBe(true);
    agent.destroy();
  });

  test.each<[string, Script]>([
    ['is refused', async ({ counted }) => fails(counted.get('http://127.0.0.1:1'), 'ECONNREFUSED')],
    ['is cut in the middle of the answer', async ({ counted, url }) => {
      const [response] = await once(counted.get(`${url}/cut`), 'response') as [http.IncomingMessage];
      await expect(response.toArray()).rejects.toMatchObject({ code: 'ECONNRESET' });
    }],
    ['is cut before the answer', async ({ counted, url }) => fails(counted.get(`${url}/drop`), 'ECONNRESET')],
    ['is aborted by the client', async ({ counted, url }) => {
      const request = counted.get(`${url}/never`);
      setTimeout(() => request.destroy(), 20);
      await fails(request, 'ECONNRESET');
    }],
    ['is destroyed before it has begun', async ({ counted, url }) => {
      const request = counted.request(url);
      request.destroy();
      await fails(request, 'ECONNRESET');
    }],
    ['is aborted by a signal', async ({ counted, url }) => {
      await fails(counted.get(`${url}/never`, { signal: AbortSignal.timeout(20) }), 'ABORT_ERR');
    }],
  ])('that %s lets go of the clock exactly once', async (_, script) => {
    const { clock, url, counted, fired } = await rehearsal((request, response) => {
      if (request.url === '/drop') request.socket.destroy();
      if (request.url !== '/cut') return;
      response.writeHead(200, { 'content-length': 100 });
      response.write('a beginning', () => request.socket.destroy());
    });

    await script({ counted, url });

    expect(fired()).toBe(false);
    await clock.sleep(1);
    const release = clock.hold();
    expect(await passes(clock)).toBe(false);
    release();
  });

  test('is one whose server may let the time pass, without hurrying another', async () => {
    const { clock, url, counted } = await rehearsal((request, response) => {
      if (request.url === '/slow') void clock.latency(120, request.socket).then(() => response.end(String(clock.now() - START)));
      else setTimeout(() => response.end(String(clock.now() - START)), 50);
    });

    const slow = textOf(counted.get(`${url}/slow`));
    const real = textOf(counted.get(`${url}/real`));

    expect(await real).toBe('0');
    expect(await slow).toBe('120');
  });

  test('holds the clock again once its server has stopped to be slow', async () => {
    const { clock, url, counted, fired } = await rehearsal((request, response) => {
      void clock.latency(120, request.socket).then(() => setTimeout(() => response.end(), 50));
    });

    await textOf(counted.get(url));

    expect(fired()).toBe(false);
    expect(clock.now() - START).toBe(120);
  });

  test('leaves the rest of the module as it is', () => {
    const counted = countedHttp(https, new VirtualClock(START));

    expect(counted.Agent).toBe(https.Agent);
    expect(counted.globalAgent).toBe(https.globalAgent);
    expect(Object.keys(counted)).toEqual(Object.keys({ ...https }));
  });
});

type Script = (given: { counted: typeof http; url: string }) => Promise<void>;

const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

/** A server, a counted client, and a timer that must not fire as long as the clock is held. */
async function rehearsal(listener: http.RequestListener) {
  const clock = new VirtualClock(START);
  const server = http.createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  let connections = 0;
  server.on('connection', () => { connections += 1; });
  await once(server, 'listening');
  let fired = false;
  const counted = countedHttp(http, clock);
  // Started while a request is under way: until then nothing else holds the clock.
  const watched = {
    ...counted,
    get: (...args: Parameters<typeof http.get>) => started(counted.get(...args)),
    request: (...args: Parameters<typeof http.request>) => started(counted.request(...args)),
  } as typeof http;
  function started(request: http.ClientRequest): http.ClientRequest {
    clock.setTimeout(() => { fired = true; }, 5000);
    return request;
  }
  return {
    clock,
    counted: watched,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fired: () => fired,
    connections: () => connections,
  };
}

async function textOf(request: http.ClientRequest): Promise<string> {
  const [response] = await once(request, 'response') as [http.IncomingMessage];
  return Buffer.concat(await response.toArray()).toString();
}

async function fails(request: http.ClientRequest, code: string): Promise<void> {
  const [error] = await once(request, 'error') as [NodeJS.ErrnoException];
  expect(error.code).toBe(code);
}

/** Whether a timer fires within a good many turns of the event loop. */
async function passes(clock: VirtualClock): Promise<boolean> {
  let passed = false;
  clock.setTimeout(() => { passed = true; }, 1);
  for (let turn = 0; turn < 200 && !passed; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return passed;
}
