import { z } from 'zod';
import { metadataPart } from './image-facts.ts';

/** What the lake asks of the process that works on images. It gives paths, since bytes would have to be copied. */
export type ImageJob =
  | { kind: 'describe'; from: string; parts: z.output<typeof metadataPart>[] }
  | { kind: 'clean'; from: string; to: string; extension: string }
  | { kind: 'render'; from: string; to: string; query: Record<string, string>; format: string };

export const imageJob = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('describe'), from: z.string(), parts: z.array(metadataPart) }),
  z.object({ kind: z.literal('clean'), from: z.string(), to: z.string(), extension: z.string() }),
  z.object({
    kind: z.literal('render'),
    from: z.string(),
    to: z.string(),
    query: z.record(z.string(), z.string()),
    format: z.enum(['jpeg', 'png', 'webp', 'avif', 'gif']),
  }),
]);

/** What came of a job: a value, or a sentence on what is wrong with the image or with what was asked of it. */
export const imageAnswer = z.union([
  z.object({ done: z.unknown() }),
  z.object({ failed: z.string(), isOurs: z.boolean().optional() }),
]);
export type ImageAnswer = z.output<typeof imageAnswer>;
