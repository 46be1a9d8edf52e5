import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLASS_CODES } from '../../src-shared/ecg.ts';
import { simulateRecords } from '../../src-main/ecg/simulate/simulate-records.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { writeMatlab4 } from './write-matlab4.ts';

interface EcgFolder {
  records: number;
  seed: number;
  durationS: number;
  /** What stands before the numbers of their names. */
  prefix: string;
  samplingHz?: number;
  unitsPerMv?: number;
}

/** A folder of simulated ECGs as files, WFDB with MATLAB signals, and their labels. Returns it and their names. */
export function ecgFolder({ prefix, samplingHz = 300, unitsPerMv = 1000, ...simulation }: EcgFolder) {
  const folder = temporaryFolder();
  const labels: string[] = [];
  for (const { name: simulated, samples, label } of simulateRecords(simulation)) {
    const name = `${prefix}${simulated.slice(1)}`;
    const values = samples.map((value) => Math.round((value * unitsPerMv) / 1000));
    const header = `${name} 1 ${samplingHz} ${values.length}\r\n${name}.mat 16+24 ${unitsPerMv}/mV 16 0 ${values[0]} 0 0 ECG\r\n`;
    writeFileSync(join(folder, `${name}.hea`), header);
    const matrix = { name: 'val', rows: 1, columns: values.length, values };
    writeFileSync(join(folder, `${name}.mat`), writeMatlab4(matrix));
    labels.push(`${name},${CLASS_CODES[label]}`);
  }
  writeFileSync(join(folder, 'REFERENCE.csv'), `${labels.join('\n')}\n`);
  return { folder, names: labels.map((line) => line.split(',')[0]!) };
}
