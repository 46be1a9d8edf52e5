import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analysisRequestSchema } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { parseProtocol } from '../../src-shared/study/protocol.ts';
import { trainOptionsSchema } from '../../src-shared/models/train-options.ts';
import { cincFiles, cincRecord, someSamples } from '../helpers/cinc-files.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { zipBytes } from '../helpers/zip-bytes.ts';
import { writeNpy } from '../../src-main/ecg/numpy/npy.ts';
import { attackText } from '../../src-main/hosts/cli/output/attack-text.ts';

type Files = ReturnType<typeof cincFiles>;

/** A zip of that name in a folder of its own. */
function archive(name: string, files: Files): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, zipBytes(files));
  return path;
}

/** The files with one piece of every header replaced. */
function withHeaders(files: Files, from: RegExp, to: string): Files {
  return files.map((file) =>
    file.name.endsWith('.hea') ? { ...file, data: String(file.data).replace(from, to) } : file,
  );
}

describe('records that the model was not made for', () => {
  it.each([
    ['sampling rate', withHeaders(cincFiles('set/', 40), / 1 300 /, ' 1 250 '), '250 Hz and 1000 units per mV'],
    ['gain', withHeaders(cincFiles('set/', 40), /1000\/mV/, '200/mV'), '300 Hz and 200 units per mV'],
  ])('are refused for their %s before any work, by name and with the cure', async (_, files, form) => {
    const { services } = await openServices();
    const job = services.datasets.startImport({ path: archive('set.zip', files) });
    const datasetId = (await services.jobs.finished(job.id)).datasetId;
    const jobs = services.jobs.list().length;
    const split = 'train' as const;
    const options = attackOptionsSchema.parse({ method: 'fgsm' });
    const refusal = expect.objectContaining({
      code: 'bad-input',
      message: expect.stringMatching(
        new RegExp(
          `^Record A000\\d\\d has ${form}; .* 300 Hz and 1000 units per mV\\. Convert .*--rate 300 --gain 1000`,
        ),
      ) as string,
    }) as Error;
    const thrownBy = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    expect(thrownBy(() => services.models.startEvaluation({ modelId: 'small', datasetId, split }))).toEqual(refusal);
    expect(thrownBy(() => services.attacks.start({ modelId: 'small', datasetId, split, options }))).toEqual(refusal);
    expect(thrownBy(() => services.trainings.start({ datasetId, options: trainOptionsSchema.parse({}) }))).toEqual(
      refusal,
    );
    expect(services.jobs.list()).toHaveLength(jobs);

    const protocol = parseProtocol({
      schemaVersion: 1,
      title: 'Refused',
      seed: 3,
      stimuli: { split, onlySuccessful: false, minDurationMs: 0 },
      tasks: [{ id: 'which', question: 'which-is-real', arms: [{ name: 'FGSM', attack: options, pairs: 2 }] }],
    });
    const study = services.studies.startCreate({ protocol, datasetId, modelId: 'small' });
    await expect(services.jobs.finished(study.id)).rejects.toEqual(refusal);
    expect(services.attacks.list()).toEqual([]);
  });

  it('are those of other values than its card names', async () => {
    const { services, appRoot } = await openServices();
    const card = { samplingHz: 250, unitsPerMv: 200 };
    writeFileSync(join(appRoot, 'resources', 'models', 'small', 'card.json'), JSON.stringify(card));
    await services.close();
    const again = await reopenServices(appRoot);
    const files = withHeaders(withHeaders(cincFiles('set/', 40), / 1 300 /, ' 1 250 '), /1000\/mV/, '200/mV');
    const job = again.datasets.startImport({ path: archive('set.zip', files) });
    const { datasetId } = await again.jobs.finished(job.id);
    const request = { modelId: 'small', datasetId, split: 'train' as const };
    await expect(again.jobs.finished(again.models.startEvaluation(request).id)).resolves.toMatchObject({
      modelId: 'small',
    });
  });
});

