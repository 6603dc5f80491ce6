import type { NextApiRequest, NextApiResponse } from 'next';

/** Back to what readers see. */
export default function disable(_request: NextApiRequest, response: NextApiResponse): void {
  response.clearPreviewData();
  response.setHeader('Cache-Control', 'no-store').redirect(307, '/');
}
