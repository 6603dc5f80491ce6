let ends: (() => void)[] = [];

/**
 * Runs this when all requests that were there as the event loop looked have been handed over, and before it looks
 * again. What is added by what runs then runs last, but still then: it ends the same turn.
 */
export function atEndOfTurn(end: () => void): void {
  if (ends.length === 0) setImmediate(endTurn);
  ends.push(end);
}

function endTurn(): void {
  for (const end of ends) end();
  ends = [];
}
