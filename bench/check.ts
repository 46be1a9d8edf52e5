import { resolve } from 'node:path';
import { openDb } from '../src-main/db/open.ts';
import { listStudies } from '../src-main/db/studies/studies.ts';
import { inspectStudy } from '../src-main/services/studies/check-study.ts';
import { stopsDuring } from './main-stops.ts';

/**
 * `npm run bench:check -- <workspace>`: how long the check of each locked study takes, and the longest time for which
 * it stops the program from answering anybody else: by the clock, and by the processor's time, of which others take none.
 */
const db = openDb(resolve(process.argv[2] ?? '.', 'workspace.sqlite'));
for (const { id, title, lockedAt } of listStudies(db)) {
  if (lockedAt === null) continue;
  const { result, stops } = await stopsDuring(() => inspectStudy(db, id));
  const { problems, sessions } = result;
  const answers = sessions.reduce((sum, session) => sum + session.answers, 0);
  console.log(
    `"${title}", ${answers} answers of ${sessions.length} readers: ${stops.seconds} s, ` +
      `never stopped for longer than ${stops.longestStopMs} ms (processor: ${stops.longestComputingMs} ms); ` +
      `${problems.length} changes found`,
  );
}
db.close();
