import { memoize } from './memoize.ts';

/** Values re + i·im. */
export interface Complex {
  re: Float64Array;
  im: Float64Array;
}

/** Above this, a prime factor p costs more (p operations per value) than Bluestein's detour. */
const LARGEST_FACTOR = 7;

/**
 * X[k] = Σ x[t]·exp(−2πi·kt/n) of any length n: lengths with small prime factors (9,000 samples have 2, 3 and 5) by the
 * fast Fourier transform, other lengths through it by Bluestein's chirps. A power of two is transformed in place.
 */
export function discreteFourier(re: Float64Array, im: Float64Array): Complex {
  const n = re.length;
  if (n <= 1) return { re, im };
  if ((n & (n - 1)) === 0) return transformInPlace({ re, im });
  const factors = primeFactors(n);
  return factors.at(-1)! <= LARGEST_FACTOR ? mixedRadix({ re, im }, factors) : bluestein({ re, im });
}

function primeFactors(n: number): number[] {
  const factors: number[] = [];
  for (let p = 2; n > 1; p += 1) {
    for (; n % p === 0; n /= p) factors.push(p);
    if (p * p > n && n > 1) return [...factors, n];
  }
  return factors;
}

/** exp(−2πi·k/n) for k = 0 … n − 1, for the lengths asked for last: signals of one length come together. */
const rootsOf = memoize(4, (n) => {
  const angles = Float64Array.from({ length: n }, (_, k) => (-2 * Math.PI * k) / n);
  return { re: angles.map(Math.cos), im: angles.map(Math.sin) };
});

/** Decimation in time, one prime factor after the other. */
function mixedRadix(x: Complex, factors: readonly number[]): Complex {
  const n = x.re.length;
  const roots = rootsOf(n);
  const out: Complex = { re: new Float64Array(n), im: new Float64Array(n) };
  const tRe = new Float64Array(LARGEST_FACTOR);
  const tIm = new Float64Array(LARGEST_FACTOR);
  // Transforms x[from], x[from + stride] … (size of them) to out[to … to + size − 1].
  const transform = (from: number, stride: number, to: number, size: number, level: number): void => {
    if (size === 1) {
      out.re[to] = x.re[from]!;
      out.im[to] = x.im[from]!;
      return;
    }
    const p = factors[level]!;
    const m = size / p;
    const turn = n / p;
    for (let q = 0; q < p; q++) transform(from + q * stride, stride * p, to + q * m, m, level + 1);
    for (let k = 0; k < m; k++) {
      for (let q = 0; q < p; q++) {
        const at = to + q * m + k;
        const a = out.re[at]!;
        const b = out.im[at]!;
        const c = roots.re[q * k * stride]!;
        const s = roots.im[q * k * stride]!;
        tRe[q] = a * c - b * s;
        tIm[q] = a * s + b * c;
      }
      for (let j = 0; j < p; j++) {
        let sumRe = tRe[0]!;
        let sumIm = tIm[0]!;
        for (let q = 1, root = j * turn; q < p; q++, root = (root + j * turn) % n) {
          const c = roots.re[root]!;
          const s = roots.im[root]!;
          sumRe += tRe[q]! * c - tIm[q]! * s;
          sumIm += tRe[q]! * s + tIm[q]! * c;
        }
        out.re[to + j * m + k] = sumRe;
        out.im[to + j * m + k] = sumIm;
      }
    }
  };
  transform(0, 1, 0, n, 0);
  return out;
}

/** The chirp exp(iπk²/n) of a length, and its transform at a power of two that its convolution fits into. */
const chirpOf = memoize(2, (n) => {
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const chirp: Complex = { re: new Float64Array(n), im: new Float64Array(n) };
  const filter: Complex = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < n; i++) {
    // k² modulo 2n first: the angle of k² itself loses precision for long signals.
    const angle = (Math.PI * ((i * i) % (2 * n))) / n;
    [chirp.re[i], chirp.im[i]] = [Math.cos(angle), Math.sin(angle)];
    for (const index of [i, (size - i) % size]) [filter.re[index], filter.im[index]] = [chirp.re[i]!, chirp.im[i]!];
  }
  return { size, chirp, filter: transformInPlace(filter) };
});

function bluestein({ re, im }: Complex): Complex {
  const n = re.length;
  const { size, chirp, filter } = chirpOf(n);
  const a: Complex = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < n; i++) {
    const c = chirp.re[i]!;
    const s = chirp.im[i]!;
    a.re[i] = re[i]! * c + im[i]! * s;
    a.im[i] = im[i]! * c - re[i]! * s;
  }
  transformInPlace(a);
  // The inverse transform of the product is the transform of its conjugate, conjugated and divided by size.
  for (let i = 0; i < size; i++) {
    const x = a.re[i]!;
    const y = a.im[i]!;
    a.re[i] = x * filter.re[i]! - y * filter.im[i]!;
    a.im[i] = -(x * filter.im[i]! + y * filter.re[i]!);
  }
  transformInPlace(a);
  const out: Complex = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const x = a.re[i]! / size;
    const y = -a.im[i]! / size;
    const c = chirp.re[i]!;
    const s = chirp.im[i]!;
    out.re[i] = x * c + y * s;
    out.im[i] = y * c - x * s;
  }
  return out;
}

/** Radix 2, decimation in time. */
function transformInPlace({ re, im }: Complex): Complex {
  const n = re.length;
  const roots = rootsOf(n);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const a = re[i]!;
      const b = im[i]!;
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = a;
      im[j] = b;
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let first = 0; first < n; first += size) {
      for (let k = 0; k < half; k++) {
        const i = first + k;
        const j = i + half;
        const c = roots.re[k * stride]!;
        const s = roots.im[k * stride]!;
        const x = re[j]! * c - im[j]! * s;
        const y = re[j]! * s + im[j]! * c;
        re[j] = re[i]! - x;
        im[j] = im[i]! - y;
        re[i]! += x;
        im[i]! += y;
      }
    }
  }
  return { re, im };
}
