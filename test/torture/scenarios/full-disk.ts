import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { startHost } from '../../e2e/host-process.ts';
import { TortureReader } from '../reading/reader.ts';
import { makeStudyFolder, storedAnswers } from '../reading/study-folder.ts';
import type { Scenario } from '../scenario.ts';

const PAIRS = 60;
const TIMES = 3;

export const fullDisk: Scenario = {
  name: 'full-disk',
  does: 'a reading on a disk that is full says so, loses nothing, and goes on in the same host when there is room',
  roundsInTest: process.platform === 'linux' ? 1 : 0,
  async round({ random, folder }) {
    const workspace = join(folder, 'workspace');
    const studyId = await makeStudyFolder(workspace, PAIRS);
    const host = await startHost(workspace);
    const reader = new TortureReader(random, studyId);
    for (let times = 0; times < TIMES; times++) {
      // The largest file or the -wal, whichever comes first, has room for this much.
      const largest = Math.max(...readdirSync(workspace).map((name) => statSync(join(workspace, name)).size));
      limitFiles(host.pid, integer(random, 0, 1) * largest + integer(random, 0, 60_000));
      const refused = await reader.read(host).catch((error: unknown) => error);
      limitFiles(host.pid, 'unlimited');
      if (refused === true) break;
      expect(refused).toMatchObject({ data: { code: 'storage', message: expect.stringMatching(CURE) as string } });
    }
    expect(await reader.read(host)).toBe(true);
    host.kill('SIGTERM');
    expect(await host.ended).toBe(0);
    expect(await storedAnswers(workspace, studyId)).toEqual(reader.sent);
    expect(reader.sent.size).toBe(PAIRS);
  },
};

const CURE = /disk (is full|failed)|ulimit/;

/** What fills the disk for a process that runs: no file of its grows above this. */
function limitFiles(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}
