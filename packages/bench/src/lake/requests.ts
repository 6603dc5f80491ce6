import { connect } from 'node:net';

const connections = 16;

/** Responses per second over 16 keep-alive connections, each with one request at a time. */
export async function requestsPerSecond(url: URL, header: string, paths: string[], forMs = 2_000): Promise<number> {
  // Built before the clock starts: for thousands of requests it takes a tenth of a round.
  const requests = paths.map((path) => Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\n${header}\r\n\r\n`));
  const end = performance.now() + forMs;
  const counts = await Promise.all(
    Array.from({ length: connections }, (_, first) => requestRepeatedly(url, requests, first, end)),
  );
  return (counts.reduce((sum, count) => sum + count, 0) / forMs) * 1000;
}

/** A minimal client on a raw socket, so that the server is measured and not the client. */
function requestRepeatedly(url: URL, requests: Buffer[], first: number, end: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let answered = 0;
    let answer: Answer | undefined;
    const socket = connect(Number(url.port), '127.0.0.1');
    const send = () => socket.write(requests[(first * 997 + answered) % requests.length] ?? '');
    socket.on('connect', send);
    socket.on('error', reject);
    socket.on('data', (data: Buffer) => {
      answer = answer === undefined ? beginningOf(data) : continued(answer, data);
      if (!isWhole(answer)) return;
      answer = undefined;
      answered++;
      if (performance.now() < end) send();
      else socket.end(() => resolve(answered));
    });
  });
}

/** The bytes still missing by `Content-Length`, or for a chunked response the last bytes received. */
type Answer = { missing: number } | { end: string };

const endOfChunks = '\r\n0\r\n\r\n';

function beginningOf(data: Buffer): Answer {
  const head = data.indexOf('\r\n\r\n');
  const text = data.toString('latin1', 0, head);
  if (!text.startsWith('HTTP/1.1 200')) throw new Error(`The server answered: ${data.toString('utf8')}`);
  if (/transfer-encoding: chunked/i.test(text)) return continued({ end: '' }, data);
  return { missing: head + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0) - data.length };
}

function continued(answer: Answer, data: Buffer): Answer {
  if ('missing' in answer) return { missing: answer.missing - data.length };
  const last = data.toString('latin1', Math.max(0, data.length - endOfChunks.length));
  return { end: (answer.end + last).slice(-endOfChunks.length) };
}

function isWhole(answer: Answer): boolean {
  return 'missing' in answer ? answer.missing <= 0 : answer.end === endOfChunks;
}
