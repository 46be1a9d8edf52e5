/** The values in 16 bits where all of them fit, else as they are. */
export function narrowest(values: Int32Array): Int16Array | Int32Array {
  return values.every((value) => value >= -32768 && value <= 32767) ? Int16Array.from(values) : values;
}
