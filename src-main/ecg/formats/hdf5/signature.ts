const SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');
/** MATLAB puts a text of its own before it. */
const MATLAB_BYTES = 512;

/** How many bytes the following need. */
export const HDF5_START_BYTES = MATLAB_BYTES + SIGNATURE.length;

export function isPlainHdf5(start: Buffer): boolean {
  return start.subarray(0, SIGNATURE.length).equals(SIGNATURE);
}

/** Whether a file begins as `save -v7.3` of MATLAB writes it. */
export function isMatlab73(start: Buffer): boolean {
  return (
    start.subarray(MATLAB_BYTES, HDF5_START_BYTES).equals(SIGNATURE) && start.toString('latin1', 0, 7) === 'MATLAB '
  );
}
