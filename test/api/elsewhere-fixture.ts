import { join } from 'node:path';
import { openDb } from '../../src-main/db/open.ts';
import { listTrials } from '../../src-main/db/studies/trials.ts';
import { parseProtocol, type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { ecgFolder } from '../helpers/ecg-folder.ts';
import { preparedServices } from '../helpers/open-services.ts';

/** ECGs of two simulations as files, of other lengths and units, and a third at another rate; no model. */
export const imported = preparedServices(
  async (services) => {
    const load = async (name: string, { folder, names }: ReturnType<typeof ecgFolder>) => {
      const { datasetId } = await services.jobs.finished(services.datasets.startImport({ path: folder, name }).id);
      return { datasetId, names };
    };
    const real = await load('recorded', ecgFolder({ records: 26, seed: 1, durationS: 10, prefix: 'A' }));
    const made = await load(
      'synthetic',
      ecgFolder({ records: 20, seed: 2, durationS: 9, prefix: 'g', unitsPerMv: 200 }),
    );
    await load('fast', ecgFolder({ records: 4, seed: 3, durationS: 9, prefix: 'f', samplingHz: 500 }));
    return { datasetId: real.datasetId, reals: real.names, mades: made.names };
  },
  { model: false },
);

export const PAIRS = 8;
export const TASKS: ProtocolInput['tasks'] = [
  {
    id: 'which',
    question: 'which-is-real',
    repeats: 2,
    practice: 1,
    arms: [{ name: 'GAN', source: { kind: 'pairs', dataset: 'synthetic' }, pairs: PAIRS }],
  },
  {
    id: 'one',
    question: 'is-real',
    arms: [{ name: 'matched', source: { kind: 'dataset', dataset: 'synthetic' }, pairs: 6 }],
  },
];

export const protocolOf = (changes: Partial<ProtocolInput> = {}) =>
  parseProtocol({
    ...{ schemaVersion: 1, title: 'Real or made', seed: 5, sharedKeys: true, stimuli: { split: 'train' } },
    ...{ tasks: TASKS, ...changes },
  });

/** As a spreadsheet writes it: semicolons, a byte order mark, columns in an order of their own. */
const csvOf = (reals: readonly string[], mades: readonly string[]): string =>
  `\uFEFFpair;arm;synthetic;real\r\n${mades
    .slice(0, 10)
    .map((made, i) => `p${i + 1};GAN;${made};${reals[i]}\r\n`)
    .join('')}`;

export async function built() {
  const { services, made } = await imported();
  const pairs = { name: 'pairs.csv', text: csvOf(made.reals, made.mades) };
  const request = { protocol: protocolOf(), datasetId: made.datasetId, modelId: null, pairs };
  const { studyId } = await services.jobs.finished(services.studies.startCreate(request).id);
  return { services, studyId, made };
}

export async function locked() {
  const all = await built();
  await all.services.studies.lock(all.studyId);
  const db = openDb(join(all.services.workspaceDir, 'workspace.sqlite'));
  const trials = listTrials(db, all.studyId);
  db.close();
  return { ...all, trials };
}
