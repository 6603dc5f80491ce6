import { once } from 'node:events';
import type { Server } from 'node:http';
import { InvalidEnvironment } from './environment.ts';

/** Listens on loopback: other hosts reach the site through a proxy. */
export async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') {
      throw new InvalidEnvironment(`Port ${port} is taken. Stop what uses it, or set SITE_PORT to another port.`);
    }
    throw cause;
  }
}
