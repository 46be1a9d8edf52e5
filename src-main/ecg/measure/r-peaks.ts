import { sum, sumOf } from '../../numeric/sums.ts';
import { qrsStrength, strengthLevel } from './qrs-strength.ts';
import { bandPass } from './zero-phase.ts';

/** No heart beats again sooner than this. */
const REFRACTORY_S = 0.2;
/** Until this long after a beat, its T wave may look like another beat. */
const T_WAVE_S = 0.36;
/** The least strength of a beat as a share of the level around it; less suffices where a beat is missing. */
const THRESHOLD = 0.36;
const SEARCH_BACK_THRESHOLD = 0.22;
/** A candidate within reach of the T wave is a beat only if it has this share of the previous beat's strength. */
const T_WAVE_SHARE = 0.5;
/** A gap of this many usual intervals is searched for a missed beat. */
const GAP = 1.6;
/** The R peak lies within this distance of the middle of the QRS complex. */
const QRS_HALF_S = 0.075;
/** A beat whose opposite peak is larger by this factor (an ectopic beat) has its R peak there. */
const OTHER_POLARITY = 1.5;
const SHORTEST_S = 1;

/**
 * The R peaks of a single-lead ECG (n,) in any unit, either way up: their positions in samples, in order, with
 * fractions from a parabola through the extreme sample and its neighbours. In the manner of Pan and Tompkins (1985):
 * band-pass, slope, square, moving mean; but since the whole record is known, filters do not delay, thresholds come
 * from the record around a beat and not from the past alone, and a gap is searched again. Empty for less than a second.
 */
export function findRPeaks(signal: ArrayLike<number>, samplingHz: number): number[] {
  if (signal.length < SHORTEST_S * samplingHz) return [];
  const strength = qrsStrength(signal, samplingHz);
  const level = strengthLevel(strength, samplingHz);
  const candidates = peaksApart(strength, Math.round(REFRACTORY_S * samplingHz));
  const relative = (at: number): number => (level[at] ? (strength[at] ?? 0) / level[at] : 0);
  const isTWave = (at: number, beats: readonly number[]): boolean =>
    beats.some(
      (beat) =>
        beat < at && at - beat < T_WAVE_S * samplingHz && (strength[at] ?? 0) < T_WAVE_SHARE * (strength[beat] ?? 0),
    );

  const strong = candidates.filter((at) => relative(at) >= THRESHOLD);
  const beats = strong.filter((at, i) => !isTWave(at, strong.slice(Math.max(0, i - 2), i)));
  const found = [
    ...beats,
    ...missed(beats, candidates, (at) => relative(at) >= SEARCH_BACK_THRESHOLD && !isTWave(at, beats), relative),
  ];
  return placeRPeaks(
    signal,
    samplingHz,
    found.sort((a, b) => a - b),
  );
}

/** Positions of local maxima, in order; of two closer than `distance`, the higher. */
function peaksApart(values: Float64Array, distance: number): number[] {
  const tops: number[] = [];
  for (let i = 0; i < values.length; i += 1) {
    const [before, here, after] = [values[i - 1] ?? -1, values[i] as number, values[i + 1] ?? -1];
    if (here > 0 && here > before && here >= after) tops.push(i);
  }
  const taken = new Uint8Array(values.length);
  const kept = tops
    .sort((a, b) => (values[b] as number) - (values[a] as number))
    .filter((at) => {
      if (taken[at]) return false;
      taken.fill(1, Math.max(0, at - distance + 1), at + distance);
      return true;
    });
  return kept.sort((a, b) => a - b);
}

/** The strongest eligible candidate of each gap that is too long for the beats around it. */
function missed(
  beats: readonly number[],
  candidates: readonly number[],
  isEligible: (at: number) => boolean,
  relative: (at: number) => number,
): number[] {
  const intervals = beats.slice(1).map((beat, i) => beat - (beats[i] as number));
  return intervals.flatMap((interval, i) => {
    const around = intervals.slice(Math.max(0, i - 5), i + 6).sort((a, b) => a - b);
    const usual = around[around.length >> 1] as number;
    if (interval < GAP * usual) return [];
    const [from, to] = [beats[i] as number, beats[i + 1] as number];
    const inside = candidates.filter((at) => at > from + 0.3 * usual && at < to - 0.3 * usual && isEligible(at));
    return inside.length === 0 ? [] : [inside.reduce((best, at) => (relative(at) > relative(best) ? at : best))];
  });
}

/** From the middles of QRS complexes to their R peaks: the peak on the side to which the record's beats point. */
function placeRPeaks(signal: ArrayLike<number>, samplingHz: number, middles: readonly number[]): number[] {
  const wave = bandPass(signal, samplingHz, { lowHz: 2, highHz: 40 });
  const half = Math.round(QRS_HALF_S * samplingHz);
  const extremes = middles.map((middle) => {
    const [from, to] = [Math.max(0, middle - half), Math.min(wave.length - 1, middle + half)];
    let [top, bottom] = [from, from];
    for (let i = from; i <= to; i += 1) {
      if ((wave[i] as number) > (wave[top] as number)) top = i;
      if ((wave[i] as number) < (wave[bottom] as number)) bottom = i;
    }
    return { top, bottom };
  });
  const height = (at: number): number => Math.abs(wave[at] ?? 0);
  const upwards = extremes.map(({ top, bottom }) => height(top) - height(bottom));
  const votes = sumOf(upwards, Math.sign);
  // Where half of them point down, their heights decide: a record upside down has its peaks at the same positions.
  const pointsUp = (votes === 0 ? sum(upwards) : votes) >= 0;
  const positions = extremes.map(({ top, bottom }) => {
    const [usual, other] = pointsUp ? [top, bottom] : [bottom, top];
    return height(other) > OTHER_POLARITY * height(usual) ? other : usual;
  });
  return positions.map((at) => at + vertex(wave, at));
}

/** Where between the neighbouring samples a parabola through all three has its vertex, −0.5 to 0.5. */
function vertex(values: Float64Array, at: number): number {
  const [before, here, after] = [values[at - 1], values[at], values[at + 1]];
  if (before === undefined || here === undefined || after === undefined) return 0;
  const bend = before - 2 * here + after;
  return bend === 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}
