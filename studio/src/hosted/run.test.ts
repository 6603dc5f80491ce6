import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';

/** Runs a server that never ends an answer, as one with event streams does. */
function runProgram(port: number): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const program = `
    import { createServer } from 'node:http';
    import { run } from ${JSON.stringify(import.meta.resolve('./run.ts'))};
    import { readEnvironment } from ${JSON.stringify(import.meta.resolve('./environment.ts'))};
    run(createServer((request, response) => response.write('a')), readEnvironment({ SANITY_PROJECT_ID: 'abc123', STUDIO_PORT: '${port}' }));
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

it('says in one sentence that the port is taken', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const program = runProgram(port);
  const [said, [code]] = await Promise.all([text(program.stderr), once(program, 'exit')]);
  other.close();
  expect(said).toBe(`Port ${port} is taken: end what uses it, or set STUDIO_PORT to another.\n`);
  expect(code).toBe(1);
});

it('ends soon when told to, also while answers are open', async () => {
  const port = await freePort();
  const program = runProgram(port);
  await once(program.stdout, 'data');
  const reader = connect(port, '127.0.0.1');
  reader.on('error', () => {});
  reader.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await once(reader, 'data');

  const told = Date.now();
  program.kill('SIGTERM');
  const [code] = await once(program, 'exit');
  reader.destroy();
  expect(code).toBe(0);
  // Half a second, by which a busy machine is late; for the reader it would never end.
  expect(Date.now() - told).toBeLessThan(20_000);
});
