import { writeMatlab4 } from './write-matlab4.ts';

/** Samples that look different for every record and are no flat line. */
export function someSamples(count: number, seed = 1): Int16Array {
  return Int16Array.from({ length: count }, (_, i) => Math.round(500 * Math.sin(i / 7 + seed) + 3 * seed));
}

/** Header and signal file of one record as CinC 2017 has them. */
export function cincRecord(name: string, samples: Int16Array): { name: string; data: Buffer | string }[] {
  return [
    { name: `${name}.hea`, data: cincHeader(name, samples.length, samples[0]) },
    { name: `${name}.mat`, data: writeMatlab4({ name: 'val', rows: 1, columns: samples.length, values: samples }) },
  ];
}

export function cincHeader(name: string, count: number, first = 0): string {
  return `${name} 1 300 ${count} 05:05:15 1/05/2000 \r\n${name}.mat 16+24 1000/mV 16 0 ${first} 0 0 ECG \r\n`;
}

/** Files of a small dataset below `folder`: A00001 … with the labels N, A, O, ~ in turn. */
export function cincFiles(folder: string, count: number, samplesEach = 600): { name: string; data: Buffer | string }[] {
  const names = Array.from({ length: count }, (_, i) => `A${String(i + 1).padStart(5, '0')}`);
  const labels = names.map((name, i) => `${name},${'NAO~'[i % 4]}`);
  const files = [
    ...names.flatMap((name, i) => cincRecord(name, someSamples(samplesEach + i, i + 1))),
    { name: 'REFERENCE.csv', data: `${labels.join('\n')}\n` },
    { name: 'RECORDS', data: `${names.join('\n')}\n` },
  ];
  return files.map((file) => ({ ...file, name: `${folder}${file.name}` }));
}
