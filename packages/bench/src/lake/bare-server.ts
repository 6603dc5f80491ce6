import { createServer } from 'node:http';

/* A bare server that answers every request with the same bytes: what node:http itself costs. */

const body = Buffer.from(process.argv[2] ?? '', 'base64');
const headers = { 'content-type': 'application/json', 'content-length': body.length };

const server = createServer((_, outgoing) => outgoing.writeHead(200, headers).end(body));
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(`The server listens at ${typeof address === 'object' ? address?.port : ''}`);
});
