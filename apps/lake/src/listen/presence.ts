import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ReadAccess } from '@bodytext/groq/access';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { bearerToken } from '../http/bearer-token.ts';
import type { Streams } from '../http/event-stream.ts';
import { tryParseJson } from '../http/parse-json.ts';
import type { Lake } from '../lake.ts';
import type { TokenHolder } from '../people/tokens.ts';
import { listenLimits } from './limits.ts';
import { redactedFor } from './presence-access.ts';

/**
 * Presence: which editor is where in which document. Sanity's `bifur` protocol, JSON-RPC over WebSockets.
 * The lake broadcasts what each Studio announces, and stores nothing.
 */

const heartbeatMs = 20_000;
const largestMessage = listenLimits.presenceMessage.value;
const signInWithinMs = listenLimits.presenceSignIn.value;
const mostSockets = listenLimits.presenceSockets.value;
const mostMessages = listenLimits.presenceMessages.value;
const charactersOfShort = listenLimits.presenceShort.value;
const secondMs = 1_000;
const mostBufferedBytes = listenLimits.presenceBuffered.value;
const mostSubscriptions = listenLimits.presenceSubscriptions.value;
const unauthorizedCode = 4001;
const tooManyCode = 1008;
const invalidRequestCode = -32600;
const methodNotFoundCode = -32601;
const invalidParamsCode = -32602;

const request = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string(),
  params: z.looseObject({}).default({}),
});

type Client = {
  socket: WebSocket;
  userId: string | undefined;
  access: ReadAccess;
  /** Removes the connection from the register of streams. */
  unregister: (() => void) | undefined;
  sessionId: string | undefined;
  subscriptions: Set<string>;
};

type Method = (client: Client, params: Record<string, unknown>) => unknown;

