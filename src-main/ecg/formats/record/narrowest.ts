/** The values in 16 bits where all of them fit, else as they are. */
export function narrowest(values: Int32Array): Int16Array | Int32Array {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== (value << 16) >> 16) return values;
  }
  return new Int16Array(values);
}
