import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import type { ClassCode } from '../../src-shared/ecg.ts';
import type { Quotas } from '../../src-shared/study/criteria.ts';
import { type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { answer } from '../helpers/answer-trial.ts';
import { PASSPHRASE, readBundle, servicesOn } from '../helpers/bundle-fixture.ts';
import { collect } from '../helpers/collect.ts';
import { collectFiles } from '../helpers/collect-files.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { imported, PAIRS, TASKS, protocolOf, built, locked } from './elsewhere-fixture.ts';

describe('a study of stimuli from elsewhere', () => {
  it('is built of a CSV of pairs and of two datasets, without any model, and says of what', async () => {
    const { services, studyId } = await built();
    expect(services.models.list()).toEqual([]);
    const study = services.studies.list().find(({ id }) => id === studyId)!;
    expect(study).toMatchObject({ state: 'draft', trials: PAIRS + 2 + 1 + 6 });
    expect(study.madeFrom).toMatchObject({
      dataset: 'recorded',
      madeDatasets: ['synthetic'],
      model: null,
      unitsPerMv: 1000,
    });
    const [arm] = study.protocol.tasks[0]!.arms;
    expect(arm?.source).toMatchObject({
      list: expect.arrayContaining([expect.objectContaining({ line: 2, pair: 'p1' })]),
    });
    expect(services.studies.perturbations(studyId)).toEqual([]);
  });

  it('shows both tracings cut to the shorter one, in the same unit and steps, and a single one as long', async () => {
    const { services, studyId } = await locked();
    let step = await services.sessions.open(studyId, 'Dr A');
    const lengths: number[][] = [];
    while (step.trial) {
      lengths.push(step.trial.tracings.map(({ samples }) => samples.length));
      step = services.sessions.respond(answer(step));
    }
    expect(lengths.slice(1, 11)).toEqual(Array<number[]>(10).fill([2700, 2700]));
    expect(lengths.slice(11)).toEqual(Array<number[]>(6).fill([2700]));
  });

  it('goes to readers in a sealed file, and from there to results that name both records and no model', async () => {
    const { services, studyId, made } = await locked();
    await services.bundles.unlock(PASSPHRASE);
    const folder = temporaryFolder();
    const [bundle] = await collect(services.bundles.export({ studyId, folder, readers: [null] }));
    const file = bundle!.path;
    await readBundle(file, 'Dr A');
    const [collected] = await collectFiles(services, studyId, [file]);
    expect(collected).toMatchObject({ problems: [], added: [{ reader: 'Dr A', answers: PAIRS + 2 + 1 + 6 }] });
    await services.results.open(studyId, { reason: null, passphrase: PASSPHRASE }, 'window');

    const rows = await services.results.responses(studyId);
    expect(rows).toHaveLength(PAIRS + 2 + 6);
    const listed = rows.filter(({ arm }) => arm === 'GAN');
    const nothing = {
      attack: null,
      epsilon_uv: null,
      linf_uv: null,
      model: null,
      class_original: null,
      other_record: null,
    };
    for (const row of listed) {
      const number = Number(row.pair_name?.slice(1));
      expect(row).toMatchObject({ ...nothing, source: 'pairs', dataset: 'recorded', made_dataset: 'synthetic' });
      expect([row.record, row.made_record]).toEqual([made.reals[number - 1], made.mades[number - 1]]);
    }
    for (const row of rows.filter(({ arm }) => arm === 'matched')) {
      expect(row).toMatchObject({ ...nothing, source: 'dataset', pair_name: null });
      expect(row.made_class).toBe(row.class_label);
    }
    const shown = rows.filter(({ kind }) => kind === 'main');
    for (const part of ['record', 'made_record'] as const)
      expect(new Set(shown.map((row) => row[part])).size).toBe(shown.length);
    const summary = await services.results.summary(studyId);
    expect(summary.map(({ arm, n }) => `${arm} ${n}`)).toEqual([`GAN ${PAIRS}`, 'matched 6']);
    expect((await services.results.evidence(studyId)).sides).toMatchObject({ follow: true });
    const { text } = await services.results.export(studyId, 'responses-csv');
    expect(text.split('\n')[0]).toMatch(/made_dataset,made_record,made_class,pair_name/);

    // The same from what lies sealed in the file, where the workspace is lost.
    const into = join(temporaryFolder(), 'recovered');
    await services.bundles.unseal(file, PASSPHRASE, into);
    const recovered = await servicesOn(into);
    expect(await collectFiles(recovered, studyId, [file])).toMatchObject([{ problems: [] }]);
    expect(await recovered.results.responses(studyId)).toEqual(rows);
  });

  it('says of a reader who is always wrong that the pairs were told apart, with the labels reversed', async () => {
    const { services, studyId, trials } = await locked();
    const real = new Map(trials.map(({ id, realSide }) => [id, realSide]));
    let step = await services.sessions.open(studyId, 'Dr B');
    while (step.trial) {
      const isFirst = real.get(step.trial.trialId) === 1;
      const wrong = questionOf(step.trial.question).answers[isFirst ? 1 : 0]!.id;
      step = services.sessions.respond(answer(step, { answer: wrong }));
    }
    const [row] = await services.results.summary(studyId);
    expect(row).toMatchObject({ arm: 'GAN', n: PAIRS, correct: 0 });
    expect(row?.d_prime).toBeLessThan(-2);
    const { analysis } = questionOf('which-is-real');
    expect(analysis.verdict?.of(row as never)?.short).toBe('Told apart, with the labels reversed');
  });

  it('is rehearsed, tried by a program, and checked against both records as they were locked', async () => {
    const { services, studyId } = await locked();
    const rehearsed = await services.jobs.finished(
      services.startRehearsal({ studyId, readers: 1, probabilityRight: 0.6, seed: 1 }).id,
    );
    expect(await services.results.responses(rehearsed.studyId)).toHaveLength(PAIRS + 2 + 6);
    await services.jobs.finished(services.startMachineTest(studyId, { network: false }).id);
    expect(services.results.machine(studyId).map(({ arm, classifier, n }) => `${arm} ${classifier} ${n}`)).toEqual([
      ...[`GAN second-differences ${PAIRS}`, `GAN cues ${PAIRS}`],
      ...['matched second-differences 6', 'matched cues 6'],
    ]);
    expect((await services.results.evidence(studyId)).problems).toEqual([]);
    expect(() => services.removal.remove('dataset', 'synthetic')).toThrow(/it is used by 2 studies/);
    const db = openDb(join(services.workspaceDir, 'workspace.sqlite'));
    db.exec('DROP TRIGGER made_record_ids_of_locked_studies_never_change');
    db.exec(`UPDATE records SET label = 3 - label WHERE id = (SELECT made_record_id FROM trials
      WHERE study_id = '${studyId}' AND made_record_id IS NOT NULL ORDER BY position LIMIT 1)`);
    db.close();
    expect((await services.results.evidence(studyId)).problems.join()).toMatch(
      /the label of its made record was \d, is \d/,
    );
  });
});

describe('what cannot be shown', () => {
  /** The message with which a build is refused, before anything was done. */
  const refusal = (
    services: Services,
    datasetId: string,
    csv: string | undefined,
    changes: Partial<ProtocolInput> = {},
  ) => {
    const pairs = csv === undefined ? undefined : { name: 'p.csv', text: csv };
    const request = { protocol: protocolOf(changes), datasetId, modelId: null, pairs };
    const { studies } = createRouterClient(createRouter(services, 'web'));
    return studies.create(request).then(
      () => 'none',
      (error: { data: { message: string } }) => error.data.message,
    );
  };

  it('of a CSV of pairs is refused by line and value, with the cure', async () => {
    const { services, made } = await imported();
    const head = 'real,synthetic,pair,arm\n';
    const line = `${made.reals[0]},${made.mades[0]},p1,GAN\n`;
    const cases: [csv: string | undefined, message: RegExp][] = [
      [undefined, /Arm which\/GAN has no pairs yet: give the CSV file/],
      ['record,class\nA,N\n', /p\.csv, line 1: the header has no column "real"/],
      [`real,synthetic,colour\nA,B,C\n`, /p\.csv, line 1: the header has a column "colour"/],
      [head, /p\.csv has a header and no pair/],
      [`${head}${line}${made.reals[1]},,p2,GAN\n`, /p\.csv, line 3: the column synthetic is empty/],
      [`${head}a,b,c,GAN,e\n`, /p\.csv, line 2: it has 5 values for 4 columns/],
      [`${head}a,b,c,gan2\n`, /p\.csv, line 2: there is no arm "gan2" that lists its pairs: name one of which\/GAN/],
      [
        `${head}${line}A99999,${made.mades[1]},p2,GAN\n`,
        /Line 3 .*real: the dataset "recorded" has no record "A99999"\. Its .* A00001/,
      ],
      [`${head}${line}${made.reals[1]},x,p2,GAN\n`, /Line 3 .*synthetic: the dataset "synthetic" has no record "x"/],
      [`${head}${line}${made.reals[0]},${made.mades[1]},p2,GAN\n`, /Line 3 .*real A00001 was listed before \(Line 2/],
      [`${head}${line}${made.reals[1]},${made.mades[1]},p1,GAN\n`, /Line 3 .*pair p1 was listed before/],
    ];
    for (const [csv, message] of cases) expect(await refusal(services, made.datasetId, csv)).toMatch(message);
  });

  it('of a CSV of pairs is told in the designer, all of it, with the lists of the arms', async () => {
    const { services, made } = await imported();
    const { designs } = createRouterClient(createRouter(services, 'web'));
    const file = {
      name: 'p.csv',
      text: `real;synthetic;arm\nA99999;${made.mades[0]};\n${made.reals[1]};x;one/matched\n`,
    };
    const lists = await designs.readPairs({ file, arms: ['which/GAN', 'one/matched'], own: 'which/GAN' });
    expect(lists).toEqual([
      { arm: 'which/GAN', list: [{ real: 'A99999', made: made.mades[0], line: 2 }] },
      { arm: 'one/matched', list: [{ real: made.reals[1], made: 'x', line: 3 }] },
    ]);
    const list = lists.flatMap((each) => each.list);
    const asked = { arm: 'which/GAN', list, datasetId: made.datasetId, dataset: 'synthetic' };
    const { mistakes, more } = await designs.checkPairs(asked);
    expect(mistakes.map(({ line, sentence }) => `${line}: ${/has no record "\w+"/.exec(sentence)?.[0]}`)).toEqual([
      ...['2: has no record "A99999"', '3: has no record "x"'],
    ]);
    const many = Array.from({ length: 30 }, () => list[0]!);
    expect((await designs.checkPairs({ ...asked, list: many })).mistakes).toHaveLength(20);
    expect(more).toBe(0);
    const text = `real,synthetic\n${made.reals[0]},\n`;
    await expect(
      designs.readPairs({ file: { name: 'p.csv', text }, arms: ['which/GAN'], own: 'which/GAN' }),
    ).rejects.toMatchObject({ data: { message: expect.stringContaining('line 2: the column synthetic') as string } });
  });

  it('is told in the designer: what a source has, what limits it, and of which class there are too few', async () => {
    const { services, made } = await imported();
    const { designs } = createRouterClient(createRouter(services, 'web'));
    const asked = (changes: Partial<ProtocolInput>) =>
      designs.eligible({ protocol: protocolOf(changes), datasetId: made.datasetId, modelId: null });
    const none = await asked({});
    const [bare, matched] = none.arms;
    expect(bare).toMatchObject({ most: 0, problem: expect.stringContaining('has no pairs yet') as string });
    expect(matched?.limits.map(({ by }) => by)).toEqual(['made', 'classes', 'length', 'quality', 'beside']);
    expect(matched?.limits[0]).toEqual({ by: 'made', left: 20 });
    expect(matched?.most).toBe(matched?.limits.at(-1)?.left);
    const only = (quotas: Quotas, classes: ClassCode[], pairs: number): Partial<ProtocolInput> => ({
      stimuli: { split: 'train', classes },
      tasks: [{ ...TASKS[1]!, arms: [{ ...TASKS[1]!.arms[0]!, quotas, pairs }] }],
    });
    const limited = await asked(only({ N: 19, A: 1 }, ['N', 'A'], 20));
    const [arm] = limited.arms;
    expect(arm?.quotas.map(({ code, needed }) => `${code} ${needed}`)).toEqual(['N 19', 'A 1']);
    expect(limited.impossible).toMatch(/Arm one\/matched needs 19 pairs of class N, and \d+ were found/);
    const most = arm?.quotas[0]?.most ?? 0;
    const request = { protocol: protocolOf(only({ N: most }, ['N'], most)), datasetId: made.datasetId, modelId: null };
    await services.jobs.finished(services.studies.startCreate(request).id);
  });

  it('of two datasets is refused by name: another rate, no such dataset, the same one, too few', async () => {
    const { services, made } = await imported();
    const from = (dataset: string, pairs = 4): Partial<ProtocolInput> => ({
      tasks: [
        { id: 'which', question: 'which-is-real', arms: [{ name: 'X', source: { kind: 'dataset', dataset }, pairs }] },
      ],
    });
    const refused = (changes: Partial<ProtocolInput>) => refusal(services, made.datasetId, undefined, changes);
    expect(await refused(from('fast'))).toMatch(
      /record f00\d+ of "fast" is sampled at 500 Hz, and those of "recorded" at 300 Hz.*resample/,
    );
    expect(await refused(from('gan'))).toMatch(/dataset "gan", which is not there.*--name gan/);
    expect(await refused(from('recorded'))).toMatch(/is the dataset of the real ones too/);
    const asked = { protocol: protocolOf(from('synthetic', 27)), datasetId: made.datasetId, modelId: null };
    const job = services.studies.startCreate(asked);
    await expect(services.jobs.finished(job.id)).rejects.toThrow(/Arm which\/X needs 27 pairs, and \d+ were found/);
  });
});
