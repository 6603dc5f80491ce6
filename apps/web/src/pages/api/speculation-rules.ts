import type { NextApiRequest, NextApiResponse } from 'next';

/**
 * Lets browsers that know it draw the page behind a link while the reader's finger or pointer is still on it.
 * Not for search, which would be asked for nothing, nor for anything that is no page.
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
