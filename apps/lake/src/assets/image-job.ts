import { z } from 'zod';
import { metadataPart } from './image-facts.ts';

/** A message to an image process. With paths instead of bytes, which would have to be copied. */
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

/** The result of a job, or an error message; `isOurs` if it is written for clients. */
export const imageAnswer = z.union([
  z.object({ done: z.unknown() }),
  z.object({ failed: z.string(), isOurs: z.boolean().optional() }),
]);