describe('one record that the model was not made for', () => {
  it('is left out of everything that is done with its split, which says so, and the rest goes on', async () => {
    const { services: first, appRoot } = await openServices();
    await first.close();
    const [small = '', other = '', slow = ''] = ['small', 'other', 'slow'].map((name) =>
      join(appRoot, 'resources', 'models', name),
    );
    for (const copy of [other, slow]) cpSync(small, copy, { recursive: true });
    writeFileSync(join(slow, 'card.json'), JSON.stringify({ samplingHz: 250, unitsPerMv: 1000 }));
    // Another model: the last four numbers are the biases of the classes.
    const weights = readFileSync(join(other, 'weights.bin'));
    weights.writeFloatLE(50, weights.length - 4);
    writeFileSync(join(other, 'weights.bin'), weights);
    const services = await reopenServices(appRoot);
    // A00003 is in the test split, A00020 in that of training or validation.
    const files = cincFiles('set/', 40).map((file) =>
      /A000(?:03|20)\.hea/.test(file.name) ? { ...file, data: String(file.data).replace(/ 1 300 /, ' 1 250 ') } : file,
    );
    const permutation = writeNpy({ shape: [40], data: BigInt64Array.from({ length: 40 }, (_, i) => BigInt(39 - i)) });
    const permutationPath = join(temporaryFolder(), 'permutation.npy');
    writeFileSync(permutationPath, permutation);
    const job = services.datasets.startImport({ path: archive('set.zip', files), permutationPath });
    const { datasetId } = await services.jobs.finished(job.id);
    const request = { modelId: 'small', datasetId, split: 'test' as const };
    const leftOut = [{ record: 'A00003', samplingHz: 250, unitsPerMv: 1000 }];
    const scores = await services.jobs.finished(services.models.startEvaluation(request).id);
    expect(scores).toMatchObject({ records: 3, leftOut });
    const options = attackOptionsSchema.parse({ method: 'fgsm' });
    const run = await services.jobs.finished(services.attacks.start({ ...request, options }).id);
    expect(run).toMatchObject({ records: 3, leftOut });
    expect(services.attacks.run(run.runId).summary.leftOut).toEqual(leftOut);
    expect(attackText(run)).toContain('Left out: A00003 (250 Hz, 1000 units per mV)');

    const comparison = services.models.startComparison({ modelIds: ['small', 'other'], datasetId, split: 'test' });
    expect(await services.jobs.finished(comparison.id)).toMatchObject({ records: 3, leftOut });
    // A model of another form has records in the split too, but none that both can read.
    const unlike = { modelIds: ['small', 'slow'], datasetId, split: 'test' as const };
    expect(() => services.models.startComparison(unlike)).toThrow(/has 300 Hz .* the model "slow" needs 250 Hz/);
    const transfer = { ...request, kind: 'transfer', surrogateModelId: 'slow', attack: options };
    expect(() => services.analyses.start(analysisRequestSchema.parse(transfer))).toThrow(/"slow" needs 250 Hz/);
    const asked = analysisRequestSchema.parse({
      ...request,
      kind: 'epsilon-curve',
      attack: options,
      epsilonsUnits: [5],
    });
    const { analysisId } = await services.jobs.finished(services.analyses.start(asked).id);
    expect(services.analyses.get(analysisId).result).toMatchObject({ records: 3, leftOut });
    const protocol = parseProtocol({
      schemaVersion: 1,
      title: 'Without A00003',
      seed: 3,
      stimuli: { split: 'test', onlySuccessful: false, minDurationMs: 0 },
      tasks: [{ id: 'which', question: 'which-is-real', arms: [{ name: 'FGSM', attack: options, pairs: 2 }] }],
    });
    const study = services.studies.startCreate({ protocol, datasetId, modelId: 'small' });
    expect(await services.jobs.finished(study.id)).toMatchObject({ trials: 2, leftOut });
    const training = trainOptionsSchema.parse({
      model: 'tiny',
      towers: 1,
      epochs: 1,
      batchSize: 8,
      cropSamples: [300],
    });
    const trained = await services.jobs.finished(services.trainings.start({ datasetId, options: training }).id);
    expect(trained).toMatchObject({ leftOut: [{ record: 'A00020', samplingHz: 250, unitsPerMv: 1000 }] });
    expect(services.models.find('tiny-seed-1').card.records).toMatchObject({ leftOut: 1 });

    // The way out: the records in the form that the model needs, as a dataset of its own.
    const form = { samplingHz: 300, unitsPerMv: 1000 };
    const converted = await services.jobs.finished(services.datasets.startConversion({ datasetId, ...form }).id);
    expect(converted).toMatchObject({ dataset: 'set-han2020-300-hz', records: 40, added: 40, skipped: [] });
    expect(services.datasets.find('set-han2020-300-hz')).toMatchObject({
      source: expect.stringMatching(
        /^"set-han2020" resampled and rescaled to 300 Hz and 1000 units per mV; its source: \//,
      ) as string,
      notes: [expect.stringMatching(/^Resampled by a linear-phase low-pass .*Kaiser β 8.6/) as string],
    });
    const [again] = services.datasets.records({ datasetId: converted.datasetId, nameContains: 'A00003' }, 0, 1).rows;
    expect(again).toMatchObject({ ...form, split: 'test', lead: 'ECG' });
    expect(() => services.datasets.startConversion({ datasetId: 'set-han2020-300-hz', ...form })).toThrow(
      'All records of "set-han2020-300-hz" have 300 Hz and 1000 units per mV already.',
    );
  });
});

