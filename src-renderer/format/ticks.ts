/** Round values (1, 2 or 5 times a power of ten apart) that span low to high, about `wanted` of them. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [];
  const span = high - low || Math.abs(high) || 1;
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const ticks: number[] = [];
  for (let index = Math.floor(low / step); index <= Math.ceil(high / step); index++) {
    ticks.push(Number((index * step).toFixed(digits)));
  }
  return ticks;
}
