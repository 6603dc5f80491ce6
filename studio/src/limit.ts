/** A limit as it stands in the table of its room. */
export type Limit = { value: number; unit: string; why: string };