describe('what an import decided for the user', () => {
  it('is stated in its result and kept with the dataset', async () => {
    const { services } = await openServices();
    const signal = `A00005.dat 16 1000/mV 16 0 ${someSamples(1)[0]} 0 0`;
    const twoSignals = [
      // Of the same class, three records are in three splits; A00010 is A00002 once more.
      ...cincFiles('set/', 12).filter(({ name }) => !/A00005.hea|A00010/.test(name)),
      ...cincRecord('A00010', someSamples(601, 2)).map((file) => ({ ...file, name: `set/${file.name}` })),
      { name: 'set/A00005.hea', data: `A00005 2 300 300\n${signal} ECG\n${signal} II\n` },
      { name: 'set/A00005.dat', data: Buffer.from(someSamples(600).buffer) },
      { name: 'set/REFERENCE-original.csv', data: 'A00001,A\n' },
    ];
    const job = services.datasets.startImport({ path: archive('set.zip', twoSignals) });
    const result = await services.jobs.finished(job.id);
    const notes = [
      // First what the import chose, then its account.
      'set/REFERENCE-original.csv was not used: the labels come from set/REFERENCE.csv.',
      '1 record has several signals; read were ECG (12).',
      'What tells who a patient is was found and left out: date of recording (11).',
      '28 files were seen, 26 of them read. Not used: set/A00005.mat, set/REFERENCE-original.csv.',
      expect.stringMatching(/^A00002 \(\w+\), A00010 \(\w+\) are the same signal in different splits: /) as string,
    ];
    expect(result).toMatchObject({ records: 12, skipped: [], notes });
    expect(result.account?.sameSignals.first.map((same) => same.map(({ record }) => record))).toEqual([
      ['A00002', 'A00010'],
    ]);
    expect(services.datasets.find('set').notes).toEqual(notes);
  });
});

describe('an archive of the same name from elsewhere', () => {
  it('adds nothing where its records are there already', async () => {
    const { services } = await openServices();
    await services.jobs.finished(services.datasets.startImport({ path: archive('set.zip', cincFiles('set/', 8)) }).id);
    const again = services.datasets.startImport({ path: archive('set.zip', cincFiles('set/', 8)) });
    expect(await services.jobs.finished(again.id)).toMatchObject({ records: 8, added: 0 });
  });

  it('is refused where it has others, and leaves the dataset as it was', async () => {
    const { services } = await openServices();
    const path = archive('set.zip', cincFiles('set/', 8));
    await services.jobs.finished(services.datasets.startImport({ path }).id);
    const renamed = cincFiles('set/', 8).map(({ name, data }) => ({
      name: name.replace('A000', 'B000'),
      data: typeof data === 'string' ? data.replaceAll('A000', 'B000') : data,
    }));
    const other = archive('set.zip', renamed);
    const before = services.datasets.find('set');
    await expect(services.jobs.finished(services.datasets.startImport({ path: other }).id)).rejects.toMatchObject({
      code: 'conflict',
      message: `The dataset "set" comes from ${path}, and 8 of the 8 records of ${other} are not in it. Import this one under another name: --name <name>.`,
    });
    expect(services.datasets.list()).toEqual([before]);
    const named = services.datasets.startImport({ path: other, name: 'other' });
    expect(await services.jobs.finished(named.id)).toMatchObject({ dataset: 'other', added: 8 });
  });
});
