import { z } from 'zod';

/** The lake's error when its publish gate refuses, as it is in a `ClientError`. */
const refusalError = z.object({
  response: z.object({
    body: z.object({
      error: z.object({
        type: z.literal('publishRefusedError'),
        issues: z.array(z.object({ message: z.string(), severity: z.string() })),
      }),
    }),
  }),
});

/** The messages of the issues that block publication, each once; empty for any other error. */
export function refusalReasons(error: unknown): string[] {
  const issues = refusalError.safeParse(error).data?.response.body.error.issues ?? [];
  return [...new Set(issues.filter(({ severity }) => severity === 'blocks').map(({ message }) => message))];
}
