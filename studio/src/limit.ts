/** One row of a table of limits. */
export type Limit = { value: number; unit: string; why: string };
