import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';

/** The built `src/browser/instant-search.ts`. */
export default async function instantSearch(_request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const text = await readFile(join(process.cwd(), 'dist', 'instant-search.js'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    response.setHeader('Cache-Control', 'no-store').status(404).send('Not found\n');
    return;
  }
  response.setHeader('Content-Type', 'text/javascript; charset=utf-8').status(200).send(text);
}
