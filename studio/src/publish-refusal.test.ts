import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { createClient } from '@sanity/client';
import { refusalReasons } from './publish-refusal.ts';

/** The error that `@sanity/client` throws for a response with this status and body. */
async function errorFrom(status: number, body: unknown): Promise<unknown> {
  const lake = createServer((_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => lake.listen(0, '127.0.0.1', resolve));
  const { port } = lake.address() as AddressInfo;
  const client = createClient({
    projectId: 'bodytext',
    dataset: 'production',
    apiHost: `http://127.0.0.1:${port}`,
    apiVersion: '2025-02-19',
    useCdn: false,
    useProjectHostname: false,
  });
  const publish = { actionType: 'sanity.action.document.publish', draftId: 'drafts.a', publishedId: 'a' } as const;
  try {
    return await client.action(publish).catch((error: unknown) => error);
  } finally {
    lake.close();
    lake.closeAllConnections();
  }
}

it('returns each blocking message once, and no advice', async () => {
  const issue = (message: string, severity: string) => ({ id: 'a', path: [], code: 'c', message, severity });
  const error = await errorFrom(400, {
    error: {
      type: 'publishRefusedError',
      description: 'It can’t be published yet.',
      issues: [
        issue('Write a headline.', 'blocks'),
        issue('Describe the image.', 'blocks'),
        issue('Describe the image.', 'blocks'),
        issue('Add an image.', 'advises'),
      ],
    },
  });
  expect(refusalReasons(error)).toEqual(['Write a headline.', 'Describe the image.']);
});

it('returns nothing for any other error', async () => {
  expect(refusalReasons(await errorFrom(409, { error: { type: 'mutationError', description: 'Conflict' } }))).toEqual(
    [],
  );
  expect(refusalReasons(new Error('offline'))).toEqual([]);
});
