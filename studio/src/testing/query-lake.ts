import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type SanityClient } from '@sanity/client';
import { evaluate, parse } from 'groq-js';
import { z } from 'zod';
import { apiVersion } from '../api-version.ts';

/** A lake that answers queries over the given documents, with a client of it. */
export async function openQueryLake(documents: unknown[]): Promise<{ client: SanityClient; close(): void }> {
  const server = createServer(async (request, response) => {
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const params = [...asked].flatMap(([name, value]) =>
      name.startsWith('$') ? [[name.slice(1), JSON.parse(value)]] : [],
    );
    if (!request.url?.includes('/data/query/')) return response.writeHead(404).end();
    const query = parse(z.string().parse(asked.get('query')), { params: Object.fromEntries(params) });
    const result = await evaluate(query, { dataset: documents, params: Object.fromEntries(params) });
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ result: await result.get() }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient({
    projectId: 'bodytext',
    dataset: 'production',
    apiHost: `http://127.0.0.1:${port}`,
    apiVersion,
    useCdn: false,
    useProjectHostname: false,
  });
  return {
    client,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
