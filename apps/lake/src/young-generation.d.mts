export const youngGeneration: string;
