import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';

type Received = { method: string; headers: IncomingHttpHeaders; text: string };

/** An HTTP server that receives webhooks, on a free port. */
export type Receiver = {
  url: string;
  /** All requests, whatever the response was. */
  received: Received[];
  /** Sends the response; 200 by default. */
  answer: (message: Received, response: ServerResponse) => void;
  close(): void;
};

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const message = { method: request.method ?? '', headers: request.headers, text };
    received.push(message);
    receiver.answer(message, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/`,
    received,
    answer: (_, response) => void response.end(),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
