import { Agent, request } from 'node:http';
import type { FuzzRequest } from './request.ts';

/** What became of a request; without a status, the connection ended or nothing came. */
export type Outcome = { status: number | undefined; ms: number; problem?: string; isReset?: boolean };

export type Sender = { send(sent: FuzzRequest, token: string | undefined): Promise<Outcome>; close(): void };

const usualPatienceMs = 20_000;
/** A stream is heard for so long. */
const streamMs = 30;

/** Sends requests over connections that stay open. */
export function createSender(url: string, atOnce: number, patienceMs = usualPatienceMs): Sender {
  const { port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const streams = new Agent({ keepAlive: false });

  /** A server closes a connection that nobody uses, perhaps just as it is used again: that is no answer. */
  async function send(sent: FuzzRequest, token: string | undefined): Promise<Outcome> {
    const outcome = await sendOnce(sent, token);
    return outcome.isReset ? sendOnce(sent, token) : outcome;
  }

  function sendOnce(
    { method, path, headers, body, isStream }: FuzzRequest,
    token: string | undefined,
  ): Promise<Outcome> {
    const start = performance.now();
    return new Promise((resolve) => {
      const end = (status: number | undefined, problem?: string, isReset = false): void => {
        clearTimeout(patience);
        resolve({ status, ms: performance.now() - start, isReset, ...(problem !== undefined && { problem }) });
      };
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path,
          agent: isStream ? streams : agent,
          headers: {
            ...(token !== undefined && { authorization: `Bearer ${token}` }),
            ...(body !== undefined && !headers?.['transfer-encoding'] && { 'content-length': Buffer.byteLength(body) }),
            ...headers,
          },
        },
        (incoming) => {
          incoming.on('error', (error) => end(incoming.statusCode, isStream ? undefined : error.message));
          incoming.on('end', () => end(incoming.statusCode));
          incoming.resume();
          if (isStream) {
            setTimeout(() => {
              end(incoming.statusCode);
              outgoing.destroy();
            }, streamMs);
          }
        },
      );
      const patience = setTimeout(() => outgoing.destroy(new Error(`no answer in ${patienceMs} ms`)), patienceMs);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        end(undefined, error.message, error.code === 'ECONNRESET');
      });
      outgoing.end(body);
    });
  }

  return {
    send,
    close() {
      agent.destroy();
      streams.destroy();
    },
  };
}
