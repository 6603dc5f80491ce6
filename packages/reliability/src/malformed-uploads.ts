import { connect } from 'node:net';

const timeoutMs = 1_500;

/** Sends uploads whose headers contradict their bodies; returns those answered with a 5xx. */
export async function malformedUploads(url: string, token: string): Promise<string[]> {
  const head = (path: string, ...lines: string[]): string =>
    [`POST ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, ...lines, '', ''].join('\r\n');
  const images = '/v1/assets/images/production';
  const files = '/v1/assets/files/production';
  const requests: Record<string, string> = {
    'longer than it is': `${head(files, 'content-length: 100000')}only this`,
    'shorter than it is': `${head(files, 'content-length: 4')}more than this`,
    'of a length below zero': `${head(files, 'content-length: -5')}this`,
    'of no length that is a number': `${head(files, 'content-length: many')}this`,
    'of two lengths': `${head(files, 'content-length: 4', 'content-length: 9')}this is it`,
    'of a length and in chunks': `${head(files, 'content-length: 4', 'transfer-encoding: chunked')}4\r\nthis\r\n0\r\n\r\n`,
    'in chunks that lie': `${head(images, 'transfer-encoding: chunked')}ffffffff\r\nonly this`,
    'in chunks without an end': `${head(files, 'transfer-encoding: chunked')}4\r\nthis\r\n`,
    'larger than anything': `${head(files, 'content-length: 99999999999999')}this`,
    'without a body': head(images),
    'with NUL in its name': `${head(`${files}?filename=a%00.html`, 'content-length: 4')}this`,
    'with a name that is no text': `${head(`${files}?filename=%ff%fe%80`, 'content-length: 4')}this`,
    'with two names': `${head(`${files}?filename=a.png&filename=b.html`, 'content-length: 4')}this`,
    'packed, as it says': `${head(files, 'content-encoding: gzip', 'content-length: 4')}this`,
    'to a dataset that is a path': `${head('/v1/assets/files/..%2f..%2fx', 'content-length: 4')}this`,
  };
  const answers = Object.entries(requests).map(async ([name, request]) => {
    const answer = await exchange(url, request);
    return /^HTTP\/1\.1 5/.test(answer) ? [`an upload ${name}: ${answer.slice(0, 40)}`] : [];
  });
  return (await Promise.all(answers)).flat();
}

/** Sends the request; returns what arrives until the connection closes or the timeout. */
function exchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname, () =>
      socket.write(request),
    );
    const end = (): void => {
      socket.destroy();
      resolve(answer);
    };
    const timeout = setTimeout(end, timeoutMs);
    socket.on('data', (chunk) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearTimeout(timeout);
      resolve(answer);
    });
  });
}
