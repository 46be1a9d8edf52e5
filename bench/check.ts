import { resolve } from 'node:path';
import { openDb } from '../src-main/db/open.ts';
import { listStudies } from '../src-main/db/studies/studies.ts';
import { inspectStudy } from '../src-main/services/studies/check-study.ts';

/**
 * `npm run bench:check -- <workspace>`: how long the check of each locked study takes, and the longest time for which
 * it stops the program from answering anybody else: by the clock, and by the processor's time, of which others take none.
 */
const db = openDb(resolve(process.argv[2] ?? '.', 'workspace.sqlite'));
for (const { id, title, lockedAt } of listStudies(db)) {
  if (lockedAt === null) continue;
  let goesOn = true;
  let [longest, longestCpu] = [0, 0];
  let [last, lastCpu] = [performance.now(), cpuMs()];
  const turn = (): void => {
    const [now, cpu] = [performance.now(), cpuMs()];
    [longest, longestCpu] = [Math.max(longest, now - last), Math.max(longestCpu, cpu - lastCpu)];
    [last, lastCpu] = [now, cpu];
    if (goesOn) setImmediate(turn);
  };
  setImmediate(turn);
  const begun = performance.now();
  const { problems, sessions } = await inspectStudy(db, id);
  const took = performance.now() - begun;
  goesOn = false;
  const answers = sessions.reduce((sum, session) => sum + session.answers, 0);
  console.log(
    `"${title}", ${answers} answers of ${sessions.length} readers: ${took.toFixed(0)} ms, ` +
      `never stopped for longer than ${longest.toFixed(0)} ms (processor: ${longestCpu.toFixed(0)} ms); ` +
      `${problems.length} changes found`,
  );
}
db.close();

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}
