import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import type { AnalysisKind, ResultOf } from '../../src-shared/analyses/index.ts';
import { analysisRequestSchema } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema, type AttackOptions } from '../../src-shared/attacks/index.ts';
import type { JobResults } from '../../src-shared/contract/job-results.ts';
import type { Split } from '../../src-shared/ecg.ts';
import { parseProtocol } from '../../src-shared/study/protocol.ts';
import { codesOf } from '../../src-shared/class-list.ts';
import { parseTrainOptions } from '../../src-shared/models/train-options.ts';
import { ecgFolder } from '../helpers/ecg-folder.ts';
import { preparedServices } from '../helpers/open-services.ts';

const CLASSES = ['AFIB', 'NORM', 'NOISE', 'PVC', 'STACH'];
const OPTIONS = parseTrainOptions({ model: 'tiny', epochs: 2, batchSize: 8, cropSamples: [600], augment: false });

/** A folder of simulated ECGs whose labels are five words. */
function fiveClasses(): string {
  const { folder } = ecgFolder({ records: 80, seed: 3, durationS: 9, prefix: 'F' });
  const path = join(folder, 'REFERENCE.csv');
  const words: Record<string, string[]> = { N: ['NORM'], A: ['AFIB'], O: ['PVC', 'STACH'], '~': ['NOISE'] };
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const relabelled = lines.map((line, i) => {
    const [name = '', code = ''] = line.split(',');
    const own = words[code] ?? [];
    return `${name},${own[i % own.length]}`;
  });
  writeFileSync(path, `${relabelled.join('\n')}\n`);
  return folder;
}

/** The five classes in the dataset, and a model that was trained on it. */
const trained = preparedServices(async (services: Services) => {
  const { id } = services.datasets.startImport({ path: fiveClasses(), name: 'five', classes: 'own' });
  const { datasetId } = await services.jobs.finished(id);
  const job = services.trainings.start({ datasetId, name: 'five-tiny', options: OPTIONS });
  await services.jobs.finished(job.id);
  return { datasetId, modelId: job.modelId };
});

