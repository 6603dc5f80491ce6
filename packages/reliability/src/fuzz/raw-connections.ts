import { connect } from 'node:net';
import type { Random } from '../random.ts';
import { hostileTexts } from './hostile-texts.ts';

const timeoutMs = 200;
const upgrade = ['connection: Upgrade', 'upgrade: websocket', 'sec-websocket-version: 13'];
const key = 'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==';

/** Bytes that no HTTP client sends: malformed request heads, invalid upgrades, invalid WebSocket frames. */
const heads: ((random: Random) => string | Buffer)[] = [
  () => head('GET //', ...upgrade, key),
  () => head('GET //@:', ...upgrade, key),
  () => head('GET http://[', ...upgrade, key),
  () => head('GET *', ...upgrade, key),
  () => head('GET /v1/socket/production', ...upgrade),
  () => head('GET /v1/socket/production', ...upgrade, 'sec-websocket-key: x'),
  () => head('POST /v1/socket/production', ...upgrade, key),
  () => head('GET /v1/socket/production', 'connection: Upgrade', 'upgrade: h2c'),
  () => head('GET //'),
  () => head('GET http://['),
  () => head('GET http://a:99999/'),
  () => head('GET *'),
  () => head('OPTIONS *'),
  () => head('CONNECT a:1'),
  () => head('GET /%'),
  () => head('GET /v1/data/query/production?query=\u0000'),
  () => head('GET /', 'host: ['),
  () => head('GET /', 'host: a b', 'host: c'),
  () => head('GET /v1/users/me', `authorization: ${'x'.repeat(70_000)}`),
  () => head('GET /v1/users/me', 'authorization: Bearer \u00e9\u00ff'),
  () => head('POST /v1/data/query/production', 'content-length: 10', 'transfer-encoding: chunked'),
  () => `${head('POST /v1/data/query/production', 'transfer-encoding: chunked')}ZZ\r\n`,
  () => `${head('POST /v1/data/query/production', 'transfer-encoding: chunked')}ffffffffffffffff\r\na`,
  () => `${head('POST /v1/data/mutate/production', 'content-length: 1000')}{"muta`,
  () => `${head('POST /sign-in', 'content-length: 1000')}email=`,
  () => head('POST /v1/data/query/production', 'content-length: 10', 'expect: 100-continue'),
  () => head('POST /v1/data/query/production', 'expect: the worst'),
  () => `${head('GET /v1/ping')}${head('GET /v1/ping')}`.repeat(50),
  (random) => Buffer.from(random.upTo(300, () => random.below(256))),
  (random) => `GET /${random.oneOf(hostileTexts)} HTTP/1.1\r\n\r\n`,
  (random) => Buffer.concat([Buffer.from(head('GET /v1/socket/production', ...upgrade, key)), frame(random)]),
];

/** Opens a TCP connection, sends malformed bytes, and closes or resets it. */
export function breakConnection(url: string, random: Random): Promise<void> {
  const bytes = random.oneOf(heads)(random);
  const isAbrupt = random.chance(0.3);
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write(bytes));
    const end = (): void => {
      if (isAbrupt) socket.resetAndDestroy();
      else socket.destroy();
    };
    const timeout = setTimeout(end, timeoutMs);
    socket.on('data', end);
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timeout);
      resolve();
    });
  });
}

function head(line: string, ...lines: string[]): string {
  return [
    `${line} HTTP/1.1`,
    ...(lines.some((one) => one.startsWith('host:')) ? [] : ['host: x']),
    ...lines,
    '',
    '',
  ].join('\r\n');
}

/** A WebSocket frame with a random header. */
function frame(random: Random): Buffer {
  return Buffer.from([random.below(256), random.below(256), ...random.upTo(200, () => random.below(256))]);
}
