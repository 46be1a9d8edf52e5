/** One more bit is a number of 8 bits, two more one of 16. */
const LONGEST_PREFIX = 9;

/**
 * Decodes `count` numbers of the default Huffman table (EN 1064, annex C), the highest bit first: 0 is `0`; ±1 to ±8 are as
 * many ones, a zero and a bit for the sign; nine ones and a zero come before a number of 8 bits, ten ones before one of 16.
 * Undefined where the bits run out.
 */
export function decodeHuffman(bytes: Uint8Array, count: number): Int32Array | undefined {
  const bits = bytes.length * 8;
  // No number takes less than a bit.
  if (count > bits) return undefined;
  const numbers = new Int32Array(count);
  let at = 0;
  const bit = (): number => {
    const value = at < bits ? ((bytes[at >> 3] as number) >> (7 - (at & 7))) & 1 : 0;
    at += 1;
    return value;
  };
  const signed = (width: number): number => {
    let value = 0;
    for (let i = 0; i < width; i++) value = (value << 1) | bit();
    return (value << (32 - width)) >> (32 - width);
  };
  for (let i = 0; i < count; i++) {
    let ones = 0;
    while (ones <= LONGEST_PREFIX && bit() === 1) ones += 1;
    if (ones > LONGEST_PREFIX) numbers[i] = signed(16);
    else if (ones === LONGEST_PREFIX) numbers[i] = signed(8);
    else if (ones > 0) numbers[i] = bit() === 1 ? -ones : ones;
    if (at > bits) return undefined;
  }
  return numbers;
}