describe('a dataset of five classes of its own', () => {
  it('trains a model with a head of five, whose card says what they are', async () => {
    const { services, made } = await trained();
    const dataset = services.datasets.find('five');
    expect(codesOf(dataset.classes)).toEqual(['AFIB', 'NOISE', 'NORM', 'PVC', 'STACH']);
    expect(dataset.classCounts).toHaveLength(5);
    expect(dataset.classCounts.every((count) => count > 0)).toBe(true);
    const { card } = services.models.find(made.modelId);
    expect(card.classes).toEqual(dataset.classes);
    expect(card.options?.classCopies).toEqual([1, 1, 1, 1, 1]);
    expect(Object.keys(card.records?.trainClasses ?? {}).sort()).toEqual([...CLASSES].sort());
    expect(card.validation?.confusion).toHaveLength(5);
  });

  it('is evaluated by that model: F1 of each class, their mean over all, probabilities of five', async () => {
    const { services, made } = await trained();
    const { modelId, datasetId } = made;
    const { id } = services.models.startEvaluation({ modelId, datasetId, split: 'train' });
    const { f1, meanF1, confusion, intervals } = await services.jobs.finished(id);
    expect(Object.keys(f1).sort()).toEqual([...CLASSES].sort());
    expect(meanF1).toBeCloseTo(CLASSES.reduce((sum, code) => sum + (f1[code] ?? NaN), 0) / 5, 12);
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(
      services.datasets.find('five').splitCounts.train,
    );
    expect(Object.keys(intervals?.f1 ?? {})).toHaveLength(5);
    const [evaluation] = services.models.list().find(({ id: model }) => model === modelId)?.evaluations ?? [];
    expect(evaluation?.metrics.f1).toEqual(f1);
  });

  it('is refused by a model of other classes, with those that do not fit and the cure', async () => {
    const { services, made } = await trained();
    const request = { modelId: 'small', datasetId: made.datasetId, split: 'test' as const };
    expect(() => services.models.startEvaluation(request)).toThrow(
      'The dataset "five" has classes that the model "small" does not know: AFIB, NOISE, NORM, PVC, STACH. The model\'s are N (Normal), A (AF), O (Other), ~ (Noise). Import',
    );
    expect(() =>
      services.trainings.start({ datasetId: made.datasetId, options: { ...OPTIONS, teachers: ['small'] } }),
    ).toThrow(/The teacher "small" knows the classes/);
    const classCopies = [1, 2, 3];
    expect(() => services.trainings.start({ datasetId: made.datasetId, options: { ...OPTIONS, classCopies } })).toThrow(
      /name 3 numbers of copies.*"five" has 5 classes/,
    );
  });

  it('cannot be given records of another list under its name', async () => {
    const { services } = await trained();
    const again = services.datasets.startImport({
      path: fiveClasses(),
      name: 'five',
      classes: 'PVC=O,STACH=O,NORM=N,NOISE=~',
    });
    await expect(services.jobs.finished(again.id)).rejects.toThrow(/has the classes AFIB, NOISE.*--name/);
  });

  it('of fewer classes in another order is evaluated by code: the same scores as those of the same records', async () => {
    const { services, made } = await trained();
    const mapping = 'STACH=STACH,NORM=NORM,AFIB=AFIB,*=-';
    const { datasetId } = await services.jobs.finished(
      services.datasets.startImport({ path: fiveClasses(), name: 'three', classes: mapping }).id,
    );
    const { classes } = services.datasets.find('three');
    expect(codesOf(classes)).toEqual(['STACH', 'NORM', 'AFIB']);
    const evaluation = services.models.startEvaluation({ modelId: made.modelId, datasetId, split: 'train' });
    const { confusion } = await services.jobs.finished(evaluation.id);
    const order = codesOf(services.datasets.find('five').classes);
    const inRow = (code: string): number => (confusion[order.indexOf(code)] ?? []).reduce((sum, n) => sum + n, 0);
    const { rows } = services.datasets.records({ datasetId, split: 'train' }, 0, 200);
    for (const code of order) {
      const own = classes.findIndex((one) => one.code === code);
      expect(inRow(code)).toBe(rows.filter(({ label }) => label === own).length);
    }
  });

  it('is attacked to a class by its model, and away from the label', async () => {
    const { services, made } = await trained();
    const subject = { ...made, split: 'train' as const, limit: 12 };
    const codes = codesOf(services.datasets.find('five').classes);
    const target = codes.indexOf('STACH');
    const led = await attacked(services, subject, { target });
    expect(led.records).toBe(12);
    const outcomes = services.attacks.outcomes(led.runId);
    expect(new Set(outcomes.map((row) => row.target))).toEqual(new Set(['STACH']));
    const { rows } = services.datasets.records({ datasetId: made.datasetId, split: 'train' }, 0, 100);
    for (const { record, label, class_after, fooled } of outcomes) {
      expect(codes.indexOf(label)).toBe(rows.find(({ name }) => name === record)?.label);
      if (fooled === 1) expect(class_after).toBe('STACH');
    }
    const away = await attacked(services, subject, {});
    expect(away.attackable).toBe(away.originallyCorrect);
    expect(services.attacks.run(away.runId).classes).toEqual(services.datasets.find('five').classes);
    expect(() => services.attacks.start({ ...subject, options: options({ target: 5 }) })).toThrow(
      /5 is no class of the model/,
    );
    expect(() => services.attacks.start({ ...subject, options: options({ target: 'han2020' }) })).toThrow(
      /is for the classes of CinC 2017/,
    );
  });

  it('has a targeted table of twenty cells, none of them of the paper, and medians of five classes', async () => {
    const { services, made } = await trained();
    const subject = { ...made, split: 'train' as const, limit: 2, attack: options({}) };
    const { cells, runIds } = await analysed(services, 'targeted-table', subject);
    expect([cells.length, runIds.length]).toEqual([20, 5]);
    expect(cells.every(({ paper }) => paper === null)).toBe(true);
    const { medians } = await analysed(services, 'least-perturbation', { ...subject, maxEpsilonUnits: 1 });
    expect(medians.map((one) => one.class)).toEqual([null, 0, 1, 2, 3, 4]);
  });

  it('in another order is attacked with its labels as the model’s', async () => {
    const { services, made } = await trained();
    const mapping = 'STACH=STACH,NORM=NORM,AFIB=AFIB,*=-';
    const { id } = services.datasets.startImport({ path: fiveClasses(), name: 'three', classes: mapping });
    const { datasetId } = await services.jobs.finished(id);
    const { runId, originallyCorrect } = await attacked(services, { ...made, datasetId, split: 'train' }, {});
    const all = await attacked(services, { ...made, split: 'train' }, {});
    const same = new Map(services.attacks.outcomes(all.runId).map((row) => [row.record, row.label]));
    const outcomes = services.attacks.outcomes(runId);
    for (const { record, label } of outcomes) if (same.has(record)) expect(label).toBe(same.get(record));
    const correct = outcomes.filter(({ label, class_before }) => label === class_before);
    expect(originallyCorrect).toBe(correct.length);
    const label = codesOf(services.attacks.run(runId).classes).indexOf('NORM');
    const { rows } = services.attacks.examples({ runId, label }, 0, 200);
    expect(rows.length).toBe(outcomes.filter((row) => row.label === 'NORM').length);
    const verified = await services.jobs.finished(services.verifications.start({ runId, seed: 1, sample: 3 }).id);
    expect(verified.intact).toBe(true);
  });

  it('is shown in a study by its codes, to the table of results', async () => {
    const { services, made } = await trained();
    const arm = { name: 'PGD', attack: { method: 'pgd' as const, epsilonUnits: 300, alphaUnits: 40, pgdSteps: 5 } };
    const protocol = (changes: object, pairs: object = { pairs: 4, quotas: { NORM: 2, PVC: 2 } }) =>
      parseProtocol({
        ...{ schemaVersion: 1, title: 'Five', seed: 3 },
        stimuli: { split: 'train', onlySuccessful: false, ...changes },
        tasks: [{ id: 'which', question: 'which-is-real', arms: [{ ...arm, ...pairs }] }],
      });
    const request = { datasetId: made.datasetId, modelId: made.modelId };
    const create = (asked: ReturnType<typeof protocol>) =>
      services.studies.startCreate({ ...request, protocol: asked });
    expect(() => create(protocol({ classes: ['NORM', 'N', 'PVC'] }))).toThrow(
      'The protocol names a class that the records of "five" do not have: N (stimuli.classes). They have AFIB, NOISE, NORM, PVC, STACH.',
    );
    expect(() => create(protocol({}, { pairs: 2, quotas: { N: 2 } }))).toThrow(/quotas\.N is 2: it must be left out/);
    const eligible = await services.designs.eligible({ ...request, protocol: protocol({}) });
    expect(eligible.classes.map(({ code }) => code)).toEqual(['AFIB', 'NOISE', 'NORM', 'PVC', 'STACH']);
    expect(eligible.arms[0]?.quotas.map(({ code, needed }) => `${code} ${needed}`)).toEqual(['NORM 2', 'PVC 2']);
    const { studyId } = await services.jobs.finished(create(protocol({})).id);
    expect(services.studies.list().find(({ id }) => id === studyId)?.protocol.stimuli.classes).toEqual(
      codesOf(services.datasets.find('five').classes),
    );
    await services.studies.lock(studyId);
    const rehearsal = services.startRehearsal({ studyId, readers: 1, probabilityRight: 0.5, seed: 1 });
    const rows = await services.results.responses((await services.jobs.finished(rehearsal.id)).studyId);
    expect(rows.map(({ class_label }) => class_label).sort()).toEqual(['NORM', 'NORM', 'PVC', 'PVC']);
    for (const { class_original, class_adversarial, attack_goal } of rows) {
      expect(CLASSES).toContain(class_original);
      expect(CLASSES).toContain(class_adversarial);
      expect(attack_goal).toBe('untargeted');
    }
  });
});

function options(changes: Partial<AttackOptions>): AttackOptions {
  const large = { method: 'pgd', epsilonUnits: 5000, alphaUnits: 1000, pgdSteps: 5 };
  return attackOptionsSchema.parse({ ...large, ...changes });
}

function attacked(
  services: Services,
  subject: { modelId: string; datasetId: string; split: Split; limit?: number },
  changes: Partial<AttackOptions>,
): Promise<JobResults['attack']> {
  return services.jobs.finished(services.attacks.start({ ...subject, options: options(changes) }).id);
}

async function analysed<K extends AnalysisKind>(services: Services, kind: K, asked: object): Promise<ResultOf<K>> {
  const request = analysisRequestSchema.parse({ kind, ...asked });
  const { analysisId } = await services.jobs.finished(services.analyses.start(request).id);
  return services.analyses.getOf(kind, analysisId).result;
}
