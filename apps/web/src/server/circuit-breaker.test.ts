/** @jest-environment node */
import { expect, jest, test } from '@jest/globals';
import { CircuitBreaker, LakeIsResting } from './circuit-breaker.ts';

function aBreaker() {
  const clock = { now: 1_000 };
  /** A lake that has somebody wait before it fails. */
  const down = () => {
    clock.now += 100;
    return Promise.reject(new Error('ECONNREFUSED'));
  };
  return { clock, down, breaker: new CircuitBreaker({ mostRestMs: 1_000, now: () => clock.now }) };
}

const up = () => Promise.resolve('an answer');

test('after a failure nobody waits for the lake until it has rested', async () => {
  const { breaker, clock, down } = aBreaker();
  await expect(breaker.run(down)).rejects.toThrow('ECONNREFUSED');
  const ask = jest.fn(up);
  await expect(breaker.run(ask)).rejects.toBeInstanceOf(LakeIsResting);
  expect(ask).not.toHaveBeenCalled();
  clock.now += 100;
  await expect(breaker.run(ask)).resolves.toBe('an answer');
  await expect(breaker.run(ask)).resolves.toBe('an answer');
});

test('one finds out for all whether it is back, and the others don’t wait', async () => {
  const { breaker, clock, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  clock.now += 100;
  let answer: (value: string) => void = () => undefined;
  const first = breaker.run(() => new Promise<string>((resolve) => (answer = resolve)));
  await expect(breaker.run(up)).rejects.toBeInstanceOf(LakeIsResting);
  answer('back');
  await expect(first).resolves.toBe('back');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('a lake that is still down rests once more', async () => {
  const { breaker, clock, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  clock.now += 100;
  await expect(breaker.run(down)).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).rejects.toBeInstanceOf(LakeIsResting);
});

test('a lake that refuses at once has nobody wait, and is asked again at once', async () => {
  const { breaker } = aBreaker();
  await expect(breaker.run(() => Promise.reject(new Error('ECONNREFUSED')))).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('however long it had somebody wait, a lake does not rest for ever', async () => {
  const { breaker, clock } = aBreaker();
  const dripping = () => {
    clock.now += 60_000;
    return Promise.reject(new Error('too late'));
  };
  await breaker.run(dripping).catch(() => undefined);
  clock.now += 1_000;
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('a question that the lake refuses is no outage', async () => {
  const { breaker } = aBreaker();
  const refused = () => Promise.reject(Object.assign(new Error('Bad query'), { statusCode: 400 }));
  await expect(breaker.run(refused)).rejects.toThrow('Bad query');
  await expect(breaker.run(up)).resolves.toBe('an answer');
});

test('long work leaves a lake alone that rests, and does not make it rest', async () => {
  const { breaker, clock, down } = aBreaker();
  await expect(breaker.unlessResting(down)).rejects.toThrow('ECONNREFUSED');
  await expect(breaker.run(up)).resolves.toBe('an answer');
  await breaker.run(down).catch(() => undefined);
  const ask = jest.fn(up);
  await expect(breaker.unlessResting(ask)).rejects.toBeInstanceOf(LakeIsResting);
  expect(ask).not.toHaveBeenCalled();
  clock.now += 100;
  await expect(breaker.unlessResting(ask)).resolves.toBe('an answer');
});

test('a webhook tells that the lake is there: it is asked at once', async () => {
  const { breaker, down } = aBreaker();
  await breaker.run(down).catch(() => undefined);
  breaker.close();
  await expect(breaker.run(up)).resolves.toBe('an answer');
});
