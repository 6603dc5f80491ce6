import type { NextApiRequest, NextApiResponse } from 'next';

/** Ends the preview: the editor sees published pages again. */
export default function disable(_request: NextApiRequest, response: NextApiResponse): void {
  response.clearPreviewData();
  response.setHeader('Cache-Control', 'no-store').redirect(307, '/');
}
