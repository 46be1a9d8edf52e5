/**
 * The generator of Wichmann and Hill (Applied Statistics 31, 1982, 188, AS 183): uniform in [0, 1), a period of 7·10¹². For
 * draws that base R must be able to repeat: they are those of RNGkind("Wichmann-Hill") with these three seeds, from 1 to
 * 30,268, 30,306 and 30,322. All other draws come from random.ts.
 */
export function wichmannHill(seeds: readonly [number, number, number]): () => number {
  let [x, y, z] = seeds;
  return () => {
    x = (171 * x) % 30269;
    y = (172 * y) % 30307;
    z = (170 * z) % 30323;
    return (x / 30269 + y / 30307 + z / 30323) % 1;
  };
}
