/** Where reading goes on. */
export interface Cursor {
  bytes: Uint8Array;
  at: number;
}

/**
 * Passes over a hybrid of runs and packed bits (Parquet, "RLE/Bit-Packing Hybrid") of `count` numbers. A run that is longer than what is
 * missing throws an Error: the library would fill memory with it.
 */
export function checkRuns(cursor: Cursor, bitWidth: number, count: number): void {
  if (bitWidth > 32) throw new Error(`numbers of ${bitWidth} bits`);
  const valueBytes = Math.ceil(bitWidth / 8);
  for (let seen = 0; seen < count;) {
    const header = varInt(cursor);
    const isPacked = header % 2 === 1;
    const groups = Math.floor(header / 2);
    const values = isPacked ? groups * 8 : groups;
    if (values === 0 || values > count - seen + (isPacked ? 503 : 0)) throw new Error(`a run of ${values} numbers`);
    cursor.at += isPacked ? groups * bitWidth : valueBytes;
    if (cursor.at > cursor.bytes.length + 3) throw new Error('runs that are cut off');
    seen += values;
  }
}

function varInt(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = cursor.bytes[cursor.at];
    if (byte === undefined) throw new Error('runs that are cut off');
    cursor.at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new Error('a run of an impossible length');
}
