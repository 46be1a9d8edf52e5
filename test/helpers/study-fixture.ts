import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { randomUUID } from 'node:crypto';
import type { PerturbationMetrics } from '../../src-shared/contract/attacks.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { parseProtocol, type Protocol, type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { insertAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { insertDataset } from '../../src-main/db/datasets/datasets.ts';
import { insertExamples, listExamples } from '../../src-main/db/attacks/examples.ts';
import { upsertModel } from '../../src-main/db/models/models.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { getRecord, insertRecord, listRecordIds } from '../../src-main/db/datasets/records.ts';
import { insertStudy } from '../../src-main/db/studies/studies.ts';
import type { TrialRow } from '../../src-main/db/studies/trials.ts';
import { makeReaderCodes } from '../../src-main/db/studies/reader-codes.ts';
import { lockStudy } from '../../src-main/db/studies/lock-study.ts';
import { insertSignal } from './insert-signal.ts';
import { recordHash } from '../../src-main/ecg/dataset/record-hash.ts';
import { drawTrials } from '../../src-main/services/studies/lock-study.ts';
import { sealStudy } from '../../src-main/services/studies/take-manifest.ts';
import { commitmentOf } from '../../src-main/study/design/study-secret.ts';

export const METRICS: PerturbationMetrics = {
  linfUv: 10,
  rmsUv: 7.5,
  snrDb: 26,
  prdnPercent: 5,
  totalVariationUv: 900,
  varianceOfDifferencesUv2: 1.5,
  energyAbove15Hz: 0.1,
  energyAbove40Hz: 0.01,
  paperMm: 0.1,
};

export const AT = '2026-01-01T00:00:00.000Z';

/** What a pair shows: the original and the attacked signal, ADC units at 300 Hz and 1000 to the millivolt. */
export type FixturePair = readonly [original: Int16Array, attacked: Int16Array];

/** So many short pairs. */
export const fixturePairs = (count: number): readonly FixturePair[] =>
  Array.from({ length: count }, (_, i) => i + 1).map((i) => [
    Int16Array.from({ length: 300 }, (_, t) => i * 3 + (t % 50)),
    Int16Array.from({ length: 300 }, (_, t) => i * 3 + (t % 50) + (t % 2 ? 10 : -10)),
  ]);

/** A dataset of these originals named R001 …, or with another prefix, all of class Normal and in the test split. Returns its id. */
function addDataset(db: WritableDB, pairs: readonly FixturePair[], prefix: string, name = 'fixture'): string {
  const id = randomUUID();
  insertDataset(db, {
    id,
    name,
    source: 'made by a test',
    labels: 'fixture',
    createdAt: AT,
    skipped: [],
    notes: [],
    reading: {},
    classes: CINC_2017_CLASSES,
  });
  for (const [i, [samples]] of pairs.entries()) {
    const signal = { samples, samplingHz: 300, unitsPerMv: 1000 };
    const sha256 = recordHash(signal);
    insertSignal(db, { ...signal, sha256 });
    insertRecord(db, id, {
      name: `${prefix}${String(i + 1).padStart(3, '0')}`,
      label: 0,
      split: 'test',
      lead: 'I',
      sha256,
    });
  }
  return id;
}

/** A model, and one successful example of every record of the dataset. Returns the run's id. */
function addRun(db: WritableDB, datasetId: string, pairs: readonly FixturePair[], epsilonUnits?: number): string {
  upsertModel(db, {
    id: 'model',
    name: 'model',
    architecture: 'compact',
    origin: 'trained',
    sha256: 'ab'.repeat(32),
    createdAt: AT,
    card: {},
    history: [],
  });
  const id = randomUUID();
  insertAttackRun(db, {
    id,
    modelId: 'model',
    modelSha256: 'ab'.repeat(32),
    datasetId,
    split: 'test',
    options: attackOptionsSchema.parse({ method: 'sap', epsilonUnits }),
    engine: 'none',
    programVersion: '0.0.0',
    createdAt: AT,
    summary: {
      records: 1,
      originallyCorrect: 1,
      attackable: 1,
      fooled: 1,
      asr: 1,
      asrInterval: [0.2, 1],
      accuracyUnderAttack: 0,
      zeroGradient: 0,
      secondsPerRecord: 0,
    },
  });
  for (const [i, recordId] of listRecordIds(db, { datasetId }).entries()) {
    const signal = { samples: pairs[i]![1], samplingHz: 300, unitsPerMv: 1000 };
    const sha256 = recordHash(signal);
    insertSignal(db, { ...signal, sha256 });
    insertExamples(db, [
      {
        runId: id,
        recordId,
        label: 0,
        originalClass: 0,
        adversarialClass: 1,
        originallyCorrect: true,
        fooled: true,
        zeroGradient: false,
        probabilitiesBefore: [0.9, 0.05, 0.03, 0.02],
        probabilitiesAfter: [0.1, 0.8, 0.05, 0.05],
        metrics: METRICS,
        noiseFooled: false,
        queries: null,
        starts: null,
        keptStart: null,
        sha256,
      },
    ]);
  }
  return id;
}

