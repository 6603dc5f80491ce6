import type { Server } from 'node:http';
import type { Config } from './config.ts';

/** Only this machine can connect; a reverse proxy makes it public. */
const loopback = '127.0.0.1';

/** Starts listening. Exits with a sentence when the port is taken, and within a second at SIGINT and SIGTERM. */
export function run(server: Server, { port, studioUrl, connection }: Config): void {
  server.on('error', (error: NodeJS.ErrnoException) => fail(sentenceOf(error, port)));
  server.listen(port, loopback, () => {
    console.log(`The Studio is at ${studioUrl}, on project ${connection.projectId} at Sanity.`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(server));
}

export function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function sentenceOf({ code, message }: NodeJS.ErrnoException, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} is taken: end what uses it, or set STUDIO_PORT to another.`;
  if (code === 'EACCES') return `Port ${port} may not be used by this account: set STUDIO_PORT to one above 1023.`;
  return `The Studio’s server failed: ${message}`;
}

/** A graceful shutdown with a timeout: open event streams and WebSockets never end by themselves. */
function stop(server: Server): void {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 500);
}
