const [LOWEST, HIGHEST] = [-32768, 32767];

/** Positions on the display's grid in 16 bits each, which reach further than any paper. */
export function storedPositions(positions: readonly number[]): Int16Array {
  return Int16Array.from(positions, (position) => Math.max(LOWEST, Math.min(HIGHEST, position)));
}
