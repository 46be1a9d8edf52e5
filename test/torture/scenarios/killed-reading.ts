import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { startHost } from '../../e2e/host-process.ts';
import { TortureReader } from '../reading/reader.ts';
import { makeStudyFolder, storedAnswers } from '../reading/study-folder.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 60;
const KILLS = 3;

export const killedReading: Scenario = {
  name: 'killed-reading',
  does: 'a reading whose host is killed at any moment goes on with every answer, none of them twice',
  roundsInTest: 1,
  async round({ random, folder }) {
    const workspace = join(folder, 'workspace');
    const studyId = await makeStudyFolder(workspace, PAIRS);
    const reader = new TortureReader(random, studyId);
    for (let kills = 0; kills < KILLS; kills++) {
      const host = await startHost(workspace);
      const reading = reader.read(host);
      await Promise.race([reading, setTimeout(integer(random, 20, 600))]);
      host.kill('SIGKILL');
      await reading;
      const stored = await storedAnswers(workspace, studyId);
      for (const [trialId, given] of reader.acknowledged) expect(stored.get(trialId)).toBe(given);
      for (const [trialId, given] of stored) expect(reader.sent.get(trialId)).toBe(given);
      // Of those that were sent, at most the last was neither acknowledged nor stored.
      expect(stored.size).toBeGreaterThanOrEqual(reader.sent.size - 1);
    }
    const host = await startHost(workspace);
    expect(await reader.read(host)).toBe(true);
    host.kill('SIGKILL');
    await host.ended;
    expect(await storedAnswers(workspace, studyId)).toEqual(reader.sent);
    expect(reader.sent.size).toBe(PAIRS);
  },
};
