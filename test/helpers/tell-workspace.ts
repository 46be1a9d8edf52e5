import { createHash } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '../../src-main/api/create-router.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { answer } from './answer-trial.ts';

/** Who reads the study of the fixture half way, and who reads every study for `tellWorkspace`. */
export const READERS = { halfWay: 'Dr Half', witness: 'Witness' } as const;

/** SHA-256 over the samples as int16, little-endian, hexadecimal. */
export function samplesSha256(samples: readonly number[] | Int16Array): string {
  return createHash('sha256')
    .update(Buffer.from(Int16Array.from(samples).buffer))
    .digest('hex');
}

/**
 * All that the program says about a workspace, as plain JSON. It asks through the contract, as the fixture's version was
 * asked by this file as it was then. Every locked study is read once from beginning to end by
 * the witness: use it on a copy.
 */
export async function tellWorkspace(services: Services) {
  const client = createRouterClient(createRouter(services, 'web'));
  const all = { offset: 0, limit: 1000 };

  const datasets = await client.datasets.list();
  const records = [];
  for (const { id: datasetId } of datasets) {
    for (const row of (await client.datasets.records({ datasetId, ...all })).rows) {
      const { samples, sha256 } = await client.datasets.record({ recordId: row.id });
      records.push({ datasetId, ...row, sha256, samplesSha256: samplesSha256(samples) });
    }
  }

  const models = (await client.models.list()).map(({ card, history, parameters, ...model }) =>
    // What a bundled model is, the program says and not the workspace.
    model.origin === 'bundled' ? model : { ...model, card, history, parameters },
  );
  // When a checkpoint was written is told by its file, and files are copied.
  const trainings = (await client.models.trainings()).map(({ savedAt: _, ...training }) => training);

  const runs = [];
  const examples = [];
  const verifications = [];
  for (const run of await client.attacks.list()) {
    const runId = run.id;
    runs.push({ ...run, findings: await client.attacks.findings({ runId }) });
    verifications.push(...(await client.attacks.verifications({ runId })));
    for (const { id: exampleId } of (await client.attacks.examples({ runId, ...all })).rows) {
      const { original, adversarial, options: _, ...example } = await client.attacks.example({ exampleId });
      examples.push({
        ...example,
        originalSha256: samplesSha256(original),
        adversarialSha256: samplesSha256(adversarial),
      });
    }
  }

  const analyses = [];
  for (const { attack, ...row } of (await client.analyses.page(all)).rows)
    analyses.push({ ...row, attack, result: (await client.analyses.get({ id: row.id })).result });
  const comparisons = [];
  for (const row of (await client.models.comparisons(all)).rows)
    comparisons.push({ ...row, result: (await client.models.comparison({ comparisonId: row.id })).result });

  const studies = await client.studies.list();
  const exports: Record<string, string> = {};
  const readings = [];
  for (const { id: studyId, state } of studies) {
    if (state === 'draft') continue;
    // A reader stopped half way; the version that made the fixture told results regardless.
    await client.results.open({ studyId, reason: 'The fixture' });
    for (const what of ['responses-csv', 'summary-csv', 'json'] as const) {
      const { fileName, text } = await client.results.export({ studyId, what });
      exports[fileName] = text;
    }
    readings.push({ studyId, ...(await halfWay(services, studyId)), trials: await readStudy(services, studyId) });
  }
  return {
    ...{ datasets, records, models, trainings, runs, examples, verifications, analyses, comparisons },
    ...{ studies, readings, exports },
  };
}

/** Where the reader who stopped half way is, and the pair that comes next. */
async function halfWay(services: Services, studyId: string) {
  const client = createRouterClient(createRouter(services, 'web'));
  const reader = READERS.halfWay;
  const session = (await client.studies.list())
    .find(({ id }) => id === studyId)
    ?.sessions.find((each) => each.reader === reader);
  const progress = session ? { answered: session.answered, total: session.total } : null;
  return { progress, next: progress && pairOf(await client.reading.open({ studyId, reader })) };
}

/** Every pair of a locked study, in order, as a reader sees it and with its truth. */
export async function readStudy(services: Services, studyId: string) {
  const client = createRouterClient(createRouter(services, 'web'));
  const pairs = [];
  let step = await client.reading.open({ studyId, reader: READERS.witness });
  while (step.trial) {
    pairs.push(pairOf(step));
    step = await client.reading.respond(answer(step));
  }
  const rows = (await client.results.responses({ studyId })).filter(({ reader }) => reader === READERS.witness);
  return pairs.map((pair, i) => {
    const { record, task, arm, real_side, class_label, class_original, class_adversarial, attack } = rows[i] ?? {};
    return { ...pair, record, task, arm, real_side, class_label, class_original, class_adversarial, attack };
  });
}

type Step = Parameters<typeof answer>[0];

function pairOf({ trial }: Step) {
  if (!trial) return null;
  const { tracings, ...rest } = trial;
  return { ...rest, tracings: tracings.map(({ id, samples }) => ({ id, samplesSha256: samplesSha256(samples) })) };
}
