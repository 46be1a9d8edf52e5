import { describe, expect, it } from 'vitest';
import { attack as hopskipjump } from '../../../src-main/attacks/methods/hopskipjump.ts';
import { attack as rays } from '../../../src-main/attacks/methods/rays.ts';
import { quantise } from '../../../src-main/attacks/objective/quantise.ts';
import type { BlackBox } from '../../../src-main/attacks/objective/black-box.ts';
import { averagedKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { hopskipjump as hopskipjumpDescriptor } from '../../../src-shared/attacks/hopskipjump.ts';
import { rays as raysDescriptor } from '../../../src-shared/attacks/rays.ts';

const SAMPLES = 64;
const raysOptions = (input: object) => raysDescriptor.schema.parse({ method: 'rays', labelQueries: 1500, ...input });
const hopOptions = (input: object) =>
  hopskipjumpDescriptor.schema.parse({ method: 'hopskipjump', labelQueries: 4000, ...input });

/** Class 1 where the first quarter of the record is above the second by 10 on average; nothing of the logits but the label. */
const labels: BlackBox = (signals) =>
  Promise.resolve(signals.map((x) => (rise(x) > 10 ? Float32Array.of(0, 1) : Float32Array.of(1, 0))));
const rise = (x: ArrayLike<number>): number =>
  Array.from(x).reduce((sum, value, i) => sum + (i < 16 ? value : i < 32 ? -value : 0) / 16, 0);
const flat = (value = 0): Float32Array => new Float32Array(SAMPLES).fill(value);
const isFooled = (x: Float32Array, options: Parameters<typeof quantise>[2]): boolean =>
  rise(quantise(Int16Array.from(flat()), x, options)) > 10;
const largest = (x: ArrayLike<number>): number => Math.max(...Array.from(x, Math.abs));

describe.each([
  // 5 up in one quarter and down in the other are the least; the last quarters do not matter.
  ['rays', 'linf', 6, 4, 200],
  ['hopskipjump', 'linf', 7, 4, 3000],
  // In L2, 10 of rise cost 10·16/√32 = 28.3.
  ['hopskipjump', 'l2', 32, 28, 3000],
] as const)('%s in %s, by labels alone', (method, norm, enough, tooLittle, most) => {
  const search = (epsilonUnits: number, input: object = {}, batch = { x: [flat()], labels: [0] }) =>
    method === 'rays'
      ? rays.search(labels, batch, raysOptions({ epsilonUnits, ...input }))
      : hopskipjump.search(labels, batch, hopOptions({ epsilonUnits, norm, ...input }));

  it('finds what is little larger than the least, stops there, and holds what is left within the budget', async () => {
    const found = await search(enough);
    expect(isFooled(found.adversarial[0]!, { epsilonUnits: enough, norm })).toBe(true);
    expect(found.queries[0]).toBeLessThan(most);

    const short = await search(tooLittle, { labelQueries: 700 });
    expect(short.queries).toEqual([700]);
    expect(isFooled(short.adversarial[0]!, { epsilonUnits: tooLittle, norm })).toBe(false);
    const size = norm === 'l2' ? Math.hypot(...short.adversarial[0]!) : largest(short.adversarial[0]!);
    expect(size).toBeLessThanOrEqual(tooLittle * (1 + 1e-5));
    expect(size).toBeGreaterThan(0.9 * tooLittle);
  });

  it('asks the same of a record whatever it is attacked with, once where it is fooled already', async () => {
    const alone = await search(enough, { labelQueries: 300 });
    const beyond = flat().fill(20, 0, 16);
    const both = { x: [beyond, flat()], labels: [0, 0] };
    const together = await search(enough, { labelQueries: 300 }, both);
    expect(together.queries).toEqual([1, ...alone.queries]);
    expect(together.adversarial).toEqual([beyond, alone.adversarial[0]]);
  });

  it('keeps to the smooth subspace, and leaves padding alone', async () => {
    const valid = { start: 0, end: 48 };
    const batch = { x: [flat()], valid: [valid], labels: [0] };
    const { adversarial } = await search(4 * enough, { subspace: 'smooth', labelQueries: 600 }, batch);
    const delta = adversarial[0]!;
    expect(largest(delta.slice(valid.end))).toBe(0);
    const jumps = delta.slice(1, valid.end).map((value, i) => value - delta[i]!);
    expect(largest(jumps)).toBeLessThanOrEqual(8 * enough * Math.max(...averagedKernel('cross25')) + 1e-3);
  });
});
