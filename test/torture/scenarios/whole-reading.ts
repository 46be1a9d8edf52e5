import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { openDb } from '../../../src-main/db/open.ts';
import { integer } from '../../../src-main/numeric/random.ts';
import { buildPage, startReading, type HostProcess } from '../../e2e/host-process.ts';
import { launchBrowser } from '../../e2e/launch-browser.ts';
import { startCommand } from '../../helpers/command-line.ts';
import { openReadingServices } from '../../helpers/reading-services.ts';
import { addStudy } from '../../helpers/study-fixture.ts';
import { shortPairs } from '../reading/study-folder.ts';
import { WholeReader, type Decided } from '../reading/whole-reader.ts';
import type { Scenario } from '../scenario.ts';

/** 32 pairs, 6 of them a second time, and 2 to practise with. */
const PAIRS = 32;
const TRIALS = 40;
const PRACTICE = 2;
const KILLS = 20;

const PROTOCOL = {
  order: 'per-reader' as const,
  readers: { codes: 3 },
  task: { repeats: 6, practice: PRACTICE },
  display: { calibration: { required: true }, calipers: true, readerMay: { speed: true, gain: true } },
  session: {
    consent: { en: '# Taking part\n\nYou may **stop** at any time.', de: 'Sie können jederzeit aufhören.' },
    questionnaire: [
      { id: 'years', kind: 'number' as const, label: 'Years of practice', min: 0, max: 70 },
      { id: 'role', kind: 'choice' as const, label: 'Role', choices: { md: 'Physician', nurse: 'Nurse' } },
    ],
    instructions: 'Look at both tracings.',
    breakAfter: 9,
    cannotSay: true,
    confidence: true,
    clue: { reasons: ['Noise', 'Shape of the QRS complex'] },
    undo: true,
    comment: true,
  },
};

const PASSPHRASE = 'correct horse battery staple';

/** The whole of the reading room, as readers and coordinators use it, on a host that does not last. */
export const wholeReading: Scenario = {
  name: 'whole-reading',
  does: 'a sealed study with all that a protocol can ask is read to its end, however often the host is killed',
  roundsInTest: 0,
  async round({ random, folder }) {
    const [workspace, sent, away, home] = ['workspace', 'sent', 'away', 'home'].map((name) => join(folder, name)) as [
      ...[string, string, string, string],
    ];
    const { studyId, code } = await makeStudy(workspace);
    const passphrase = join(folder, 'passphrase.txt');
    writeFileSync(passphrase, `${PASSPHRASE}\n`);
    const exporting = ['study', 'export', studyId, '--reader', code, '--out', sent, '--passphrase-file', passphrase];
    expect(await startCommand(workspace, exporting).ended).toMatchObject({ code: 0 });
    const [name = ''] = readdirSync(sent);
    mkdirSync(away);
    mkdirSync(home);
    const file = join(away, name);
    copyFileSync(join(sent, name), file);

    const [browser] = await Promise.all([launchBrowser(), buildPage()]);
    let host: HostProcess | undefined;
    let given: ReadonlyMap<number, Decided>;
    try {
      host = await startReading(file, { home, temporary: home });
      const { port } = new URL(host.origin);
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
      const reader = new WholeReader(await context.newPage(), random);
      await reader.begin(host.address(), code);
      const reading = reader.readToTheEnd();
      let ended = false;
      void reading.finally(() => (ended = true)).catch(() => undefined);
      for (let kills = 0; kills < KILLS && !ended; kills++) {
        // Spread over the reading, at moments of their own.
        await Promise.race([reading, reader.until(Math.floor((kills * TRIALS) / KILLS) + 1)]);
        await Promise.race([reading, setTimeout(integer(random, 0, 400))]);
        host.kill('SIGKILL');
        await host.ended;
        host = await startReading(file, { home, temporary: home }, port);
      }
      await reading;
      given = reader.given;
      host.kill('SIGINT');
      expect(await host.ended).toBe(0);
    } finally {
      host?.kill('SIGKILL');
      await host?.ended;
      await browser.close();
    }
    expect(readdirSync(away)).toEqual([name]);
    expect(await startCommand(workspace, ['study', 'collect', studyId, file]).ended).toMatchObject({ code: 0 });
    const services = await openReadingServices(workspace);
    await services.results.open(studyId, { reason: null, passphrase: PASSPHRASE }, 'window');
    const rows = await services.results.responses(studyId);
    const { problems } = await services.results.evidence(studyId);
    await services.close();
    expect(problems).toEqual([]);
    // Practice is stored, and no result.
    const decided = [...given].filter(([number]) => number > PRACTICE).sort(([a], [b]) => a - b);
    expect(decided).toHaveLength(TRIALS - PRACTICE);
    const counted = rows.filter(({ amended }) => amended === 0);
    expect(
      counted.map(({ trial_number, answer, confidence, clue_reason }) => [
        trial_number,
        { answer, confidence, clue: clue_reason ?? '' },
      ]),
    ).toEqual(decided.map(([number, { answer, confidence, clue }]) => [number, { answer, confidence, clue }]));
    expect(rows.filter(({ amended }) => amended === 1).map(({ trial_number }) => trial_number)).toEqual(
      decided.filter(([, { amended }]) => amended).map(([number]) => number),
    );
    for (const { calibrated_by, input } of rows) expect([calibrated_by, input]).toEqual(['card', 'keyboard']);
    const windows = rows.map((row) => `${row.viewport_width_px}@${row.device_pixel_ratio}`);
    expect([...new Set(windows)]).toEqual(['1280@1', '1920@1', '1280@2', '1920@2']);
  },
};

async function makeStudy(workspace: string): Promise<{ studyId: string; code: string }> {
  const services = await openReadingServices(workspace);
  const db = openDb(join(workspace, 'workspace.sqlite'));
  const { studyId } = addStudy(db, { pairs: shortPairs(PAIRS), protocol: PROTOCOL });
  db.close();
  const code = services.studies.list().find(({ id }) => id === studyId)?.codes[0] ?? '';
  await services.close();
  return { studyId, code };
}
