import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBundle } from '../../src-main/services/create-services.ts';
import { openDb } from '../../src-main/db/open.ts';
import { collectFiles } from '../helpers/collect-files.ts';
import { bundleFixture, copyOf, readBundle } from '../helpers/bundle-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { Editor, type AnswerRow } from '../helpers/workspace-editor.ts';

const swap = (e: Editor, table: string, key: string, columns: string[], [one, other]: [string, string]): void => {
  const row = (id: string) =>
    e.db.prepare<[string], Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${key} = ?`).get(id)!;
  const [a, b] = [row(one), row(other)];
  const set = (id: string, from: Record<string, unknown>) =>
    e.db
      .prepare(`UPDATE ${table} SET ${columns.map((column) => `${column} = ?`).join(', ')} WHERE ${key} = ?`)
      .run([...columns.map((column) => from[column]), id]);
  set(one, b);
  set(other, a);
};

const trialAt = (e: Editor, position: number): string =>
  e.db.prepare<[number], string>('SELECT id FROM trials WHERE position = ?').pluck().get(position)!;

/** Takes the key out of the beginning of the session, so that nothing seems to be signed. */
function strip(e: Editor): void {
  e.run("UPDATE audit SET details = json_remove(details, '$.publicKey') WHERE action = 'session-begin'");
}

const EDITS: [name: string, edit: (e: Editor) => void, expected: RegExp][] = [
  ['an answer edited', (e) => e.change('Dr A', 2), /answer 3 of reader "Dr A" was changed/],
  [
    'an answer edited, and its hashes recomputed',
    (e) => {
      e.change('Dr A', 1);
      e.rechain('Dr A');
    },
    /answer 2 of reader "Dr A" was changed/,
  ],
  [
    'an answer edited, its hashes recomputed, and the key of the session removed',
    (e) => {
      e.change('Dr A', 1);
      e.rechain('Dr A');
      strip(e);
      e.rechainAudit();
    },
    /reader "Dr A" began without a key/,
  ],
  [
    'an answer deleted',
    (e) => e.run('DELETE FROM responses WHERE position = 4'),
    /1 of reader "Dr A"'s answers are missing: 5/,
  ],
  [
    'two answers reordered',
    (e) =>
      e.run(
        'UPDATE responses SET position = CASE position WHEN 1 THEN 9 WHEN 2 THEN 1 ELSE position END; UPDATE responses SET position = 2 WHERE position = 9',
      ),
    /answer [23] of reader "Dr A" was changed/,
  ],
  [
    'an answer added',
    (e) => {
      const [first] = e.answers('Dr A') as [AnswerRow];
      e.run(`INSERT INTO trials (id, study_id, round, position, task_id, question, upper_id, lower_id)
             SELECT 'added', study_id, 1, 6, task_id, question, 'u', 'l' FROM trials LIMIT 1`);
      e.run(`INSERT INTO responses (session_id, position, trial_id, content, previous_hash, hash, signature)
             SELECT session_id, 6, 'added', content, '', hash, signature FROM responses WHERE id = ${first.id}`);
    },
    /answer 7 of reader "Dr A" was (changed|forged).*|pair 7 was added/,
  ],
  [
    'two stimuli swapped',
    (e) => swap(e, 'blinded_tracings', 'trial_id', ['upper', 'lower'], [trialAt(e, 1), trialAt(e, 3)]),
    /the tracings of pair 2 were changed.*pair 2 shows the tracings of pair 4/,
  ],
  [
    'both tracings of a pair swapped',
    (e) => e.run(`UPDATE blinded_tracings SET upper = lower, lower = upper WHERE trial_id = '${trialAt(e, 2)}'`),
    /the tracings of pair 3 were changed/,
  ],
  [
    'the order changed',
    (e) =>
      e.run(
        'UPDATE trials SET position = 9 WHERE position = 0; UPDATE trials SET position = 0 WHERE position = 5; UPDATE trials SET position = 5 WHERE position = 9',
      ),
    /the order was changed: pair 6 stands at 1/,
  ],
  [
    'the sealed truth changed',
    (e) => e.run('UPDATE sealed_truth SET sealed = randomblob(length(sealed))'),
    /the sealed truth was changed/,
  ],
  ['the sealed truth removed', (e) => e.run('DELETE FROM sealed_truth'), /the sealed truth was removed/],
  [
    'the sealed truth replaced, and the whole audit recomputed',
    (e) => {
      const other = Buffer.from('another truth');
      e.db.prepare('UPDATE sealed_truth SET sealed = ?').run(other);
      e.db
        .prepare(`UPDATE audit SET details = json_set(details, '$.truthSha256', ?) WHERE action = 'bundle'`)
        .run(createHash('sha256').update(other).digest('hex'));
      e.rechainAudit();
    },
    /what it says that it was made of was rewritten/,
  ],
  [
    'the commitment changed',
    (e) => e.run(`UPDATE studies SET commitment = '${'0'.repeat(64)}'`),
    /the title, the commitment or what the protocol says/,
  ],
  [
    'a reader renamed',
    (e) => e.run(`UPDATE sessions SET reader = 'Dr Z', reader_key = 'dr z'`),
    /reader "Dr A" was renamed to "Dr Z"/,
  ],
  [
    'an entry of the audit removed',
    (e) => e.run('DELETE FROM audit WHERE position = 5'),
    /of the audit .* does not fit the chain/,
  ],
  [
    'the receipt changed',
    (e) => e.run(`UPDATE audit SET details = json_set(details, '$.receipt.answers', 5) WHERE action = 'session-end'`),
    /the receipt of reader "Dr A" was changed/,
  ],
  [
    'a time of showing changed',
    (e) => e.run(`UPDATE presentations SET shown_at = '2020-01-01T00:00:00.000Z'`),
    /the presentations of reader "Dr A" were changed/,
  ],
  [
    'a time of showing changed in the audit too, which was recomputed',
    (e) => {
      e.changeShown('Dr A');
      e.rechainAudit();
    },
    /what the audit says of reader "Dr A", or of what came before, was rewritten after the end/,
  ],
  [
    'the same, and the session said to be a collected one',
    (e) => {
      e.changeShown('Dr A');
      e.append('session-collect', { sessionId: e.sessionOf('Dr A') });
      e.rechainAudit();
    },
    /a session is said to have been collected after it had begun.*its audit says that a session was collected/,
  ],
];

describe('a bundle that somebody changed', () => {
  it('is named with what was changed, and nothing is taken of it', async () => {
    const { files, services, studyId } = await bundleFixture();
    await readBundle(files[0]!, 'Dr A');
    const copies = EDITS.map(([, edit]) => {
      const copy = copyOf(files[0]!);
      const editor = new Editor(copy);
      edit(editor);
      editor.db.close();
      return copy;
    });
    const collected = await collectFiles(services, studyId, copies);
    EDITS.forEach(([name, , expected], i) => {
      expect(`${name}: ${collected[i]!.problems.join('; ')}`).toMatch(expected);
      expect(collected[i]!.added).toEqual([]);
      // It is the file that is wrong, not the workspace.
      expect(collected[i]!.problems.join('; ')).not.toMatch(/restore it from a backup/i);
    });
    expect(collected[0]!.problems).toContain('ask the reader for the file as it left their computer');
    expect(services.studies.list()[0]?.sessions).toEqual([]);
    // The file itself is still good.
    expect((await collectFiles(services, studyId, files))[0]!.problems).toEqual([]);
  });

  it('is named where it was collected before as it was', async () => {
    const { files, services, studyId } = await bundleFixture();
    await readBundle(files[0]!, 'Dr A');
    expect((await collectFiles(services, studyId, files))[0]!.problems).toEqual([]);
    const copy = copyOf(files[0]!);
    const editor = new Editor(copy);
    editor.changeShown('Dr A');
    editor.rechainAudit();
    editor.db.close();
    const [again] = await collectFiles(services, studyId, [copy]);
    expect(again!.problems.join('; ')).toMatch(/has the session of reader "Dr A" already, with other times or pages/);
    expect((await collectFiles(services, studyId, files))[0]).toMatchObject({
      problems: [],
      known: [{ answers: 6 }],
    });
  });

  it('cannot put anything into the audit of the workspace but what belongs to a session', async () => {
    const { files, services, studyId, folder } = await bundleFixture();
    await readBundle(files[0]!, 'Dr A');
    const editor = new Editor(files[0]!);
    const sessionId = editor.sessionOf('Dr A');
    const early = { by: 'nobody', reason: 'none', outstanding: [] };
    const smuggled: [string, object][] = [
      ['results-open', { studyId, sessionId, early }],
      ['chain-begin', { studyId, sessionId, studies: [studyId], sessions: [] }],
      ['study-unseal', { studyId, sessionId, bundleId: 'x' }],
    ];
    for (const [action, details] of smuggled) editor.append(action, details);
    editor.rechainAudit();
    editor.db.close();
    await collectFiles(services, studyId, files);
    const db = openDb(join(folder, 'workspace.sqlite'));
    const actions = db.prepare<[], string>('SELECT action FROM audit').pluck().all();
    db.close();
    expect(actions.filter((action) => action === 'chain-begin').length).toBeLessThanOrEqual(1);
    expect(actions).not.toContain('results-open');
    expect(actions).not.toContain('study-unseal');
  });

  it('before it is read is not read, and its reader is not told what was changed', async () => {
    const { files, studyId } = await bundleFixture();
    const editor = new Editor(files[0]!);
    swap(editor, 'blinded_tracings', 'trial_id', ['upper', 'lower'], [trialAt(editor, 1), trialAt(editor, 3)]);
    editor.db.close();
    const bundle = openBundle({ path: files[0]!, otherwiseIn: temporaryFolder(), version: '1.2.3' });
    await expect(bundle.sessions.open(studyId, 'Dr A')).rejects.toThrow(/changed after it was made/);
    await bundle.close();
  });
});