/** The reader's way besides the trials, and how these are drawn: all of them, and those of the first task. */
export type ProtocolChanges = Pick<
  Partial<ProtocolInput>,
  'title' | 'display' | 'readers' | 'session' | 'order' | 'rounds' | 'washoutDays'
> & {
  task?: Pick<ProtocolInput['tasks'][number], 'repeats' | 'practice'>;
  /** Budgets of the first task, each an arm with as many of its pairs; else there is one. */
  epsilons?: readonly number[];
};

const armOf = (arm: string, epsilon?: number): string => (epsilon === undefined ? arm : `${arm}-${epsilon}`);

/** The last two pairs are asked about in another way. */
const protocolOf = (pairs: number, arm: string, { task, epsilons, ...more }: ProtocolChanges): Protocol =>
  parseProtocol({
    title: 'Fixture study',
    ...more,
    schemaVersion: 1,
    seed: 7,
    tasks: [
      {
        id: 'which',
        question: 'which-is-real',
        arms: (epsilons ?? [undefined]).map((epsilonUnits, _, { length }) => ({
          ...{ name: armOf(arm, epsilonUnits), attack: { method: 'sap', epsilonUnits }, pairs: (pairs - 2) / length },
        })),
        ...task,
      },
      { id: 'same', question: 'same-class', arms: [{ name: arm, attack: { method: 'sap' }, pairs: 2 }] },
    ],
  });

/** The same for every fixture, so that all of them have the same sides and order. */
const SECRET = new Uint8Array(32).fill(7);

interface FixtureChanges {
  pairs?: readonly FixturePair[];
  newId?: () => string;
  protocol?: ProtocolChanges;
  /** The trials instead of those that the secret gives. */
  changed?: (trials: TrialRow[]) => TrialRow[];
  /** What its records' names begin with, and the name of its arms. */
  names?: { record: string; arm: string };
}

/** A locked study of six pairs, or of these, on a dataset of its own. Returns its id and its trials in order. */
export function addStudy(
  db: WritableDB,
  {
    pairs = fixturePairs(6),
    newId = randomUUID,
    protocol: more = {},
    changed = (trials) => trials,
    names: named = { record: 'R', arm: 'SAP' },
  }: FixtureChanges = {},
): { studyId: string; trials: TrialRow[] } {
  const datasetId = addDataset(db, pairs, named.record);
  const runs = (more.epsilons ?? [undefined]).map((epsilon) => ({
    epsilon,
    id: addRun(db, datasetId, pairs, epsilon),
  }));
  const protocol = protocolOf(pairs.length, named.arm, more);
  const examples = runs.map(
    ({ id }) => new Map(listExamples(db, id).map((one) => [getRecord(db, one.recordId)?.name ?? '', one.id])),
  );
  const studyId = randomUUID();
  const names = [...(examples[0]?.keys() ?? [])];
  const drawn = drawTrials(
    { id: studyId, protocol },
    names.map((record, i) => {
      const taskId = i < names.length - 2 ? 'which' : 'same';
      const run = taskId === 'which' ? i % runs.length : 0;
      return {
        ...{ record, otherRecord: null, otherRecordId: null, recordId: null, madeRecordId: null, taskId },
        arm: taskId === 'which' ? armOf(named.arm, runs[run]?.epsilon) : named.arm,
        exampleId: examples[run]?.get(record) as number,
      };
    }),
    SECRET,
    newId,
  );
  const trials = changed(drawn);
  insertStudy(db, {
    id: studyId,
    title: protocol.title,
    protocol,
    protocolSha256: 'cd'.repeat(32),
    createdAt: AT,
    lockedAt: null,
    commitment: null,
    rehearsalOf: null,
  });
  lockStudy(db, studyId, { lockedAt: AT, secret: SECRET, commitment: commitmentOf(SECRET), trials });
  if (protocol.readers) makeReaderCodes(db, studyId, protocol.readers.codes, AT);
  sealStudy(db, studyId, { at: AT, programVersion: '0.0.0' });
  return { studyId, trials };
}
