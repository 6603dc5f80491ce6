import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { isPreview } from '../../../server/preview-data.ts';

const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' } as const;
const query = z.object({ extension: z.enum(['js', 'css']) });

/** The built `src/browser/preview.ts` and its styles, for drafts; 404 for readers. */
export default async function previewModule(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  response.setHeader('Cache-Control', 'private, no-cache');
  const parsed = query.safeParse(request.query);
  if (!parsed.success || !isPreview(request.previewData)) {
    response.status(404).send('Not found\n');
    return;
  }
  const { extension } = parsed.data;
  const file = await readFile(join(process.cwd(), 'dist', `preview.${extension}`), 'utf8');
  response.setHeader('Content-Type', types[extension]).status(200).send(file);
}
