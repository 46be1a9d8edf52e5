import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Dr A reads to the end and always answers alike. Returns the receipt of the last page. */
async function read(services: Services, studyId: string, side: '1' | '2') {
  let step = await services.sessions.open(studyId, 'Dr A');
  while (step.trial)
    step = services.sessions.respond(
      answer(step, step.trial.question === 'which-is-real' ? { answer: side } : { answer: 'same' }),
    );
  await services.keepEvidence();
  return step.receipt;
}

/** A study before anybody read it, and a copy of its workspace. */
async function twoWorkspaces() {
  const [folder, copy] = [join(temporaryFolder(), 'one'), join(temporaryFolder(), 'two')];
  await (await openReadingServices(folder)).close();
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId } = addStudy(db);
  db.close();
  cpSync(folder, copy, { recursive: true });
  return { folder, copy, studyId };
}

describe('the receipt of the last page', () => {
  it('is repeated by every export, with its count', async () => {
    const { folder, studyId } = await twoWorkspaces();
    const services = await openReadingServices(folder);
    const receipt = await read(services, studyId, '1');
    expect(receipt).toMatchObject({ answers: 6 });
    const fingerprint = receipt?.fingerprint ?? '';
    expect(await services.results.sessions(studyId)).toMatchObject([{ receipt: fingerprint, answered: 6 }]);
    const { text } = await services.results.export(studyId, 'json');
    expect(JSON.parse(text)).toMatchObject({
      evidence: { sessions: [{ reader: 'Dr A', answers: 6, receipt: fingerprint }] },
      sessions: [{ receipt: fingerprint, answered: 6 }],
    });
    const { text: csv } = await services.results.export(studyId, 'responses-csv');
    expect(csv.split(fingerprint)).toHaveLength(6 + 1);
    await services.close();
  });

  it('names answers that were made anew by somebody who could sign them, which nothing else does', async () => {
    const { folder, copy, studyId } = await twoWorkspaces();
    const [services, forged] = [await openReadingServices(folder), await openReadingServices(copy)];
    const noted = (await read(services, studyId, '1'))?.fingerprint ?? '';
    await read(forged, studyId, '2');
    expect((await forged.results.evidence(studyId)).problems).toEqual([]);
    await services.close();
    await forged.close();

    const check = (workspace: string, receipt: string) =>
      startCommand(workspace, ['study', 'check', studyId, '--receipt', receipt]).ended;
    const typed = noted.toUpperCase().replaceAll('-', ' ');
    const [right, wrong] = await Promise.all([check(folder, typed), check(copy, noted)]);
    expect([right.code, wrong.code]).toEqual([0, 1]);
    expect(right.stdout).toContain('nothing was changed');
    expect(right.stdout).toContain(`The receipt ${typed} is that of Dr A, for 6 answers.`);
    expect(wrong.stdout).toContain(`The receipt ${noted} is that of no session of this study`);
  });

  it('shows that times were changed and the audit rewritten after the end', async () => {
    const { folder, studyId } = await twoWorkspaces();
    const services = await openReadingServices(folder);
    await read(services, studyId, '1');
    await services.close();
    const editor = new Editor(join(folder, 'workspace.sqlite'));
    editor.changeShown('Dr A');
    editor.rechainAudit();
    editor.db.close();
    // Whoever does that removes what stands beside the database, too.
    for (const name of ['workspace.mark.json', 'evidence.jsonl']) rmSync(join(folder, name));
    const changed = await openReadingServices(folder);
    const { problems } = await changed.results.evidence(studyId);
    await changed.close();
    expect(problems).toEqual([
      'what the audit says of reader "Dr A", or of what came before, was rewritten after the end: the receipt has another head of it',
    ]);
  });
});

describe('the command results', () => {
  it('says on stderr what was checked and what the times say, and names what was changed', async () => {
    const { folder, studyId } = await twoWorkspaces();
    const services = await openReadingServices(folder);
    await read(services, studyId, '1');
    await services.close();
    const whole = await startCommand(folder, ['results', studyId]).ended;
    expect(whole.code).toBe(0);
    expect(whole.stderr).toContain('Checked just now, and nothing was changed');
    expect(whole.stderr).toContain('- Dr A: Response times longer than the time that passed at the host');
    const editor = new Editor(join(folder, 'workspace.sqlite'));
    for (const position of [0, 1, 2, 3, 4]) editor.change('Dr A', position);
    editor.db.close();
    const changed = await startCommand(folder, ['results', studyId]).ended;
    expect(changed.code).toBe(1);
    expect(changed.stdout).toBe('');
    for (const number of [1, 2, 3, 4, 5])
      expect(changed.stderr).toContain(`- answer ${number} of reader "Dr A" was changed`);
  });
});