export type Presence = {
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

export function createPresence(lake: Lake, streams: Streams): Presence {
  // Otherwise `ws` handles all messages of one packet in one turn of the event loop.
  const oneByOne = { allowSynchronousEvents: false };
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, ...oneByOne });
  const clients = new Set<Client>();
  let messageCounts = new Map<string, number>();
  const resetting = setInterval(() => {
    messageCounts = new Map();
  }, secondMs).unref();
  const heartbeat = setInterval(() => {
    for (const client of clients) write(client, '♥');
  }, heartbeatMs).unref();

  function accept(socket: WebSocket): void {
    const client: Client = {
      socket,
      userId: undefined,
      access: { kind: 'nothing' },
      unregister: undefined,
      sessionId: undefined,
      subscriptions: new Set(),
    };
    clients.add(client);
    const signInTimeout = setTimeout(() => refuse(client), signInWithinMs).unref();
    socket.on('message', (data) => answer(client, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(signInTimeout);
      clients.delete(client);
      client.unregister?.();
      announceDisconnect(client);
    });
  }

  function answer(client: Client, message: string): void {
    const parsed = request.safeParse(tryParseJson(message));
    if (!parsed.success) {
      send(client, { id: null, error: { code: invalidRequestCode, message: 'Invalid Request' } });
      return;
    }
    const { id, method, params } = parsed.data;
    if (method === 'authorization') authorize(client, params.authorization);
    if (!client.userId) {
      refuse(client);
      return;
    }
    if (isOverLimit(client.userId, message)) {
      client.socket.close(tooManyCode, 'Too many messages or connections');
      return;
    }
    const handle = methods.get(method);
    if (!handle) send(client, { id, error: { code: methodNotFoundCode, message: 'Method not found' } });
    else send(client, { id, ...outcomeOf(() => handle(client, params)) });
  }

  function refuse({ userId, socket }: Client): void {
    if (!userId) socket.close(unauthorizedCode, 'Session not found');
  }

  function isOverLimit(userId: string, message: string): boolean {
    const sum = (messageCounts.get(userId) ?? 0) + 1 + message.length / charactersOfShort;
    messageCounts.set(userId, sum);
    return sum > mostMessages || [...clients].filter((client) => client.userId === userId).length > mostSockets;
  }

  /** Registers the connection, so that it is closed when its session ends. */
  function authorize(client: Client, authorization: unknown): void {
    client.unregister?.();
    client.unregister = undefined;
    const holder = holderOf(authorization);
    const { id, access } = lake.main.actor(holder);
    // A token that may read no documents may not see people either.
    client.userId = access.kind === 'nothing' ? undefined : id || undefined;
    client.access = access;
    if (client.userId) client.unregister = streams.register(client.userId, () => client.socket.terminate());
  }

  /** The JSON-RPC methods: what each broadcasts, and its result. */
  const methods = new Map<string, Method>([
    ['authorization', ({ userId }) => ({ userId })],
    [
      'presence_subscribe',
      ({ subscriptions }) => {
        if (subscriptions.size >= mostSubscriptions) throw new RangeError('Too many subscriptions');
        const subscription = randomUUID();
        subscriptions.add(subscription);
        return subscription;
      },
    ],
    [
      'presence_unsubscribe',
      ({ subscriptions }, { subscriptionId }) =>
        typeof subscriptionId === 'string' && subscriptions.delete(subscriptionId),
    ],
    [
      'presence_rollcall',
      (client, params) => {
        client.sessionId = sessionOf(params) ?? client.sessionId;
        broadcast(client, { type: 'rollCall', i: client.userId, session: params.session });
        return true;
      },
    ],
    [
      'presence_announce',
      (client, { data }) => {
        client.sessionId = sessionOf(data) ?? client.sessionId;
        broadcast(client, { type: 'state', i: client.userId, m: data });
        return true;
      },
    ],
    [
      'presence_disconnect',
      (client, params) => {
        client.sessionId = sessionOf(params) ?? client.sessionId;
        announceDisconnect(client);
        return true;
      },
    ],
  ]);

  function holderOf(authorization: unknown): TokenHolder | undefined {
    if (typeof authorization !== 'string') return undefined;
    const token = bearerToken(authorization);
    return token === undefined ? undefined : lake.people.holderOf(token);
  }

  function announceDisconnect(client: Client): void {
    if (!client.userId || !client.sessionId) return;
    broadcast(client, { type: 'disconnect', i: client.userId, m: { session: client.sessionId } });
    client.sessionId = undefined;
  }

  /** To every client but the sender. */
  function broadcast(from: Client, result: Record<string, unknown>): void {
    for (const client of clients) {
      if (client === from) continue;
      const redacted = client.subscriptions.size > 0 && redactedFor(client.access, result, lake.main.store.documents);
      for (const subscription of client.subscriptions) {
        send(client, { method: 'presence_subscription', params: { subscription, result: redacted } });
      }
    }
  }

  return {
    upgrade(incoming, socket, head) {
      server.handleUpgrade(incoming, socket, head, accept);
    },
    close() {
      clearInterval(heartbeat);
      clearInterval(resetting);
      for (const { socket } of clients) socket.terminate();
      server.close();
    },
  };
}

/** `JSON.stringify` throws a RangeError at JSON that `JSON.parse` accepts, if it is nested deeply enough. */
function outcomeOf(run: () => unknown): Record<string, unknown> {
  try {
    return { result: run() };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { error: { code: invalidParamsCode, message: 'Invalid params' } };
  }
}

function send(client: Client, message: Record<string, unknown>): void {
  write(client, JSON.stringify({ jsonrpc: '2.0', ...message }));
}

function write({ socket }: Client, text: string): void {
  if (socket.bufferedAmount > mostBufferedBytes) socket.terminate();
  else if (socket.readyState === socket.OPEN) socket.send(text);
}

function sessionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const session = 'sessionId' in value ? value.sessionId : 'session' in value ? value.session : undefined;
  return typeof session === 'string' ? session : undefined;
}
