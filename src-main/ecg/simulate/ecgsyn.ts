import { sum } from '../../numeric/sums.ts';

/** A bump of the trajectory's z, in mV s⁻¹ rad⁻¹ (`a`) and radians (`theta`, `b`): a, θ and b of McSharry et al. 2003, eq. 1. */
export interface PhaseWave {
  theta: number;
  a: number;
  b: number;
}

/** One turn of the trajectory: from one reference point (an R peak, phase 0) to the next (phase 2π). */
export interface Turn {
  seconds: number;
  /** Phases count from this turn's start and may lie outside 0 … 2π, for waves that reach in from the neighbours. */
  waves: PhaseWave[];
}

export interface EcgsynInput {
  turns: readonly Turn[];
  /** When the first turn begins, seconds; sample 0 is at 0. */
  startS: number;
  samplingHz: number;
  sampleCount: number;
  /** Breathing moves the baseline: A = 0.15 mV in the paper. */
  baselineMv: number;
  breathingHz: number;
}

/** Beyond this many widths a wave's slope is below 1e-4 of its peak. */
const REACH = 5;

/**
 * ECGSYN: McSharry, Clifford, Tarassenko, Smith, "A dynamical model for generating synthetic electrocardiogram signals", IEEE
 * Trans Biomed Eng 50 (2003) 289-294. A point circles the unit circle of (x, y), once per beat, and is pushed up and down in z
 * by the waves that it passes:
 * ẋ = αx − ωy, ẏ = αy + ωx, ż = −Σ aᵢ Δθᵢ exp(−Δθᵢ²/2bᵢ²) − (z − z₀(t)), α = 1 − √(x² + y²), z₀(t) = A sin 2πf₂t.
 * Solved by fourth-order Runge-Kutta with the sampling interval as step, cut at the turns' ends. Waves may differ from turn to
 * turn, which the paper's do not: that is how ectopic beats and blocks are made.
 * Returns z at the samples, (sampleCount,), mV.
 */
export function ecgsyn(input: EcgsynInput): Float64Array {
  const { turns, startS, samplingHz, sampleCount, baselineMv, breathingHz } = input;
  const out = new Float64Array(sampleCount);
  const state = new Float64Array([1, 0, heightAtStart(turns[0])]);
  const breathing = { baselineMv, radiansPerS: 2 * Math.PI * breathingHz };
  let at = 0;
  let turnStartS = startS;
  let nowS = startS;
  // Samples before 0 let the transient of the start die away.
  let next = Math.ceil(startS * samplingHz);
  for (const turn of turns) {
    const turnEndS = turnStartS + turn.seconds;
    const circle = { startS: turnStartS, omega: (2 * Math.PI) / turn.seconds, waves: flatten(turn.waves), breathing };
    while (at < sampleCount && next / samplingHz <= turnEndS) {
      step(circle, state, nowS, next / samplingHz - nowS);
      nowS = next / samplingHz;
      if (next >= 0) out[at++] = state[2] as number;
      next += 1;
    }
    step(circle, state, nowS, turnEndS - nowS);
    nowS = turnEndS;
    turnStartS = turnEndS;
  }
  return out;
}

/** The first turn begins on top of an R wave, whose rise is not integrated. */
function heightAtStart(turn: Turn | undefined): number {
  if (turn === undefined) return 0;
  const omega = (2 * Math.PI) / turn.seconds;
  const heights = turn.waves.map(({ theta, a, b }) => ((a * b * b) / omega) * Math.exp((-theta * theta) / (2 * b * b)));
  return sum(heights);
}

interface Circle {
  startS: number;
  omega: number;
  /** Four numbers a wave: θ, its reach in radians, a, 1/2b². */
  waves: Float64Array;
  breathing: { baselineMv: number; radiansPerS: number };
}

function flatten(waves: readonly PhaseWave[]): Float64Array {
  return Float64Array.from(waves.flatMap(({ theta, a, b }) => [theta, REACH * b, a, 1 / (2 * b * b)]));
}

/** One step of the fourth-order Runge-Kutta method, spelt out in plain numbers: this is where all the time goes. */
function step(circle: Circle, state: Float64Array, timeS: number, h: number): void {
  if (h <= 0) return;
  const { omega } = circle;
  const x = state[0] as number;
  const y = state[1] as number;
  const z = state[2] as number;
  const half = h / 2;

  const alpha1 = 1 - Math.sqrt(x * x + y * y);
  const x1 = alpha1 * x - omega * y;
  const y1 = alpha1 * y + omega * x;
  const z1 = slopeOfZ(circle, timeS, x, y, z);

  const xa = x + half * x1;
  const ya = y + half * y1;
  const alpha2 = 1 - Math.sqrt(xa * xa + ya * ya);
  const x2 = alpha2 * xa - omega * ya;
  const y2 = alpha2 * ya + omega * xa;
  const z2 = slopeOfZ(circle, timeS + half, xa, ya, z + half * z1);

  const xb = x + half * x2;
  const yb = y + half * y2;
  const alpha3 = 1 - Math.sqrt(xb * xb + yb * yb);
  const x3 = alpha3 * xb - omega * yb;
  const y3 = alpha3 * yb + omega * xb;
  const z3 = slopeOfZ(circle, timeS + half, xb, yb, z + half * z2);

  const xc = x + h * x3;
  const yc = y + h * y3;
  const alpha4 = 1 - Math.sqrt(xc * xc + yc * yc);
  const x4 = alpha4 * xc - omega * yc;
  const y4 = alpha4 * yc + omega * xc;
  const z4 = slopeOfZ(circle, timeS + h, xc, yc, z + h * z3);

  state[0] = x + (h / 6) * (x1 + 2 * x2 + 2 * x3 + x4);
  state[1] = y + (h / 6) * (y1 + 2 * y2 + 2 * y3 + y4);
  state[2] = z + (h / 6) * (z1 + 2 * z2 + 2 * z3 + z4);
}

function slopeOfZ({ startS, omega, waves, breathing }: Circle, timeS: number, x: number, y: number, z: number): number {
  const angle = Math.atan2(y, x);
  // The angle does not count turns; time tells which turn it is, also just before and after a full one.
  const phase = angle + 2 * Math.PI * Math.round((omega * (timeS - startS) - angle) / (2 * Math.PI));
  let slope = breathing.baselineMv * Math.sin(breathing.radiansPerS * timeS) - z;
  for (let i = 0; i < waves.length; i += 4) {
    const delta = phase - (waves[i] as number);
    const reach = waves[i + 1] as number;
    if (delta < reach && delta > -reach) {
      slope -= (waves[i + 2] as number) * delta * Math.exp(-delta * delta * (waves[i + 3] as number));
    }
  }
  return slope;
}
