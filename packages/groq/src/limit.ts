/** A limit: its value, its unit, and the reason for it. */
export type Limit = { value: number; unit: string; why: string };
