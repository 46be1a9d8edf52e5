import { createHash } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openOldWorkspace, toldThen } from '../helpers/old-workspace.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { READERS, readStudy } from '../helpers/tell-workspace.ts';

const [locked] = toldThen('readings');
const studyId = locked!.studyId;
const draftId = toldThen('studies').find(({ state }) => state === 'draft')!.id;

const clientOf = (services: Services) => createRouterClient(createRouter(services, 'web'));

/** Task, arm and record of every pair, in whatever order. */
const pairs = async (services: Services, of: string): Promise<string[]> => [
  ...new Set((await resultsSoFar(services, of)).map(({ task, arm, record }) => `${task} ${arm} ${record}`).sort()),
];

const armsOf = (list: readonly string[]): string[] => list.map((pair) => pair.split(' ').slice(0, 2).join(' '));

it('a session that was half finished resumes at its pair and can be finished', async () => {
  const services = await openOldWorkspace();
  const { reading, results } = clientOf(services);
  const reader = READERS.halfWay;
  let step = await reading.open({ studyId, reader });
  expect(step).toMatchObject({ answered: 3, total: 7 });
  expect(step.trial?.trialId).toBe(locked!.next?.trialId);
  const seen = [];
  while (step.trial) {
    seen.push(step.trial.trialId);
    step = await reading.respond(answer(step));
  }
  expect(seen).toEqual(locked!.trials.slice(3).map(({ trialId }) => trialId));
  // The answers of then and now are one chain, and the pair that was left open is told as interrupted.
  const rows = (await results.responses({ studyId })).filter((row) => row['reader'] === reader);
  expect(rows.map(({ trial_number, interrupted }) => [trial_number, interrupted])).toEqual([
    ...[1, 2, 3].map((number) => [number, 0]),
    [4, 1],
    ...[5, 6, 7].map((number) => [number, 0]),
  ]);
});

it('virtual readers of then stay in their study, and new ones go through a copy of it', async () => {
  const services = await openOldWorkspace();
  const { studies } = clientOf(services);
  const { jobId } = await studies.rehearse({ studyId, probabilityRight: 0.7, seed: 4, readers: 3 });
  const rehearsal = await services.jobs.finished(jobId as JobId<'rehearse'>);
  expect(rehearsal).toMatchObject({ rehearsalOf: studyId, responses: 3 * 7 });
  expect(await resultsSoFar(services, studyId)).toHaveLength(2 * 7 + 3);
  expect(await pairs(services, rehearsal.studyId)).toEqual(await pairs(services, studyId));
});

it('a draft can be locked, and is then read', async () => {
  const services = await openOldWorkspace();
  const { studies } = clientOf(services);
  await expect(readStudy(services, draftId)).rejects.toMatchObject({ data: { code: 'refused' } });
  const commitment = expect.stringMatching(/^[0-9a-f]{64}$/) as string;
  expect(await studies.lock({ studyId: draftId })).toMatchObject({ state: 'locked', trials: 2, commitment });
  expect(await readStudy(services, draftId)).toHaveLength(2);
});

it('a study built anew from its stored protocol has as many pairs of each arm, and attacks nothing again', async () => {
  const services = await openOldWorkspace();
  const { attacks, datasets, studies } = clientOf(services);
  const { protocol } = (await studies.list()).find(({ id }) => id === studyId)!;
  const runs = (await attacks.list()).length;
  const datasetId = (await datasets.list()).find(({ name }) => name === 'short')!.id;
  const { jobId } = await studies.create({ protocol, datasetId, modelId: 'tiny' });
  const { studyId: built } = await services.jobs.finished(jobId as JobId<'build-study'>);
  await studies.lock({ studyId: built });
  await readStudy(services, built);
  // The same seed chooses other records than then, of those that were attacked then.
  expect(armsOf(await pairs(services, built))).toEqual(armsOf(await pairs(services, studyId)));
  expect(await attacks.list()).toHaveLength(runs);
  // What was locked then has sides that follow from its seed, and says so.
  expect((await studies.list()).find(({ id }) => id === studyId)?.commitment).toBeNull();
  // The protocol of then has its hash; what is stored now holds only the options that its attacks have.
  const found = async (id: string) => (await studies.list()).find((study) => study.id === id)!;
  const [now, then] = [await found(built), await found(studyId)];
  expect(now.protocol).toEqual(then.protocol);
  expect(then.protocolSha256).toBe(toldThen('studies').find(({ id }) => id === studyId)!.protocolSha256);
  expect(now.protocolSha256).toBe(createHash('sha256').update(JSON.stringify(now.protocol)).digest('hex'));
});
