import type { NextApiRequest, NextApiResponse } from 'next';
import { z } from 'zod';
import { parseMediaPath } from '../../../media/media-url.ts';
import { environment } from '../../../server/environment.ts';
import { mediaStore } from '../../../server/media-store.ts';

const query = z.object({ path: z.array(z.string()) });

/** Images, from this site's own address: no reader ever asks another host. */
export default async function media(request: NextApiRequest, response: NextApiResponse): Promise<void> {
  const variant = parseMediaPath(query.safeParse(request.query).data?.path.join('/') ?? '');
  const answer = variant && (await mediaStore(environment().dataDir).read(variant));
  if (answer === undefined) {
    response.setHeader('Cache-Control', 'no-store').status(404).send('Not found\n');
  } else if (answer === 'unavailable') {
    response.setHeader('Cache-Control', 'no-store').status(503).send('This image is not available right now.\n');
  } else {
    response
      .setHeader('Content-Type', answer.type)
      // The address names the bytes: another crop or another upload has another address.
      .setHeader('Cache-Control', answer.isSubstitute ? 'no-store' : 'public, max-age=31536000, immutable')
      .status(200)
      .send(answer.bytes);
  }
}
