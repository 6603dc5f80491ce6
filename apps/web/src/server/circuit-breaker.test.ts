/** @jest-environment node */
import { expect, jest, test } from '@jest/globals';
import { CircuitOpen, createCircuitBreaker } from './circuit-breaker.ts';

function aBreaker() {
  const clock = { now: 1_000 };
  /** A call that fails after 100 ms. */
  const down = () => {
    clock.now += 100;
    return Promise.reject(new Error('ECONNREFUSED'));
  };
  return { clock, down, breaker: createCircuitBreaker({ maxOpenMs: 1_000, now: () => clock.now }) };
}

const up = () => Promise.resolve('an answer');

test('a failed call opens the circuit for as long as it took', async () => {
  const { breaker, clock, down } = aBreaker();
  await expect(breaker.run(down)).rejects.toThrow('ECONNREFUSED');
  const call = jest.fn(up);
  await expect(breaker.run(call)).rejects.toBeInstanceOf(CircuitOpen);
  expect(call).not.toHaveBeenCalled();
  clock.now += 100;
  await expect(breaker.run(call)).resolves.toBe('an answer');
  await expect(breaker.run(call)).resolves.toBe('an answer');
});

test('one probe goes through, while other calls fail at once', async () => {
  const { breaker, clock, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  clock.now += 100;
  let answer: (value: string) => void = () => undefined;
  const first = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
  await expect(breaker.run(up)).rejects.toBeInstanceOf(CircuitOpen);
  answer('back');
  await expect(first).resolves.toBe('back');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('a failed probe reopens the circuit', async () => {
  const { breaker, clock, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  clock.now += 100;
  await expect(breaker.run(down)).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).rejects.toBeInstanceOf(CircuitOpen);
});

test('a call that fails at once does not open the circuit', async () => {
  const { breaker } = aBreaker();
  await expect(breaker.run(() => Promise.reject(new Error('ECONNREFUSED')))).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('the circuit stays open for a limited time, however long the call took', async () => {
  const { breaker, clock } = aBreaker();
  const dripping = () => {
    clock.now += 60_000;
    return Promise.reject(new Error('too late'));
  };
  await breaker.run(dripping).catch(() => undefined);
  clock.now += 1_000;
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('an answer with status 400 does not open the circuit', async () => {
  const { breaker } = aBreaker();
  const refused = () => Promise.reject(Object.assign(new Error('Bad query'), { statusCode: 400 }));
  await expect(breaker.run(refused)).rejects.toThrow('Bad query');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('an uncounted call respects an open circuit, and does not open it', async () => {
  const { breaker, clock, down } = aBreaker();
  await expect(breaker.runUncounted(down)).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).resolves.toBe('an answer');
  await breaker.run(down).catch(() => undefined);
  const call = jest.fn(up);
  await expect(breaker.runUncounted(call)).rejects.toBeInstanceOf(CircuitOpen);
  expect(call).not.toHaveBeenCalled();
  clock.now += 100;
  await expect(breaker.runUncounted(call)).resolves.toBe('an answer');
});

test('closing the circuit lets the next call through', async () => {
  const { breaker, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  breaker.close();
  await expect(breaker.run(up)).resolves.toBe('an answer');
});
