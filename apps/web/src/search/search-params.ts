import { z } from 'zod';
import { limits } from '../limits.ts';

const params = z.object({
  q: z
    .string()
    .catch('')
    .transform((text) => text.slice(0, limits.query.value).trim()),
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .catch(1),
});

/** The URL parameters of the search page. Invalid ones count as an empty text, and page 1. */
export function parseSearchParams(query: unknown): { text: string; page: number } {
  const { q: text, page } = params.parse(query);
  return { text, page };
}
