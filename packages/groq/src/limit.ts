/** A limit of this package: its value, what it counts, and why it is what it is. */
export type Limit = { value: number; unit: string; why: string };
