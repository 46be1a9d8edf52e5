import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import type { Services } from '../../../src-main/services/create-services.ts';
import { startCommand } from '../../helpers/command-line.ts';
import { reopenServices } from '../../helpers/open-services.ts';
import { simulateRecords } from '../simulate-records.ts';
import type { Scenario } from '../scenario.ts';

const TRAIN = ['train', '--model', 'tiny', '--epochs', '4', '--batch-size', '8', '--json'];

/** A kill in the first moments leaves nothing to resume, so some rounds kill more than once. */
const KILLS = 3;

export const killedTraining: Scenario = {
  name: 'killed-training',
  does: 'a training that is killed at any moment is resumed or deleted, and no half model is offered',
  roundsInTest: 1,
  async round({ random, folder }) {
    const workspace = join(folder, 'workspace');
    await simulateRecords(folder);
    let [id] = await kill(workspace, TRAIN, integer(random, 0, 3500));
    for (let kills = integer(random, 1, KILLS); id !== undefined && kills > 1; kills--)
      [id] = await kill(workspace, ['train', '--resume', id], integer(random, 0, 2500));
    if (id !== undefined && integer(random, 0, 2) > 0) {
      expect(await startCommand(workspace, ['train', '--resume', id]).ended).toMatchObject({ code: 0 });
      expect(await unfinished(folder)).toEqual([]);
      const last = await reopenServices(folder);
      expect(last.models.find(id).card).toMatchObject({ finished: true, epochs: 4 });
      await last.close();
    } else if (id !== undefined) {
      expect(await startCommand(workspace, ['train', '--discard', id]).ended).toMatchObject({ code: 0 });
      expect(await unfinished(folder)).toEqual([]);
    }
  },
};

/** Kills a training so long after it has begun. Returns the ids of those that can be resumed. */
async function kill(workspace: string, args: string[], afterMs: number): Promise<string[]> {
  const { child, ended, said } = startCommand(workspace, args);
  await said('whatever stops it');
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  await ended;
  return unfinished(join(workspace, '..'));
}

/** Opens the workspace as the next program does, and checks what it offers. */
async function unfinished(folder: string): Promise<string[]> {
  const services = await reopenServices(folder);
  const trained = services.models.list().filter(({ origin }) => origin === 'trained');
  for (const { id } of trained) expect(services.models.folderOf(services.models.find(id))).toContain(id);
  const stopped = services.trainings.stopped().map(({ id }) => id);
  expect(namesIn(services, 'models')).toEqual([...trained.map(({ id }) => id), ...stopped.map(folderName)].sort());
  expect(namesIn(services, 'tmp')).toEqual([]);
  await services.close();
  return stopped;
}

const folderName = (id: string): string => `${id}.training`;
const namesIn = ({ workspaceDir }: Services, name: string): string[] => readdirSync(join(workspaceDir, name)).sort();
