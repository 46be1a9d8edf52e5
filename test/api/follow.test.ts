import { expect, it } from 'vitest';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { readingFixture } from './reading-fixture.ts';

it('tells how readers are getting on, whoever is outstanding, and the same whichever answers are right', async () => {
  const { folder, services, client, studyId } = await readingFixture({ task: { practice: 1 } });
  for (const [reader, pairs] of [
    ['Dr A', Infinity],
    ['Dr B', 3],
    ['Dr C', 0],
  ] as const) {
    let step = await services.sessions.open(studyId, reader);
    for (let given = 0; step.trial && given < pairs; given++)
      step = services.sessions.respond(
        answer(step, {
          responseTimeMs: 2000 + 100 * given,
          ...(step.trial.question === 'which-is-real' ? { answer: '1' } : {}),
        }),
      );
  }
  expect((await client.results.gate({ studyId })).isOpen).toBe(false);
  const rows = await client.studies.follow({ studyId });
  expect(rows.map(({ reader, answered, upper }) => [reader, answered, upper?.count, upper?.of])).toEqual([
    ['Dr A', 6, 4, 4],
    ['Dr B', 2, 2, 2],
    ['Dr C', 0, undefined, undefined],
  ]);
  expect(rows[0]?.times?.median).toBe(2350);
  expect(JSON.stringify(rows)).not.toMatch(/correct|right|real|arm|SAP/i);
  // Looking opens nothing.
  expect((await client.results.gate({ studyId })).isOpen).toBe(false);
  await services.close();
  const { code, stdout } = await startCommand(folder, ['study', 'sessions', studyId]).ended;
  expect(code).toBe(0);
  expect(stdout).toMatch(/Dr A +6 +0 +\d +0 +2\.4 s \(2\.2 s to 2\.5 s\) +\S+ +100 % of 4/);
});
