import { limits } from '../limits.ts';
import { processWide } from '../process-wide.ts';

/** Thrown instead of calling the lake while the circuit is open. */
export class CircuitOpen extends Error {
  constructor() {
    super('The lake did not answer a moment ago and is not asked again yet.');
    this.name = 'CircuitOpen';
  }
}

export type CircuitBreaker = ReturnType<typeof createCircuitBreaker>;

declare module '../process-wide.ts' {
  interface Instances {
    circuitBreaker: CircuitBreaker;
  }
}

/**
 * Keeps a lake that hangs from making every page hang. A failed call opens the circuit for as long as the call took; then
 * one probe goes through, and its result closes or reopens the circuit. So a refused connection, which fails at once,
 * hardly opens it: otherwise a page would stay stale after a restart of the lake.
 *
 * @see https://martinfowler.com/bliki/CircuitBreaker.html
 */
export function createCircuitBreaker({ maxOpenMs, now = Date.now }: { maxOpenMs: number; now?: () => number }) {
  /** 0 while the circuit is closed. */
  let openUntil = 0;
  let isProbing = false;

  function close(): void {
    openUntil = 0;
    isProbing = false;
  }

  return {
    async run<Result>(call: () => Promise<Result>): Promise<Result> {
      const isProbe = openUntil > 0;
      if (isProbe && (isProbing || now() < openUntil)) throw new CircuitOpen();
      isProbing = isProbe;
      const startedAt = now();
      try {
        const result = await call();
        close();
        return result;
      } catch (cause) {
        const failedAt = now();
        if (isOutage(cause)) openUntil = failedAt + Math.min(failedAt - startedAt, maxOpenMs);
        isProbing = false;
        throw cause;
      }
    },

    /** For calls that may take long: they respect an open circuit, but their failures don't open it. */
    async runUncounted<Result>(call: () => Promise<Result>): Promise<Result> {
      if (now() < openUntil) throw new CircuitOpen();
      return call();
    },

    /** For other signs that the lake is up, such as a webhook. */
    close,
  };
}

/** Answers below 500 come from a working lake; a failed connection, a timeout and answers from 500 up don't. */
function isOutage(cause: unknown): boolean {
  const status = typeof cause === 'object' && cause !== null && 'statusCode' in cause ? cause.statusCode : undefined;
  return typeof status !== 'number' || status >= 500;
}

/** The circuit breaker between this process and the lake. */
export function circuitBreaker(): CircuitBreaker {
  return processWide('circuitBreaker', () => createCircuitBreaker({ maxOpenMs: limits.circuitOpen.value }));
}
