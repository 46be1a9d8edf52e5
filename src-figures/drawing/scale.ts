/** From values to pixels. */
export interface Scale {
  (value: number): number;
  domain: readonly [number, number];
  range: readonly [number, number];
}

export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const span = domain[1] - domain[0] || 1;
  const at = (value: number): number => range[0] + ((value - domain[0]) / span) * (range[1] - range[0]);
  return Object.assign(at, { domain, range });
}

/** By decades; values at or below 0, which no scale of decades has, lie far below the lower end. */
export function logScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const linear = linearScale([Math.log10(domain[0]), Math.log10(domain[1])], range);
  const least = domain[0] * 1e-6;
  const at = (value: number): number => linear(Math.log10(Math.max(value, least)));
  return Object.assign(at, { domain, range });
}

/** Round values (1, 2 or 5 times a power of ten apart) from low to high, about `wanted` of them. */
export function roundTicks(low: number, high: number, wanted: number): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const step = roundStep(span / wanted);
  return multiples(step, Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9));
}

/** Round values as above, from the last at or below low to the first at or above high; none without a range. */
export function enclosingTicks(low: number, high: number, wanted: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const step = roundStep((high - low || Math.abs(high) || 1) / wanted);
  return multiples(step, Math.floor(low / step), Math.ceil(high / step));
}

/** The smallest of 1, 2 or 5 times a power of ten that is not below the minimum. */
function roundStep(minimum: number): number {
  const power = 10 ** Math.floor(Math.log10(minimum));
  return ([1, 2, 5, 10].find((factor) => factor * power >= minimum * 0.999) ?? 10) * power;
}

/** `first`·step to `last`·step, without rounding noise. */
function multiples(step: number, first: number, last: number): number[] {
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toFixed(digits)));
}

/** 1, 2 and 5 of every decade from low to high. */
export function decadeTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1) {
    for (const factor of [1, 2, 5]) {
      const tick = Number((factor * 10 ** power).toPrecision(1));
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  }
  return ticks;
}
