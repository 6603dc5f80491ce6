/** An entry of a `limits.ts`: the limit, its unit, and the reason for it. */
export type Limit = { value: number; unit: string; why: string };
