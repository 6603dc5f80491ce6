import { Agent, request } from 'node:http';
import type { FuzzRequest } from './request.ts';

/** The outcome of a request; without a status, the connection closed or the request timed out. */
export type Outcome = { status: number | undefined; ms: number; problem?: string; isReset?: boolean };

export type Sender = { send(sent: FuzzRequest, token: string | undefined): Promise<Outcome>; close(): void };

const defaultTimeoutMs = 20_000;
/** How long an event stream is kept open. */
const streamMs = 30;

/** Sends requests over keep-alive connections. */
export function createSender(url: string, atOnce: number, timeoutMs = defaultTimeoutMs): Sender {
  const { port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const streams = new Agent({ keepAlive: false });

  /** Retries once after ECONNRESET: the server may close an idle keep-alive connection just as it is reused. */
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
        clearTimeout(timeout);
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
      const timeout = setTimeout(() => outgoing.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs);
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
