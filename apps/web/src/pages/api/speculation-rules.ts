import type { NextApiRequest, NextApiResponse } from 'next';

/**
 * Makes browsers prerender a page when the pointer is over its link. Not for searches, which are costly, nor for URLs that
 * are not pages.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Speculation-Rules
 */
const rules = {
  prerender: [
    {
      where: {
        and: [
          { href_matches: '/*' },
          ...['/search*', '/api/*', '/media/*', '/*.md', '/*feed.*', '/*.txt', '/*.xml'].map((pattern) => ({
            not: { href_matches: pattern },
          })),
        ],
      },
      eagerness: 'moderate',
    },
  ],
};

export default function speculationRules(_request: NextApiRequest, response: NextApiResponse): void {
  response.setHeader('Content-Type', 'application/speculationrules+json').status(200).send(JSON.stringify(rules));
}
