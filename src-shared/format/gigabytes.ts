import { decimal } from './number.ts';

/** Bytes as '1.5 GB', of 10⁹ bytes each. */
export function gigabytes(bytes: number, digits = 1): string {
  return `${decimal(bytes / 1e9, digits)} GB`;
}
