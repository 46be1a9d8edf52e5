/** Values re + i·im. */
export interface Complex {
  re: Float64Array;
  im: Float64Array;
}

/**
 * X[k] = Σ x[t]·exp(−2πi·kt/n) of any length n: powers of two by the fast Fourier transform, others through it by
 * Bluestein's chirps. A power of two is transformed in place.
 */
export function discreteFourier(re: Float64Array, im: Float64Array): Complex {
  const n = re.length;
  if (n <= 1) return { re, im };
  if ((n & (n - 1)) === 0) return transformInPlace(re, im);
  let size = 1;
  while (size < 2 * n - 1) size *= 2;
  const chirp: Complex = { re: new Float64Array(n), im: new Float64Array(n) };
  const a: Complex = { re: new Float64Array(size), im: new Float64Array(size) };
  const b: Complex = { re: new Float64Array(size), im: new Float64Array(size) };
  for (let i = 0; i < n; i++) {
    // k² modulo 2n first: the angle of k² itself loses its digits for long signals.
    const angle = (Math.PI * ((i * i) % (2 * n))) / n;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    [chirp.re[i], chirp.im[i]] = [c, s];
    a.re[i] = re[i]! * c + im[i]! * s;
    a.im[i] = im[i]! * c - re[i]! * s;
    for (const place of [i, (size - i) % size]) [b.re[place], b.im[place]] = [c, s];
  }
  transformInPlace(a.re, a.im);
  transformInPlace(b.re, b.im);
  // The inverse transform of the product is the transform of its conjugate, conjugated and divided by size.
  for (let i = 0; i < size; i++) {
    const [x, y] = [a.re[i]!, a.im[i]!];
    a.re[i] = x * b.re[i]! - y * b.im[i]!;
    a.im[i] = -(x * b.im[i]! + y * b.re[i]!);
  }
  transformInPlace(a.re, a.im);
  const out: Complex = { re: new Float64Array(n), im: new Float64Array(n) };
  for (let i = 0; i < n; i++) {
    const [x, y, c, s] = [a.re[i]! / size, -a.im[i]! / size, chirp.re[i]!, chirp.im[i]!];
    out.re[i] = x * c + y * s;
    out.im[i] = y * c - x * s;
  }
  return out;
}

/** Radix 2, decimation in time. */
function transformInPlace(re: Float64Array, im: Float64Array): Complex {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j]!, re[i]!];
      [im[i], im[j]] = [im[j]!, im[i]!];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    for (let k = 0; k < half; k++) {
      const angle = (-2 * Math.PI * k) / size;
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let i = k; i < n; i += size) {
        const j = i + half;
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
