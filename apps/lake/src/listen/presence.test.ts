import { connect as connectSocket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { startTestLake, type TestLake, until } from '../lake.fixture.ts';

let lake: TestLake;
beforeEach(async () => {
  lake = await startTestLake();
});
afterEach(() => lake.stop());

type Message = { id?: number; method?: string; result?: unknown; params?: { result: Record<string, unknown> } };

/** A Studio's presence connection. */
async function connect(token: string) {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
  const messages: Message[] = [];
  // Every twenty seconds it is told that the lake is alive.
  socket.on('message', (data) => String(data) !== '♥' && messages.push(JSON.parse(String(data))));
  await new Promise((resolve) => socket.once('open', resolve));
  let id = 0;
  const call = async (method: string, params: Record<string, unknown>) => {
    const own = ++id;
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: own, method, params }));
    await until(() => messages.some((message) => message.id === own));
    return messages.find((message) => message.id === own)?.result;
  };
  await call('authorization', { authorization: `Bearer ${token}` });
  await call('presence_subscribe', {});
  const heard = () =>
    messages.flatMap(({ method, params }) => (method === 'presence_subscription' && params ? [params.result] : []));
  return { socket, call, heard };
}

function personToken(name: string): { id: string; token: string } {
  const { people } = lake.lake;
  const { id } = people.add({ name, email: `${name}@example.org`, role: 'editor' });
  return { id, token: people.redeemSid(people.redeemLinkCode(people.newLinkCode(id)) ?? '') ?? '' };
}

test('two people see where the other is, and that they left', async () => {
  const [ada, ben] = [personToken('ada'), personToken('ben')];
  const first = await connect(ada.token);
  const second = await connect(ben.token);
  const locations = [{ type: 'document', documentId: 'a', path: ['title'] }];
  await second.call('presence_rollcall', { session: 's2' });
  await first.call('presence_announce', { data: { sessionId: 's1', locations } });
  await until(() => second.heard().length === 1 && first.heard().length === 1);
  expect(first.heard()).toEqual([{ type: 'rollCall', i: ben.id, session: 's2' }]);
  expect(second.heard()).toEqual([{ type: 'state', i: ada.id, m: { sessionId: 's1', locations } }]);
  first.socket.close();
  await until(() => second.heard().length === 2);
  expect(second.heard()[1]).toEqual({ type: 'disconnect', i: ada.id, m: { session: 's1' } });
  second.socket.close();
});

test('nobody gets in without a session', async () => {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send(
    JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'authorization', params: { authorization: 'Bearer wrong' } }),
  );
  expect(await closed).toBe(4001);
});

test('what is malformed is answered or dropped, and the lake goes on', async () => {
  const { token } = personToken('eve');
  const { socket, call, heard } = await connect(token);
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const hostile = [
    'no json',
    'null',
    '[]',
    '{"id":{},"method":"presence_subscribe"}',
    '{"method":["presence_subscribe"]}',
    '{"id":1000,"method":"constructor","params":{}}',
    '{"id":1001,"method":"__proto__","params":{}}',
    '{"id":1002,"method":"presence_unsubscribe","params":{"subscriptionId":{"toString":1}}}',
    '{"id":1003,"method":"presence_rollcall","params":{"session":{"toJSON":1,"__proto__":null}}}',
    `{"id":1004,"method":"presence_announce","params":{"data":${deep}}}`,
    ...Array.from({ length: 50 }, () => '{"id":1005,"method":"presence_subscribe"}'),
  ];
  for (const message of hostile) socket.send(message);
  socket.send(Buffer.from([0xff, 0xfe, 0x00]));
  const other = await connect(personToken('ada').token);
  await other.call('presence_rollcall', { session: 'after' });
  await until(() => heard().some(({ session }) => session === 'after'));
  expect(await call('presence_rollcall', { session: 's' })).toBe(true);
  for (const authorization of [{ toString: 1 }, null, 7, 'Bearer', ['Bearer x']]) {
    const wrong = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
    await new Promise((resolve) => wrong.once('open', resolve));
    const closed = new Promise((resolve) => wrong.once('close', resolve));
    wrong.send(JSON.stringify({ method: 'authorization', params: { authorization } }));
    expect(await closed).toBe(4001);
  }
  socket.close();
  other.socket.close();
});

test('a message too large closes its own connection only', async () => {
  const { socket } = await connect(personToken('eve').token);
  const other = await connect(personToken('ada').token);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.send(JSON.stringify({ method: 'presence_announce', params: { data: 'x'.repeat(300_000) } }));
  await closed;
  expect(await other.call('presence_rollcall', { session: 's' })).toBe(true);
  other.socket.close();
});

test('where others are is told only of documents that may be read', async () => {
  const limited = await startTestLake({
    plugin: { roles: { marketer: { grants: [{ filter: '_type == "offer"', permissions: ['read'] }] } } },
  });
  const whole = lake;
  lake = limited;
  await limited.client().create({ _id: 'drafts.secret', _type: 'note' });
  await limited.client().create({ _id: 'offer', _type: 'offer' });
  const ada = await connect(personToken('ada').token);
  const marketer = await connect(limited.lake.people.createToken('marketer', 'Offers'));
  const place = (documentId: string) => ({ type: 'document', documentId, path: ['title'] });
  const data = { sessionId: 's', locations: [place('secret'), place('offer'), place('nowhere')] };
  await ada.call('presence_announce', { data });
  await until(() => marketer.heard().length === 1);
  expect(marketer.heard()[0]?.m).toEqual({ sessionId: 's', locations: [place('offer')] });
  for (const { socket } of [ada, marketer]) socket.close();
  await limited.stop();
  lake = whole;
});

test('an upgrade of what is no address ends its own connection only', async () => {
  for (const target of ['//', '//@:', 'http://[', '*']) {
    await new Promise<void>((resolve, reject) => {
      const lines = [`GET ${target} HTTP/1.1`, 'host: x', 'connection: Upgrade', 'upgrade: websocket', '', ''];
      const socket = connectSocket(Number(new URL(lake.url).port), '127.0.0.1', () => socket.write(lines.join('\r\n')));
      socket.on('error', reject);
      socket.resume().once('close', () => resolve());
    });
  }
  expect((await fetch(`${lake.url}/healthz`)).status).toBe(200);
});

test('whoever does not say who they are is let go', async () => {
  const socket = new WebSocket(`${lake.url.replace('http', 'ws')}/v2022-06-30/socket/production`);
  const code = await new Promise((resolve) => socket.once('close', resolve));
  expect(code).toBe(4001);
}, 60_000);

test('whoever says too much, or comes with too many connections, is cut off; others are not', async () => {
  const [ada, ben] = [personToken('ada'), personToken('ben')];
  const quiet = await connect(ben.token);
  const loud = await connect(ada.token);
  const closed = new Promise((resolve) => loud.socket.once('close', resolve));
  for (let n = 0; n < 2_000; n += 1)
    loud.socket.send(JSON.stringify({ jsonrpc: '2.0', id: n, method: 'presence_announce' }));
  expect(await closed).toBe(1008);
  expect(await quiet.call('presence_rollcall', { session: 's' })).toBe(true);
});
