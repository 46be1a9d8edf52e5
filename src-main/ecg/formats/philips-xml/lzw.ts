import { AppError } from '../../../../src-shared/errors/app-error.ts';

const CODE_BITS = 10;
/** The highest code is never given out. */
const CODES = 2 ** CODE_BITS - 1;

/**
 * Undoes the LZW compression of Philips's XLI blocks: codes of 10 bits, the highest bit first; the table starts with the 256
 * bytes and grows until code 1022, then stays. `most`: how many bytes may come out. Throws AppError('damaged') that begins
 * with `where`.
 */
export function decompressLzw(input: Uint8Array, most: number, where: string): Uint8Array {
  // A string is its last byte and the string before it.
  const before = new Int16Array(CODES).fill(-1);
  const last = Uint8Array.from({ length: CODES }, (_, code) => code & 0xff);
  const lengths = new Uint16Array(CODES).fill(1, 0, 256);
  const output = new Uint8Array(most);
  let next = 256;
  let filled = 0;
  let previous = -1;
  const codeCount = Math.floor((input.length * 8) / CODE_BITS);
  for (let i = 0; i < codeCount; i++) {
    const code = codeAt(input, i * CODE_BITS);
    const isNew = code === next && previous >= 0;
    if (code >= next && !isNew) {
      if (code >= CODES) break;
      throw new AppError('damaged', `${where}: its compressed data use the code ${code} before it is defined.`);
    }
    const length = isNew ? (lengths[previous] as number) + 1 : (lengths[code] as number);
    if (filled + length > most) {
      throw new AppError(
        'damaged',
        `${where}: its compressed data unpack to more than the ${most} bytes that it should have.`,
      );
    }
    const end = filled + length;
    let at = end - 1;
    if (isNew) at -= 1;
    for (let part = isNew ? previous : code; part >= 0; part = before[part] as number)
      output[at--] = last[part] as number;
    if (isNew) output[end - 1] = output[filled] as number;
    if (previous >= 0 && next < CODES) {
      before[next] = previous;
      last[next] = output[filled] as number;
      lengths[next] = (lengths[previous] as number) + 1;
      next += 1;
    }
    previous = code;
    filled = end;
  }
  return output.subarray(0, filled);
}

/** The ten bits that begin at a bit of the input. */
function codeAt(input: Uint8Array, bit: number): number {
  const at = bit >> 3;
  const pair = ((input[at] as number) << 8) | (input[at + 1] ?? 0);
  return (pair >> (16 - CODE_BITS - (bit & 7))) & (2 ** CODE_BITS - 1);
}
