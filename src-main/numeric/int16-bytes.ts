const MACHINE_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Samples as little-endian bytes, the same on every machine. May share memory with the samples. */
export function int16ToBytes(samples: Int16Array): Buffer {
  const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return MACHINE_IS_LITTLE ? bytes : Buffer.from(bytes).swap16();
}

/** Makes numbers of this machine of little-endian bytes that were read into their memory. */
export function int16FromBytes(samples: Int16Array): void {
  if (!MACHINE_IS_LITTLE) Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).swap16();
}
