import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';

/** Runs a server that never ends a response, as with event streams. */
function runProgram(port: number): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const program = `
    import { createServer } from 'node:http';
    import { run } from ${JSON.stringify(import.meta.resolve('./run.ts'))};
    import { readConfig } from ${JSON.stringify(import.meta.resolve('./config.ts'))};
    run(createServer((request, response) => response.write('a')), readConfig({ SANITY_PROJECT_ID: 'abc123', STUDIO_PORT: '${port}' }));
  `;
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('exits with one sentence when the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const program = runProgram(port);
  const [stderr, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  other.close();
  expect(stderr).toBe(`Port ${port} is taken: end what uses it, or set STUDIO_PORT to another.\n`);
  expect(code).toBe(1);
});

it('exits soon after SIGTERM although a response is still open', async () => {
  const port = await freePort();
  const program = runProgram(port);
  await once(program.stdout, 'data');
  const reader = connect(port, '127.0.0.1');
  reader.on('error', () => {});
  reader.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(reader, 'data');

  const since = Date.now();
  program.kill('SIGTERM');
  const [code] = await once(program, 'exit');
  reader.destroy();
  expect(code).toBe(0);
  // The timeout is half a second; the rest is tolerance for a busy machine.
  expect(Date.now() - since).toBeLessThan(20_000);
});
