import { expect, it } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { secretStream } from '../../../src-main/numeric/secret-stream.ts';

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => i);
const first = (count: number, purpose: string, secret = SECRET): number[] => {
  const stream = secretStream(secret, purpose);
  return Array.from({ length: count }, () => stream.next());
};

it('gives these numbers for this secret, for ever (computed with Python’s hmac and openssl), from one block to the next', () => {
  const sides = first(1026, 'sides');
  expect(sides.slice(0, 5)).toEqual([-1692211450, -663084037, -761089925, 627822831, 1979723047]);
  expect(sides.slice(1022)).toEqual([-968103931, -1294844116, 622989466, -1378151766]);
  const dither = first(1026, 'dither trial upper');
  expect(dither.slice(0, 5)).toEqual([1773583370, -813134625, -1174894685, 1118829135, 875765966]);
  expect(dither.slice(1022)).toEqual([-463368714, 274499134, 1439053909, -471586603]);
});

it('has nothing in common for two purposes, or for two secrets that differ in one bit', () => {
  const neighbour = Uint8Array.from(SECRET, (byte, i) => (i === 31 ? byte ^ 1 : byte));
  const known = new Set(first(1000, 'sides'));
  expect(first(1000, 'order').filter((word) => known.has(word))).toEqual([]);
  expect(first(1000, 'sides', neighbour).filter((word) => known.has(word))).toEqual([]);
});

it('goes on where it was when it is cloned, in the middle of a block', () => {
  const stream = secretStream(SECRET, 'sides');
  for (let i = 0; i < 3; i++) stream.next();
  const copy = stream.clone();
  expect([copy.next(), copy.next()]).toEqual(first(5, 'sides').slice(3));
  expect(stream.next()).toBe(first(4, 'sides')[3]);
});

it('draws whole numbers each as often as any other', () => {
  const stream = secretStream(SECRET, 'order');
  const counts = new Array<number>(3).fill(0);
  for (let i = 0; i < 30_000; i++) counts[integer(stream, 0, 2)]! += 1;
  // Binomial(30,000, 1/3) has a standard deviation of 82.
  for (const each of counts) expect(Math.abs(each - 10_000)).toBeLessThan(4 * 82);
});
