import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { recordIdSchema } from '../../src-shared/record-id.ts';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { insertAnswer } from '../../src-main/db/analyses/analyses.ts';
import { insertAttackRun, getAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { insertDataset } from '../../src-main/db/datasets/datasets.ts';
import { insertExamples } from '../../src-main/db/attacks/examples.ts';
import { getModel, upsertModel } from '../../src-main/db/models/models.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { listRecordIdentities } from '../../src-main/db/datasets/record-identities.ts';
import { insertRecord, listRecordIds } from '../../src-main/db/datasets/records.ts';
import { insertSignal } from '../helpers/insert-signal.ts';
import { recordHash } from '../../src-main/ecg/dataset/record-hash.ts';
import { hashRecordings } from '../../src-main/ecg/dataset/record-set-hash.ts';
import { attackFindings } from '../../src-main/services/attacks/attack-findings.ts';
import { summariseAttack } from '../../src-main/statistics/summaries/summarise-attack.ts';
import { trainingOverlap } from '../../src-main/services/models/training-overlap.ts';
import { trainingHalf } from '../../src-main/ml/training/training-half.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../src-shared/attacks/index.ts';
import type { Finding } from '../../src-shared/contract/attacks.ts';
import type { Split } from '../../src-shared/ecg.ts';
import { METRICS } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const someIds = [1, 2].map((id) => recordIdSchema.parse(id));
const AT = '2026-01-01T00:00:00.000Z';
const SHA = 'ab'.repeat(32);
const RECORDS = 40;

function open(): WritableDB {
  const db = openDb(join(temporaryFolder(), 'w.sqlite'));
  onTestFinished(() => void db.close());
  upsertModel(db, { ...MODEL, card: {} });
  return db;
}

const MODEL = {
  id: 'model',
  name: 'model',
  architecture: 'compact',
  origin: 'trained' as const,
  sha256: SHA,
  createdAt: AT,
  history: [],
};

/** A dataset of Normal records; record k is the same recording in every dataset. */
function addDataset(db: WritableDB, id: string, splitOf: (place: number) => Split): void {
  insertDataset(db, {
    id,
    name: id,
    source: 'test',
    labels: 'test',
    createdAt: AT,
    skipped: [],
    notes: [],
    reading: {},
    classes: CINC_2017_CLASSES,
  });
  for (let k = 0; k < RECORDS; k += 1) {
    const signal = { samples: new Int16Array(300).fill(k), samplingHz: 300, unitsPerMv: 1000 };
    const sha256 = recordHash(signal);
    insertSignal(db, { ...signal, sha256 });
    insertRecord(db, id, { name: `R${String(k).padStart(3, '0')}`, label: 0, split: splitOf(k), lead: 'I', sha256 });
  }
}

/** A run on the first `count` records of which the first `fooled` were fooled; the last is wrong before. */
function addRun(
  db: WritableDB,
  id: string,
  input: AttackOptionsInput,
  fooled: number,
  { count = RECORDS, model = SHA } = {},
): void {
  const options = attackOptionsSchema.parse(input);
  const examples = listRecordIds(db, { datasetId: 'd' })
    .slice(0, count)
    .map((recordId, k) => ({
      runId: id,
      recordId,
      label: 0,
      originalClass: k === RECORDS - 1 ? (2 as const) : (0 as const),
      adversarialClass: k < fooled ? (1 as const) : (0 as const),
      originallyCorrect: k < RECORDS - 1,
      fooled: k < fooled,
      zeroGradient: false,
      probabilitiesBefore: [1, 0, 0, 0],
      probabilitiesAfter: [1, 0, 0, 0],
      metrics: METRICS,
      noiseFooled: false,
      queries: null,
      starts: null,
      keptStart: null,
      sha256: recordHash({ samples: new Int16Array(300).fill(k), samplingHz: 300, unitsPerMv: 1000 }),
      stillCorrect: k >= fooled,
      perturbsPadding: false,
    }));
  const run = { modelId: 'model', modelSha256: model, datasetId: 'd', split: 'test' as const, createdAt: AT };
  const summary = summariseAttack(examples, { seconds: 1, options, trainedOn: 0 });
  insertAttackRun(db, { ...run, id, options, engine: 'none', programVersion: '0.0.0', summary });
  insertExamples(db, examples);
}

/** How a target judged the examples of a surrogate's run. */
function addTransfer(
  db: WritableDB,
  transfer: { target: string; surrogate: string; runId: string; fooled: number; targetTrainedOn?: number },
): void {
  const { target, surrogate, runId, fooled, targetTrainedOn } = transfer;
  const share = (count: number, interval: [number, number]) => ({ count, of: 39, rate: count / 39, interval });
  const subject = { datasetId: 'd', split: 'test' as const, modelId: target };
  const attack = attackOptionsSchema.parse({ method: 'sap' });
  insertAnswer(db, {
    ...subject,
    id: randomUUID(),
    modelSha256: getModel(db, target)?.sha256 ?? '',
    request: { kind: 'transfer', ...subject, surrogateModelId: surrogate, attack },
    engine: 'none',
    programVersion: '0.0.0',
    createdAt: AT,
    seconds: 1,
    result: {
      records: 40,
      targetCorrect: 39,
      surrogateCorrect: 39,
      agreement: share(39, [0.9, 1]),
      fooledSurrogate: share(38, [0.87, 1]),
      fooledTarget: share(fooled, [fooled / 39 - 0.1, Math.min(1, fooled / 39 + 0.1)]),
      fooledTargetWhereSurrogate: share(fooled, [0, 1]),
      noise: share(0, [0, 0.1]),
      targetTrainedOn,
      runId,
    },
  });
}

function findings(db: WritableDB, runId: string): Finding[] {
  const run = getAttackRun(db, runId);
  if (!run) throw new Error(`no run ${runId}`);
  return attackFindings(db, run).filter(({ code }) => code !== 'worst-case-missing');
}

describe('findings about stored runs', () => {
  it('are none for a run that stands alone or beside a weaker one', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    addRun(db, 'pgd', { method: 'pgd' }, 30);
    expect(findings(db, 'pgd')).toEqual([]);
    addRun(db, 'fgsm', { method: 'fgsm' }, 12);
    expect(findings(db, 'pgd')).toEqual([]);
    expect(findings(db, 'fgsm')).toEqual([]);
  });

  it('compare two runs on the records that both could fool, however many each attacked', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    addRun(db, 'pgd', { method: 'pgd' }, 10);
    addRun(db, 'fgsm', { method: 'fgsm' }, 18, { count: 36 });
    const [finding, ...others] = findings(db, 'pgd');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'one-step-beats-many', severity: 'error' });
    // 8 records only by FGSM, none only by PGD: exact McNemar 2 · 0.5⁸.
    expect(finding?.message).toContain('FGSM at ε = 10 fools 18 of 36 (50.0 %), but PGD at ε = 10 fools only 10');
    expect(finding?.message).toContain('p = 0.008');
    expect(findings(db, 'fgsm').map(({ code }) => code)).toContain('one-step-beats-many');
  });

  it('do not compare with runs of a model that has changed since', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    addRun(db, 'pgd', { method: 'pgd' }, 10);
    addRun(db, 'fgsm', { method: 'fgsm' }, 30, { model: 'cd'.repeat(32) });
    expect(findings(db, 'pgd')).toEqual([]);
  });

  it('demand the worst case where most records withstand, until AutoAttack has been tried on them', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    addRun(db, 'pgd', { method: 'pgd' }, 10);
    const codes = () => attackFindings(db, getAttackRun(db, 'pgd')!).map(({ code }) => code);
    expect(codes()).toEqual(['worst-case-missing']);
    addRun(db, 'smooth', { method: 'autoattack', subspace: 'smooth' }, 9);
    expect(codes()).toEqual(['worst-case-missing']);
    addRun(db, 'worst', { method: 'autoattack' }, 12);
    expect(codes()).toEqual([]);
  });

  it('mention examples from a surrogate that fool the model better', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    addRun(db, 'sap', { method: 'sap' }, 10);
    addTransfer(db, { target: 'model', surrogate: 'tiny', runId: 'elsewhere', fooled: 35 });
    expect(findings(db, 'sap')).toMatchObject([{ code: 'black-box-beats-white-box', severity: 'error' }]);
  });

  it('hear that the target of a transfer was trained on the records, if the attacked model was not', () => {
    const db = open();
    addDataset(db, 'd', () => 'test');
    upsertModel(db, { ...MODEL, id: 'target', name: 'other-half', sha256: 'cd'.repeat(32), card: {} });
    addRun(db, 'sap', { method: 'sap' }, 30);
    addTransfer(db, { target: 'target', surrogate: 'model', runId: 'sap', fooled: 10 });
    expect(findings(db, 'sap')).toEqual([]);
    addTransfer(db, { target: 'target', surrogate: 'model', runId: 'elsewhere', fooled: 10, targetTrainedOn: 40 });
    expect(findings(db, 'sap')).toEqual([]);
    // The same asked twice is said once.
    for (let times = 0; times < 2; times += 1)
      addTransfer(db, { target: 'target', surrogate: 'model', runId: 'sap', fooled: 10, targetTrainedOn: 12 });
    const [finding, ...others] = findings(db, 'sap');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'trained-on-records', severity: 'warning' });
    expect(finding?.message.match(/other-half was trained on 12 of 40/g)).toHaveLength(1);
  });
});

