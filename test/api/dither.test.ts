import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { getStudySecret } from '../../src-main/db/studies/study-secrets.ts';
import { getStudy } from '../../src-main/db/studies/studies.ts';
import { listTrials } from '../../src-main/db/studies/trials.ts';
import { drawReading } from '../../src-main/services/studies/draw-reading.ts';
import { sentTracings } from '../../src-main/services/studies/pair-source.ts';
import { secretStream } from '../../src-main/numeric/secret-stream.ts';
import { stepsPerMv } from '../../src-main/study/presentation/display-grid.ts';
import { presentPair } from '../../src-main/study/presentation/present-pair.ts';
import { studyDigest } from '../../src-main/study/evidence/study-manifest.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { readingFixture } from './reading-fixture.ts';

const DESIGN = { order: 'per-reader', rounds: 2, task: { repeats: 2, practice: 1 } } as const;

/** What each reader is sent of each pair, by the tracing: the original first. */
function sentOf(folder: string, studyId: string) {
  const db = openDb(join(folder, 'workspace.sqlite'));
  const study = getStudy(db, studyId)!;
  const sent = ['Dr A', 'Dr B', 'Dr C'].flatMap((reader) =>
    drawReading(db, study, reader).map((trial) => {
      const { tracings } = sentTracings(db, study, trial);
      const [real, made] = trial.realSide === 1 ? tracings : tracings.toReversed();
      return { ...trial, real, made };
    }),
  );
  db.close();
  return Map.groupBy(sent, ({ pairId }) => pairId);
}

it('a tracing is sent as the same positions on either side, in a repeat, a later round and to another reader', async () => {
  const { folder, studyId } = await readingFixture(DESIGN);
  let swapped = 0;
  for (const [first, ...again] of sentOf(folder, studyId).values()) {
    if (again.some(({ realSide }) => realSide !== first!.realSide)) swapped += 1;
    for (const { real, made } of again) expect([real, made]).toEqual([first!.real, first!.made]);
  }
  expect(swapped).toBeGreaterThan(3);
});

it('a study that was locked before shows what it did, with draws for each side, and is as it was locked', async () => {
  const { folder, services, studyId } = await readingFixture(DESIGN);
  const editor = new Editor(join(folder, 'workspace.sqlite'));
  const details = editor.db.prepare<[], string>("SELECT details FROM audit WHERE action = 'study-lock'").pluck().get();
  const { manifest, ...entry } = JSON.parse(details!) as { manifest: { ditherBy?: string } };
  delete manifest.ditherBy;
  editor.db
    .prepare("UPDATE audit SET details = ? WHERE action = 'study-lock'")
    .run(JSON.stringify({ ...entry, manifest, digest: studyDigest(manifest) }));
  editor.rechainAudit();
  editor.db.close();

  expect((await services.results.evidence(studyId)).problems).toEqual([]);
  const db = openDb(join(folder, 'workspace.sqlite'));
  onTestFinished(() => void db.close());
  const [study, secret] = [getStudy(db, studyId)!, getStudySecret(db, studyId)!];
  const trial = listTrials(db, studyId).find(({ kind, realSide }) => kind === 'repeat' && realSide === 2)!;
  const { tracings } = sentTracings(db, study, trial);
  const rows = db
    .prepare<[number | null], { original: string; made: string }>(
      'SELECT r.sha256 AS original, e.sha256 AS made FROM examples e JOIN records r ON r.id = e.record_id WHERE e.id = ?',
    )
    .get(trial.exampleId)!;
  const samples = (key: string) => {
    const bytes = db.prepare<[string], Buffer>('SELECT samples FROM signals WHERE sha256 = ?').pluck().get(key)!;
    return Array.from({ length: bytes.length / 2 }, (_, t) => bytes.readInt16LE(2 * t));
  };
  const streams = ['upper', 'lower'].map((side) => secretStream(secret, `dither ${trial.pairId} ${side}`));
  const scales = { unitsPerMv: 1000, stepsPerMv: stepsPerMv(10) };
  expect(tracings).toEqual(
    presentPair({ tracings: [samples(rows.made), samples(rows.original)], ...scales }, [streams[0]!, streams[1]!]),
  );
});
