import { connect, createServer, type Server, type Socket } from 'node:net';

/** One event as it came over the wire. */
export type WireEvent = { event: string; id: string | undefined; data: Record<string, unknown> };

/** The whole events in a text of an event stream, and what is left of an unfinished one. */
export function parseEvents(text: string): { events: WireEvent[]; rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  const events = blocks.flatMap((block) => {
    const event = /^event: (.+)$/m.exec(block)?.[1];
    const data = /^data: (.+)$/m.exec(block)?.[1];
    return event && data ? [{ event, id: /^id: (.*)$/m.exec(block)?.[1], data: JSON.parse(data) }] : [];
  });
  return { events, rest };
}

/** A wire between a client and the lake that can be cut. */
export type Wire = { url: string; cut(): number; close(): Promise<void> };

export async function openWire(target: string): Promise<Wire> {
  const sockets = new Set<Socket>();
  const { port } = new URL(target);
  const server: Server = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The wire has no address.');
  const cut = (): number => {
    const open = sockets.size;
    for (const socket of sockets) socket.destroy();
    return open;
  };
  return {
    url: `http://localhost:${address.port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
