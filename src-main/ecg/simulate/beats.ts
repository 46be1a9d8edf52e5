import type { Turn } from './ecgsyn.ts';

/** A wave in clinical terms: where its peak lies after the beat's reference point (R), its standard deviation, its height. */
export interface Wave {
  offsetS: number;
  widthS: number;
  peakMv: number;
}

/** A heartbeat, or an atrial beat that was not conducted (its reference point is where the R peak would have been). */
export interface Beat {
  atS: number;
  waves: readonly Wave[];
  isConducted: boolean;
}

const REACH = 5;

/**
 * Turns of the model for beats whose waves are given in seconds and mV: θ = ωt, b = ωσ and a = peak · ω / b², which makes the
 * bump that the model integrates a Gaussian of that height and width. Beats are in order of time.
 */
export function turnsOfBeats(beats: readonly Beat[]): { turns: Turn[]; startS: number } {
  const turns: Turn[] = [];
  for (const [k, beat] of beats.entries()) {
    const next = beats[k + 1];
    if (next === undefined) break;
    const seconds = next.atS - beat.atS;
    const omega = (2 * Math.PI) / seconds;
    const waves = beats.slice(Math.max(0, k - 2), k + 4).flatMap((near) =>
      near.waves.flatMap(({ offsetS, widthS, peakMv }) => {
        const centreS = near.atS + offsetS - beat.atS;
        if (centreS < -REACH * widthS || centreS > seconds + REACH * widthS) return [];
        const b = omega * widthS;
        return [{ theta: omega * centreS, b, a: (peakMv * omega) / (b * b) }];
      }),
    );
    turns.push({ seconds, waves });
  }
  return { turns, startS: beats[0]?.atS ?? 0 };
}
