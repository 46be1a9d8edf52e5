export interface Minimum {
  at: number[];
  value: number;
}

export interface MinimiseOptions {
  /** How far the other corners of the first simplex lie from the start, along each axis. */
  step?: number;
  /** It ends when the values at the corners differ by no more than this. */
  tolerance?: number;
  maxEvaluations?: number;
  /** Begins again where it ended, since a simplex can collapse before it is there. */
  twice?: boolean;
}

/**
 * A local minimum of a function of few variables, by the simplex of Nelder and Mead (Computer Journal 7, 1965). No
 * derivatives; the same start, the same result.
 */
export function minimise(
  of: (at: number[]) => number,
  start: readonly number[],
  { step = 1, tolerance = 1e-12, maxEvaluations = 2000, twice = true }: MinimiseOptions = {},
): Minimum {
  const once = search(of, start, { step, tolerance, maxEvaluations });
  return twice ? search(of, once.at, { step: step / 10, tolerance, maxEvaluations }) : once;
}

function search(
  of: (at: number[]) => number,
  start: readonly number[],
  { step, tolerance, maxEvaluations }: Required<Omit<MinimiseOptions, 'twice'>>,
): Minimum {
  let evaluations = 0;
  const corner = (at: number[]): Minimum => {
    evaluations++;
    return { at, value: of(at) };
  };
  const corners = [
    corner([...start]),
    ...start.map((_, axis) => corner(start.map((x, i) => (i === axis ? x + step : x)))),
  ];
  for (;;) {
    corners.sort((a, b) => a.value - b.value);
    const [best, worst] = [corners[0], corners.at(-1)] as [Minimum, Minimum];
    if (!(worst.value - best.value > tolerance) || evaluations >= maxEvaluations) return best;
    const others = corners.slice(0, -1);
    const centre = start.map((_, i) => others.reduce((sum, { at }) => sum + (at[i] as number), 0) / others.length);
    const along = (factor: number): Minimum => corner(centre.map((c, i) => c + factor * (c - (worst.at[i] as number))));
    const reflected = along(1);
    const next = reflected.value < best.value ? lower(reflected, along(2)) : reflected;
    if (next.value < (others.at(-1) as Minimum).value) {
      corners[corners.length - 1] = next;
      continue;
    }
    const contracted = along(reflected.value < worst.value ? 0.5 : -0.5);
    if (contracted.value < Math.min(worst.value, reflected.value)) {
      corners[corners.length - 1] = contracted;
      continue;
    }
    for (const [i, { at }] of corners.entries())
      if (i > 0) corners[i] = corner(at.map((x, axis) => ((best.at[axis] as number) + x) / 2));
  }
}

const lower = (a: Minimum, b: Minimum): Minimum => (a.value <= b.value ? a : b);
