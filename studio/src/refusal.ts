import { z } from 'zod';

/** What the lake answers when its gate refuses, as the client's errors carry it. */
const refused = z.object({
  response: z.object({
    body: z.object({
      error: z.object({
        type: z.literal('publishRefusedError'),
        issues: z.array(z.object({ message: z.string(), severity: z.string() })),
      }),
    }),
  }),
});

/** The sentences with which the lake refused to publish; none when the error is something else. */
export function refusalOf(error: unknown): string[] {
  const issues = refused.safeParse(error).data?.response.body.error.issues ?? [];
  return [...new Set(issues.filter(({ severity }) => severity === 'blocks').map(({ message }) => message))];
}
