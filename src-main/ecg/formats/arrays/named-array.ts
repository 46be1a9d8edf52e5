/** An array of numbers of a file, whatever stored it. */
export interface NamedArray {
  /** Its name in the file; empty where it has none. */
  name: string;
  /** As the file's own program shows it. */
  shape: readonly number[];
  /** How far apart two neighbours along each axis are in `values`. */
  strides: readonly number[];
  values: ArrayLike<number>;
}

/** What a file of arrays holds. */
export interface ArrayFile {
  arrays: readonly NamedArray[];
  /** Texts by name, such as a unit. */
  texts: ReadonlyMap<string, readonly string[]>;
  sourceFormat: string;
}

/** Strides of an array whose last axis runs fastest, as NumPy and HDF5 store it. */
export function rowMajor(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** Strides of an array whose first axis runs fastest, as MATLAB and Fortran store it. */
export function columnMajor(shape: readonly number[]): number[] {
  return rowMajor(shape.toReversed()).toReversed();
}
