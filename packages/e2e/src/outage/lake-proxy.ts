import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Behaviour, behaviour } from './behaviour.ts';

/*
 * A fault-injecting proxy between the site and its lake. The parent process sets its mode by an IPC message, and gets a
 * message back when the mode is in effect.
 */

const { values } = parseArgs({ options: { port: { type: 'string' }, lake: { type: 'string' } } });
const { port, lake } = z.object({ port: z.coerce.number(), lake: z.url() }).parse(values);

let current: Behaviour = 'well';
let asked = 0;

const server = createServer((request, response) => {
  asked += 1;
  response.on('error', () => undefined);
  answers[current](request, response);
});

const failures = [500, 502, 503, 504, 429, 401, 403, 404];
/** JSON that is not a valid query response, or is one with an empty result. */
const shapes = ['{"result":[]}', '{"result":{}}', '{"result":null}', '{}', '[]', 'null', '"ok"', '{"result":"ok"}'];
const html = '<!doctype html><title>Sign in to the hotel’s network</title><p>Please sign in.</p>';

const answers: Record<Behaviour, (request: IncomingMessage, response: ServerResponse) => void> = {
  well: (request, response) => forward(request, response, (answer) => answer.pipe(response)),
  // Only for connections that are still open when the server closes.
  refuses: (request) => void request.destroy(),
  hangs: () => undefined,
  drips: (_, response) => drip(response),
  errors: (_, response) =>
    json(response, failures[asked % failures.length] ?? 500, '{"error":{"description":"Not now."}}'),
  html: (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end(html),
  halves: (request, response) => forward(request, response, (answer) => half(answer, response)),
  shapes: (_, response) => json(response, 200, shapes[asked % shapes.length] ?? ''),
  empty: (_, response) => json(response, 200, ''),
  closes: (request) => void request.socket.destroy(),
};

function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

/** Sends a byte every 200 ms, so that an idle timeout never fires. */
function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const dripping = setInterval(() => response.write(' '), 200);
  response.once('close', () => clearInterval(dripping));
}

function forward(request: IncomingMessage, response: ServerResponse, pass: (answer: IncomingMessage) => void): void {
  const { method, url, headers } = request;
  const target = new URL(url ?? '/', lake);
  // Uncompressed: half of a compressed body can't be decoded at all.
  const { 'accept-encoding': _, ...others } = headers;
  const question = ask(target, { method, headers: { ...others, host: target.host } }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pass(answer);
  });
  question.once('error', () => response.destroy());
  request.pipe(question);
}

async function half(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(Buffer.from(chunk));
  const whole = Buffer.concat(chunks);
  response.write(whole.subarray(0, whole.length / 2), () => response.destroy());
}

async function behave(next: Behaviour): Promise<void> {
  current = next;
  server.closeAllConnections();
  if (next === 'refuses') server.close();
  else if (!server.listening) await listen();
}

function listen(): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
}

process.on('message', (message) => {
  void behave(behaviour.parse(message)).then(() => process.send?.('done'));
});
process.on('disconnect', () => process.exit());
await listen();
process.send?.('listening');
