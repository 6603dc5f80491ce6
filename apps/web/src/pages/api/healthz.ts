import type { NextApiRequest, NextApiResponse } from 'next';

/** The health check of the site, not of the lake: pages are served without it. */
export default function healthz(_request: NextApiRequest, response: NextApiResponse): void {
  response.setHeader('Cache-Control', 'no-store').status(200).json({ status: 'ok' });
}
