import { writeRecordPack } from '../../ecg/dataset/record-pack.ts';
import { simulateRecords } from '../../ecg/simulate/simulate-records.ts';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { TaskContext } from './context.ts';

export interface SimulateInput {
  records: number;
  seed: number;
  durationS?: number | undefined;
  packPath: string;
}

export interface SimulateOutput {
  records: number;
}

/** Simulates records into a record pack. */
export async function simulateTask(input: SimulateInput, { signal, progress }: TaskContext): Promise<SimulateOutput> {
  const { records: total, seed, durationS, packPath } = input;
  const simulated = async function* (): AsyncGenerator<EcgRecord> {
    let done = 0;
    for (const record of simulateRecords({ records: total, seed, ...(durationS === undefined ? {} : { durationS }) })) {
      signal.throwIfAborted();
      yield record;
      done += 1;
      progress({ done, total, unit: 'records', message: `Simulating record ${done} of ${total}` });
      await new Promise((next) => setImmediate(next));
    }
  };
  const { records } = await writeRecordPack(packPath, simulated());
  return { records };
}
