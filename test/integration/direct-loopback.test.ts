import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { listen, type RunningServer, serve } from '@kyc-china/emulator/http-server';
import { projectFile } from '../../lib/project-file.ts';

let proxied = 0;
let proxy: RunningServer;
let server: RunningServer;
beforeAll(async () => {
  const counting = createServer((_request, response) => {
    proxied += 1;
    response.writeHead(502).end();
  });
  // Fetch tunnels by CONNECT.
  counting.on('connect', (_request, socket) => {
    proxied += 1;
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  proxy = await listen(counting);
  server = await serve((_request, response) => response.end('direct'));
});
afterAll(() => Promise.all([proxy?.stop(), server?.stop()]));

/** Runs a program that calls the server by 127.0.0.1 and localhost. @returns its exit code. */
async function fetchInProcess(before: string, environment: NodeJS.ProcessEnv): Promise<number> {
  const program = `${before}
    for (const host of ['127.0.0.1', 'localhost'])
      if ((await (await fetch('http://' + host + ':${server.port}')).text()) !== 'direct') process.exit(3);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    cwd: projectFile(),
    env: { ...environment, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url, http_proxy: proxy.url },
    stdio: 'ignore',
  });
  const [code] = await once(child, 'close');
  return code;
}

const direct =
  "import { callLoopbackDirectly } from './packages/client/cli/direct-loopback.ts'; callLoopbackDirectly();";

it.each([{}, { NO_PROXY: 'intranet.example' }, { no_proxy: 'intranet.example' }])(
  'local run and kyc-cn call this machine directly despite a proxy in the environment: %o',
  async (environment) => {
    proxied = 0;
    expect(await fetchInProcess(direct, environment)).toBe(0);
    expect(proxied).toBe(0);
  },
);

it('program that does not opt in calls this machine by the proxy', async () => {
  proxied = 0;
  expect(await fetchInProcess('', {})).not.toBe(0);
  expect(proxied).toBeGreaterThan(0);
});
