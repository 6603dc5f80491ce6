/** A limit, as a room's `limits.ts` lists them: how much of what may be, and why not more. */
export type Limit = { value: number; unit: string; why: string };
