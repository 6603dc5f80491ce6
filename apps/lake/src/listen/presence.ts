import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ReadAccess } from '@bodytext/groq/access';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Streams } from '../http/event-stream.ts';
import type { Lake } from '../lake.ts';
import type { TokenHolder } from '../people/tokens.ts';
import { listenLimits } from './limits.ts';
import { seenBy } from './presence-access.ts';

/**
 * Who is where in which document: the messages of Sanity's `bifur`, JSON-RPC over WebSockets.
 * The lake only passes on what each Studio announces; nothing of it is stored.
 */

const heartbeatMs = 20_000;
const largestMessage = listenLimits.presenceMessage.value;
const signInWithinMs = listenLimits.presenceSignIn.value;
const mostSockets = listenLimits.presenceSockets.value;
const mostTold = listenLimits.presenceTold.value;
const charactersOfShort = listenLimits.presenceShort.value;
const secondMs = 1_000;
const mostWaitingBytes = listenLimits.presenceWaiting.value;
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
  /** Called when the connection is over, so that the streams' register forgets it. */
  forget: (() => void) | undefined;
  sessionId: string | undefined;
  subscriptions: Set<string>;
};

type Method = (client: Client, params: Record<string, unknown>) => unknown;

export type Presence = {
  upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): void;
};

export function createPresence(lake: Lake, streams: Streams): Presence {
  // Else all that came together would be read before anybody else has a turn.
  const oneByOne = { allowSynchronousEvents: false };
  const server = new WebSocketServer({ noServer: true, maxPayload: largestMessage, ...oneByOne });
  const clients = new Set<Client>();
  let told = new Map<string, number>();
  const forgetting = setInterval(() => {
    told = new Map();
  }, secondMs).unref();
  const heartbeat = setInterval(() => {
    for (const client of clients) write(client, '♥');
  }, heartbeatMs).unref();

  function welcome(socket: WebSocket): void {
    const client: Client = {
      socket,
      userId: undefined,
      access: { kind: 'nothing' },
      forget: undefined,
      sessionId: undefined,
      subscriptions: new Set(),
    };
    clients.add(client);
    const patience = setTimeout(() => refuse(client), signInWithinMs).unref();
    socket.on('message', (data) => answer(client, String(data)));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearTimeout(patience);
      clients.delete(client);
      client.forget?.();
      sayGoodbye(client);
    });
  }

  function answer(client: Client, message: string): void {
    const parsed = request.safeParse(parseJson(message));
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
    if (asksTooMuch(client.userId, message)) {
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

  function asksTooMuch(userId: string, message: string): boolean {
    const sum = (told.get(userId) ?? 0) + 1 + message.length / charactersOfShort;
    told.set(userId, sum);
    return sum > mostTold || [...clients].filter((client) => client.userId === userId).length > mostSockets;
  }

  /** A session that ends takes its connection with it. */
  function authorize(client: Client, authorization: unknown): void {
    client.forget?.();
    client.forget = undefined;
    const holder = holderOf(authorization);
    const { id, access } = lake.main.actor(holder);
    // Whoever may read nothing learns nothing of people either.
    client.userId = access.kind === 'nothing' ? undefined : id || undefined;
    client.access = access;
    if (client.userId) client.forget = streams.register(client.userId, () => client.socket.terminate());
  }

  /** What each method answers, having told the others what they need to know. */
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
        sayGoodbye(client);
        return true;
      },
    ],
  ]);

  function holderOf(authorization: unknown): TokenHolder | undefined {
    if (typeof authorization !== 'string') return undefined;
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : lake.people.holderOf(token);
  }

  function sayGoodbye(client: Client): void {
    if (!client.userId || !client.sessionId) return;
    broadcast(client, { type: 'disconnect', i: client.userId, m: { session: client.sessionId } });
    client.sessionId = undefined;
  }

  /** To every other Studio: one's own presence is not told back. */
  function broadcast(from: Client, result: Record<string, unknown>): void {
    for (const client of clients) {
      if (client === from) continue;
      const seen = client.subscriptions.size > 0 && seenBy(client.access, result, lake.main.store.documents);
      for (const subscription of client.subscriptions) {
        send(client, { method: 'presence_subscription', params: { subscription, result: seen } });
      }
    }
  }

  return {
    upgrade(incoming, socket, head) {
      server.handleUpgrade(incoming, socket, head, welcome);
    },
    close() {
      clearInterval(heartbeat);
      clearInterval(forgetting);
      for (const { socket } of clients) socket.terminate();
      server.close();
    },
  };
}

/** JSON may be nested so deep that it can be read but not written again. */
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
  if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
  else if (socket.readyState === socket.OPEN) socket.send(text);
}

function sessionOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const session = 'sessionId' in value ? value.sessionId : 'session' in value ? value.session : undefined;
  return typeof session === 'string' ? session : undefined;
}

function parseJson(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
