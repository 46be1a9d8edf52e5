import { readDataset } from '../../../src-main/ecg/dataset/read-dataset.ts';
import { readNpz } from '../../../src-main/ecg/numpy/npz.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { han2020FromArrays, isHan2020Array } from '../../../src-main/ml/models/han2020-arrays.ts';
import { tryModel } from '../../../src-main/ml/network/try-model.ts';
import { readProtocol } from '../../../src-main/services/studies/study-service.ts';

/** A process that reads what it is told to, so that a test outlives a crash and can end what never ends. */
export type InputKind = 'dataset' | 'npz' | 'model' | 'protocol';
export interface Attempt {
  kind: InputKind;
  path: string;
  labelsPath?: string;
}
export interface AttemptOutcome {
  /** Names of the records that were read. */
  records: string[];
  /** What a person would be told: why records were skipped. */
  told: string[];
  error: { isAppError: boolean; code: string; message: string } | null;
}

async function attempt({ kind, path, labelsPath }: Attempt): Promise<Pick<AttemptOutcome, 'records' | 'told'>> {
  const nothing = { records: [], told: [] };
  if (kind === 'dataset') {
    const reading = await readDataset(path, labelsPath === undefined ? {} : { labelsPath });
    const records: string[] = [];
    for await (const { name } of reading.records) records.push(name);
    return { records, told: reading.skipped.map(({ reason }) => reason) };
  }
  if (kind === 'protocol') readProtocol(path);
  else await openEngine();
  if (kind === 'npz') han2020FromArrays(await readNpz(path, isHan2020Array), path);
  if (kind === 'model') await tryModel(path, 600);
  return nothing;
}

process.on('message', (given: Attempt) => {
  attempt(given).then(
    (done) => process.send?.({ ...done, error: null } satisfies AttemptOutcome),
    (thrown: Error & { code?: string }) => {
      const error = { isAppError: thrown.name === 'AppError', code: thrown.code ?? '', message: thrown.message };
      process.send?.({ records: [], told: [], error } satisfies AttemptOutcome);
    },
  );
});
