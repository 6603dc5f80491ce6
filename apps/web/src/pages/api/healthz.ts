import type { NextApiRequest, NextApiResponse } from 'next';

/** Whether the site answers. It says nothing about the lake: pages stand without it. */
export default function healthz(_request: NextApiRequest, response: NextApiResponse): void {
  response.setHeader('Cache-Control', 'no-store').status(200).json({ status: 'ok' });
}
