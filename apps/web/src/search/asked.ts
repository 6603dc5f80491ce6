import { z } from 'zod';
import { limits } from '../limits.ts';

const longestQuery = limits.question.value;
const query = z.object({
  q: z
    .string()
    .catch('')
    .transform((text) => text.slice(0, longestQuery).trim()),
  page: z
    .string()
    .regex(/^[1-9]\d{0,5}$/)
    .transform(Number)
    .catch(1),
});

/** What the query of the search page's address asks for. Where it makes no sense: no words, and the first page. */
export function askedIn(address: unknown): { text: string; page: number } {
  const { q: text, page } = query.parse(address);
  return { text, page };
}
