/** Random whole numbers from 0 to below `limit`; the same for the same seed. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = (seed % 2_147_483_646) + 1;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % Math.max(1, limit);
  };
}

type Random = ReturnType<typeof randomNumbers>;

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff];
const NUMBERS = ['0', '-1', '1e9', '99999999999', '2147483648', '4294967296', 'NaN', '', '~', '../x'];

/** Ways to damage a file, from a flipped bit to a piece that is missing. */
const WAYS: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random(8))),
  (bytes, random) => changed(bytes, random, () => EXTREMES[random(EXTREMES.length)] ?? 0),
  (bytes, random) => changed(bytes, random, () => random(256)),
  (bytes, random) => bytes.subarray(0, random(bytes.length)),
  (bytes, random) => withPiece(bytes, random, (piece) => Buffer.concat([piece, piece])),
  (bytes, random) => withPiece(bytes, random, () => Buffer.alloc(0)),
  (bytes, random) => withPiece(bytes, random, (piece) => piece.fill(random(2) * 255)),
  (bytes, random) => otherNumber(bytes, random),
];

/** A copy with one to four damages. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let changedBytes: Buffer = Buffer.from(bytes);
  for (let more = random(4); more >= 0; more--) {
    changedBytes = (WAYS[random(WAYS.length)] ?? ((same) => same))(changedBytes, random);
  }
  return changedBytes;
}

function changed(bytes: Buffer, random: Random, change: (byte: number) => number): Buffer {
  const at = random(bytes.length);
  if (at < bytes.length) bytes[at] = change(bytes[at] ?? 0);
  return bytes;
}

function withPiece(bytes: Buffer, random: Random, change: (piece: Buffer) => Buffer): Buffer {
  const from = random(bytes.length);
  const to = from + random(Math.min(64, bytes.length - from + 1));
  return Buffer.concat([bytes.subarray(0, from), change(Buffer.from(bytes.subarray(from, to))), bytes.subarray(to)]);
}

/** One of the numbers in a text becomes another. */
function otherNumber(bytes: Buffer, random: Random): Buffer {
  const found = [...bytes.toString('latin1', 0, 4096).matchAll(/\d+/g)];
  const one = found[random(found.length)];
  if (one === undefined) return bytes;
  const number = Buffer.from(NUMBERS[random(NUMBERS.length)] ?? '');
  return Buffer.concat([bytes.subarray(0, one.index), number, bytes.subarray(one.index + one[0].length)]);
}