describe('whether a model was trained on records', () => {
  /** The card of a model that learned from these records, with counts that tell nothing. */
  const card = (learned: readonly { sha256: string }[]) => ({
    records: { train: learned.length, trainSha256: hashRecordings(learned.map(({ sha256 }) => sha256)) },
  });
  const halves = (place: number): Split => (place < 30 ? 'train' : place < 35 ? 'validation' : 'test');

  it('is known by the recordings, even where another dataset divides them otherwise', () => {
    const db = open();
    addDataset(db, 'd', halves);
    addDataset(db, 'others', (place) => (place % 4 === 0 ? 'test' : 'train'));
    const model = { card: card(listRecordIdentities(db, 'd', 'train').reverse()) };
    expect(trainingOverlap(db, model, listRecordIds(db, { datasetId: 'd', split: 'test' }))).toBe(0);
    expect(trainingOverlap(db, model, listRecordIds(db, { datasetId: 'others', split: 'test' }))).toBe(8);
  });

  it('is known of a model that learned from one half of them, and only that half counts', () => {
    const db = open();
    addDataset(db, 'd', halves);
    addDataset(db, 'others', (place) => (place % 4 === 0 ? 'test' : 'train'));
    const records = listRecordIdentities(db, 'd', 'train');
    for (const half of [1, 2] as const) {
      const learned = trainingHalf(records, half);
      const model = { card: { ...card(learned), options: { model: 'tiny' as const, half } } };
      const own = learned.map(({ id }) => id);
      const rest = records.map(({ id }) => id).filter((id) => !own.includes(id));
      expect([own, rest].map((ids) => trainingOverlap(db, model, ids))).toEqual([15, 0]);
      const sha256 = new Set(learned.map((record) => record.sha256));
      const elsewhere = listRecordIdentities(db, 'others', 'test');
      const ids = elsewhere.map(({ id }) => id);
      expect(trainingOverlap(db, model, ids)).toBe(elsewhere.filter((record) => sha256.has(record.sha256)).length);
    }
    // Half of a dataset is another thing than all of it, and one half another than the other.
    const [first, all] = [card(trainingHalf(records, 1)), card(records)];
    expect(trainingOverlap(db, { card: first }, someIds)).toBeUndefined();
    expect(trainingOverlap(db, { card: { ...all, options: { half: 1 } } }, someIds)).toBeUndefined();
    expect(trainingOverlap(db, { card: { ...first, options: { half: 2 } } }, someIds)).toBeUndefined();
  });

  it('is compared: as many records of the same classes do not make the same dataset', () => {
    const db = open();
    addDataset(db, 'd', (place) => (place < 35 ? halves(place) : 'test'));
    addDataset(db, 'shifted', (place) => (place < 10 ? 'test' : 'train'));
    const learned = listRecordIdentities(db, 'd', 'train');
    const shifted = { card: card(listRecordIdentities(db, 'shifted', 'train')) };
    expect(listRecordIdentities(db, 'shifted', 'train')).toHaveLength(learned.length);
    const ids = listRecordIds(db, { datasetId: 'd', split: 'train' });
    expect([{ card: card(learned) }, shifted].map((model) => trainingOverlap(db, model, ids))).toEqual([30, 20]);
  });

  it('is not known without its dataset, nor from a card that does not have the hash, as those of earlier versions', () => {
    const db = open();
    addDataset(db, 'd', halves);
    const learned = listRecordIdentities(db, 'd', 'train');
    expect(trainingOverlap(db, { card: card(learned.slice(1)) }, someIds)).toBeUndefined();
    const counts = { train: 30, validation: 5, trainClasses: { N: 30, A: 0, O: 0, '~': 0 } };
    expect(trainingOverlap(db, { card: { records: counts } }, someIds)).toBeUndefined();
    expect(trainingOverlap(db, { card: {} }, someIds)).toBeUndefined();
  });
});
