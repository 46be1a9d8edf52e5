import { expect, it } from 'vitest';
import { between, streamGenerator } from '../../src-main/numeric/random.ts';
import { stepsPerMv } from '../../src-main/study/presentation/display-grid.ts';
import { presentPair } from '../../src-main/study/presentation/present-pair.ts';
import { draw, traceRow } from './ecg-drawing.ts';

const noise = streamGenerator(1, 9);

/** Waves of half a millivolt with as much noise as a handheld recorder has, ADC units at 300 Hz. */
const WAVES = Array.from({ length: 3000 }, (_, t) => Math.round(250 * Math.sin(t / 60) + between(noise, -8, 8)));

it.each([5, 10, 20])('a tracing as sent looks like the stored one at %s mm/mV', async (gainMmPerMv) => {
  const grid = stepsPerMv(gainMmPerMv);
  const [sent] = presentPair({ tracings: [WAVES, WAVES], unitsPerMv: 1000, stepsPerMv: grid }, [
    streamGenerator(2, 1),
    streamGenerator(2, 2),
  ]);
  const shared = { samplingHz: 300, gainMmPerMv };
  const stored = await draw(WAVES, shared);
  const columns = Array.from({ length: 400 }, (_, i) => stored.start + 20 + i);
  const rows = columns.map((x) => traceRow(stored, x));
  const seen = await draw(sent, { ...shared, unitsPerMv: grid });
  const moved = columns.map((x, i) => traceRow(seen, x) - rows[i]!);
  // Of single columns less than one and a half pixels, half of one being the shift of the whole; on average half.
  expect(Math.max(...moved.map(Math.abs))).toBeLessThan(1.5);
  expect(moved.reduce((sum, by) => sum + Math.abs(by), 0) / moved.length).toBeLessThan(0.6);
});
