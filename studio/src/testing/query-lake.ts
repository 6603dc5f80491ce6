import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type SanityClient } from '@sanity/client';
import { evaluate, parse } from 'groq-js';
import { z } from 'zod';
import { apiVersion } from '../api-version.ts';

type Document = { _id: string };

/** An HTTP server that answers GROQ queries in the perspective of a release or `published`, and a client for it. */
export async function openQueryLake(documents: Document[]): Promise<{ client: SanityClient; close(): void }> {
  const server = createServer(async (request, response) => {
    const search = new URL(request.url ?? '/', 'http://localhost').searchParams;
    const params = [...search].flatMap(([name, value]) =>
      name.startsWith('$') ? [[name.slice(1), JSON.parse(value)]] : [],
    );
    if (!request.url?.includes('/data/query/')) return response.writeHead(404).end();
    const query = parse(z.string().parse(search.get('query')), { params: Object.fromEntries(params) });
    const dataset = inPerspective(documents, z.string().parse(search.get('perspective')));
    const result = await evaluate(query, { dataset, params: Object.fromEntries(params) });
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

function inPerspective(documents: Document[], perspective: string): Document[] {
  const inRelease = `versions.${perspective}.`;
  const versions = documents.filter(({ _id }) => _id.startsWith(inRelease));
  const shown = versions.map((version) => ({ ...version, _id: version._id.slice(inRelease.length) }));
  const hidden = new Set(shown.map(({ _id }) => _id));
  return [...shown, ...documents.filter(({ _id }) => !_id.includes('.') && !hidden.has(_id))];
}
