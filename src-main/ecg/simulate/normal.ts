import type { Random } from '../../numeric/simulation-random.ts';
import type { PhaseWave, Turn } from './ecgsyn.ts';
import { ecgsyn } from './ecgsyn.ts';
import { drawRMv } from './heart.ts';
import { sinusRr } from './rr-intervals.ts';
import type { Grid, Tracing } from './tracing.ts';

/** Angles, heights and widths of P, Q, R, S, T: McSharry et al. 2003, table I; angles and their drift with rate as in ECGSYN. */
const DEGREES = [-70, -15, 0, 15, 100];
const A = [1.2, -5, 30, -7.5, 0.75];
const B = [0.25, 0.1, 0.1, 0.1, 0.4];
const [R_A, R_B] = [30, 0.1];

/**
 * Sinus rhythm, 55 to 95 beats per minute, by the model with the paper's parameters and each person's variation around
 * them.
 */
export function normalRhythm(random: Random, grid: Grid): Tracing {
  const beatsPerMinute = Math.min(95, Math.max(55, 70 + 10 * random.normal()));
  const breathingHz = random.uniform(0.2, 0.3);
  const rr = sinusRr(random, {
    meanRrS: 60 / beatsPerMinute,
    standardDeviationS: random.uniform(0.02, 0.05),
    breathingHz,
  });
  const waves = personWaves(random, beatsPerMinute);
  const turns: Turn[] = [];
  const beatSeconds: number[] = [];
  const startS = -2 - random.uniform(0, 60 / beatsPerMinute);
  let atS = startS;
  while (atS < grid.durationS + 1) {
    if (atS >= 0 && atS < grid.durationS) beatSeconds.push(atS);
    const seconds = rr(atS);
    const nextTurn = waves.map((wave) => ({ ...wave, theta: wave.theta + 2 * Math.PI }));
    turns.push({ seconds, waves: [...waves, ...nextTurn] });
    atS += seconds;
  }
  const millivolts = ecgsyn({ turns, startS, ...grid, baselineMv: random.uniform(0.05, 0.15), breathingHz });
  return { millivolts, beatSeconds };
}

function personWaves(random: Random, beatsPerMinute: number): PhaseWave[] {
  const rate = Math.sqrt(beatsPerMinute / 60);
  const drift = [Math.sqrt(rate), rate, 1, rate, 1];
  const rMv = 1.1 * drawRMv(random);
  // A wave's peak is a·b²/ω mV; with the paper's R that is 0.048 mV at 60 beats per minute.
  const scale = (rMv * 2 * Math.PI) / (R_A * R_B * R_B);
  const spread = [
    [0.45, 0.85],
    [0.3, 1.1],
    [1, 1],
    [0.4, 1.2],
    [0.55, 1],
  ] as const;
  return DEGREES.map((degrees, i) => {
    const [least, most] = spread[i] ?? [1, 1];
    return {
      theta: (degrees / 180) * Math.PI * (drift[i] ?? 1),
      a: scale * (A[i] ?? 0) * random.uniform(least, most),
      b: (B[i] ?? 0) * rate,
    };
  });
}
