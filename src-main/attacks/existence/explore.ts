import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { signalsAtOnce } from '../../numeric/batching.ts';
import type { RandomGenerator } from '../../numeric/random.ts';
import { quantise } from '../objective/quantise.ts';
import { randomDirection } from '../outcome/random-direction.ts';
import { recordRandom } from '../../numeric/record-random.ts';
import { bandOf, drawInBand, widen, type Band } from './band.ts';
import { drawCrossings } from './crossings.ts';
import { drawInBandHan2020, drawSplices } from './han2020.ts';
import type { Neighbourhood } from './neighbourhood.ts';
import { drawNoise } from './noise.ts';

/** The classes that the model gives these signals, as stored; ADC units. */
export type Classify = (signals: readonly Int16Array[]) => Promise<ClassIndex[]>;

export interface ExploreOptions {
  /** New signals of each procedure. */
  draws: number;
  sigmaUnits: number;
  /** Also do concatenation and band as the public scripts do. */
  han2020: boolean;
  seed: number;
}

/** How many of the new signals count, and how many of as many random directions of their sizes and spectra. */
export interface Counts {
  made: number;
  kept: number;
  controlKept: number;
}

export interface Exploration {
  noise: Counts;
  crossings: Counts;
  band: Counts;
  han2020: { crossings: Counts & { unaltered: number }; band: Counts } | null;
  /** The band that the kept signals of the noise span; null if none was kept. */
  span: Band | null;
}

/** Each procedure draws from its own generator, so that its draws do not affect another's. */
const PURPOSES = { noise: 11, crossings: 12, band: 13, splices: 14, bandHan2020: 15 } as const;
const CONTROL = 100;
/** Kept signals that may be crossed: 36 MB of records of 60 s. */
const CROSSED = 1000;

/**
 * Whether the neighbourhood of one adversarial example is adversarial too (docs/methods.md, existence): by noise around it, by crossings
 * of the new examples that the noise gave, and by random signals within the band that they span; beside each new signal
 * x″ the control, a random direction of the size and spectrum of x″ − x around x. Ours count while the class is the
 * adversarial one, those of the public scripts while it is not the label. Everything is judged as it would be stored.
 * What is drawn depends on the seed and on x only. `onSignals` hears of every signal that was classified.
 */
export async function explore(
  classify: Classify,
  near: Neighbourhood,
  { label, adversarialClass }: { label: ClassIndex; adversarialClass: ClassIndex },
  options: ExploreOptions,
  onSignals: (count: number) => void = () => undefined,
): Promise<Exploration> {
  const { original, epsilonUnits } = near;
  const { draws, sigmaUnits, seed } = options;
  const x = Float32Array.from(original);
  const randomFor = (purpose: number): RandomGenerator => recordRandom(seed, x, purpose);
  const isAdversarial = (found: ClassIndex): boolean => found === adversarialClass;
  const isWrong = (found: ClassIndex): boolean => found !== label;

  const control = (signal: Int16Array, random: RandomGenerator): Int16Array => {
    const delta = x.map((value, i) => signal[i]! - value);
    return quantise(original, add(x, randomDirection(delta, epsilonUnits, random)), { epsilonUnits });
  };
  const count = async (
    purpose: number,
    signals: Iterable<Int16Array>,
    counts: (found: ClassIndex) => boolean,
    onKept: (signal: Int16Array) => void = () => undefined,
  ): Promise<Counts> => {
    const random = randomFor(CONTROL + purpose);
    const total: Counts = { made: 0, kept: 0, controlKept: 0 };
    for (const batch of batches(signals, draws, signalsAtOnce(original.length))) {
      const found = await classify(batch);
      onSignals(batch.length);
      const ofControl = await classify(batch.map((signal) => control(signal, random)));
      onSignals(batch.length);
      const kept = batch.filter((_, i) => counts(found[i]!));
      kept.forEach(onKept);
      total.made += batch.length;
      total.kept += kept.length;
      total.controlKept += ofControl.filter(counts).length;
    }
    return total;
  };
  const none: Counts = { made: 0, kept: 0, controlKept: 0 };

  const pool: Int16Array[] = [];
  let span: Band | null = null;
  const onKept = (signal: Int16Array): void => {
    if (pool.length < CROSSED) pool.push(signal);
    if (span) widen(span, signal);
    else span = bandOf(signal);
  };
  const { noise: noisePurpose, crossings: crossingsPurpose, band: bandPurpose, splices, bandHan2020 } = PURPOSES;
  const noise = await count(
    noisePurpose,
    endless((random) => drawNoise(near, sigmaUnits, random), randomFor(noisePurpose)),
    isAdversarial,
    onKept,
  );
  const crossings = await count(crossingsPurpose, drawCrossings(pool, randomFor(crossingsPurpose)), isAdversarial);
  const within = span as Band | null;
  if (within === null) return { noise, crossings, band: none, han2020: null, span: null };
  const band = await count(
    bandPurpose,
    endless((random) => drawInBand(near, within, random), randomFor(bandPurpose)),
    isAdversarial,
  );
  if (!options.han2020) return { noise, crossings, band, han2020: null, span: within };
  let unaltered = 0;
  const spliced = function* (): Generator<Int16Array> {
    for (const splice of drawSplices(pool, randomFor(splices))) {
      if (splice.unaltered) unaltered++;
      yield splice.signal;
    }
  };
  const concatenated = await count(splices, spliced(), isWrong);
  const inBand = await count(
    bandHan2020,
    endless((random) => drawInBandHan2020(near, within, random), randomFor(bandHan2020)),
    isWrong,
  );
  return { noise, crossings, band, han2020: { crossings: { ...concatenated, unaltered }, band: inBand }, span: within };
}

function* endless(draw: (random: RandomGenerator) => Int16Array, random: RandomGenerator): Generator<Int16Array> {
  for (;;) yield draw(random);
}

/** The first `limit` items in arrays of at most `size`. */
function* batches<T>(items: Iterable<T>, limit: number, size: number): Generator<T[]> {
  const batch: T[] = [];
  let left = limit;
  for (const item of items) {
    batch.push(item);
    left -= 1;
    if (batch.length === size || left === 0) yield batch.splice(0);
    if (left === 0) return;
  }
  if (batch.length > 0) yield batch;
}

function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]!);
}
