const MACHINE_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Samples as little-endian bytes, the same on every machine. May share memory with the samples. */
export function int16ToBytes(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return MACHINE_IS_LITTLE ? bytes : Buffer.from(bytes).swap16();
}

/** Samples out of little-endian bytes; a copy. An odd last byte is left out. */
export function bytesToInt16(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.byteLength >> 1);
  const target = Buffer.from(samples.buffer);
  target.set(bytes.subarray(0, target.length));
  if (!MACHINE_IS_LITTLE) target.swap16();
  return samples;
}
