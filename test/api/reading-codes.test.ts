import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { copyStudy } from '../../src-main/db/bundles/copy-study.ts';
import { openDb } from '../../src-main/db/open.ts';
import { exportSchema } from '../../src-shared/contract/results.ts';
import { answer } from '../helpers/answer-trial.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { readingFixture } from './reading-fixture.ts';

/** The same with its second character replaced. */
const mistyped = (code: string): string => `${code[0]}${code[1] === '3' ? '4' : '3'}${code.slice(2)}`;

async function studyOfCodes(codes = 12) {
  const fixture = await readingFixture({ readers: { codes } });
  const made = (await fixture.client.studies.list())[0]?.codes ?? [];
  const open = (reader: string) => fixture.client.reading.open({ studyId: fixture.studyId, reader });
  const sessions = async () => (await fixture.client.studies.list())[0]?.sessions ?? [];
  return { ...fixture, made, open, sessions };
}

describe('a study with codes for its readers', () => {
  it('has as many as its protocol says, all different, and says that a code is asked for', async () => {
    const { made, client } = await studyOfCodes();
    expect(new Set(made).size).toBe(12);
    expect((await client.reading.studies())[0]?.readBy).toBe('code');
  });

  it('names codes that were exchanged, removed or reordered since they were made', async () => {
    const { made, folder, services, studyId } = await studyOfCodes(3);
    expect((await services.results.evidence(studyId)).problems).toEqual([]);
    const editor = new Editor(join(folder, 'workspace.sqlite'));
    const problemsAfter = async (sql: string) => {
      editor.run(sql);
      return (await services.results.evidence(studyId)).problems;
    };
    const [first = '', , last = ''] = made;
    expect(
      await problemsAfter(`UPDATE reader_codes SET position = 9 WHERE code = '${first}';
        UPDATE reader_codes SET position = 0 WHERE code = '${last}'`),
    ).toEqual(['the order of the reader codes was changed']);
    expect(await problemsAfter(`UPDATE reader_codes SET code = 'AAAAA-AAAAB' WHERE code = '${first}'`)).toEqual([
      `the reader code ${first} was removed`,
      'the reader code AAAAA-AAAAB was added',
    ]);
    editor.db.close();
  });

  it('is begun with a code, and resumed with it however it is typed', async () => {
    const { made, open, sessions } = await studyOfCodes();
    const [code = ''] = made;
    const { sessionId } = await open(code);
    expect(await open(code.toLowerCase().replace('-', ' '))).toMatchObject({ sessionId });
    expect((await sessions()).map(({ reader }) => reader)).toEqual([code]);
  });

  it('says what was meant by a slip, and begins nothing', async () => {
    const { made, open, sessions } = await studyOfCodes();
    const [code = ''] = made;
    await expect(open(mistyped(code))).rejects.toMatchObject({
      data: {
        code: 'bad-input',
        message: expect.stringContaining(`Did you mean ${code}?`),
        details: { didYouMean: code },
      },
    });
    expect(await sessions()).toEqual([]);
  });

  it('refuses names, codes of other studies and further slips without a hint, and begins nothing', async () => {
    const [{ made, open, sessions }, other] = [await studyOfCodes(), await studyOfCodes(1)];
    const [code = ''] = made;
    await expect(open(other.made[0] ?? '')).rejects.toMatchObject({ data: { code: 'not-found' } });
    for (const typed of ['Dr A', mistyped(mistyped(code).split('').reverse().join('')), 'AAAAA-AAAAB']) {
      const refused = await open(typed).catch((error: unknown) => error);
      expect(refused).toMatchObject({ data: { code: 'bad-input', details: { code: 'mistyped' } } });
      expect(JSON.stringify(refused)).not.toContain(code);
    }
    expect(await sessions()).toEqual([]);
  });

  it('gives hints to nobody who goes on guessing', async () => {
    const { made, open } = await studyOfCodes();
    const [code = ''] = made;
    for (let tries = 0; tries < 20; tries++) await open('Dr A').catch(() => undefined);
    await expect(open(mistyped(code))).rejects.not.toMatchObject({ data: { details: { didYouMean: code } } });
    expect(await open(code)).toMatchObject({ answered: 0 });
  });

  it('keeps whose a code is in a list of its own, which goes nowhere else', async () => {
    const { client, folder, services, studyId, made } = await studyOfCodes(2);
    const [code = '', other = ''] = made;
    const name = 'Ngozi Okafor';
    const typed = code.toLowerCase().replace('-', ' ');
    expect(await client.studies.nameReader({ studyId, code: typed, name: ` ${name} ` })).toEqual([
      { code, name },
      { code: other, name: null },
    ]);
    await expect(client.studies.nameReader({ studyId, code: mistyped(code), name })).rejects.toMatchObject({
      data: { code: 'bad-input', message: expect.stringContaining('is no code of this study') as string },
    });
    const list = (await client.studies.readerNamesFile({ studyId })).text.split('\n');
    expect(list.slice(0, 3)).toEqual([
      'study,study_id,reader,name',
      `Fixture study,${studyId},${code},${name}`,
      `Fixture study,${studyId},${other},`,
    ]);
    let step = await client.reading.open({ studyId, reader: code });
    while (step.trial) step = await client.reading.respond(answer(step));
    const db = openDb(join(folder, 'workspace.sqlite'));
    onTestFinished(() => void db.close());
    const elsewhere = {
      readers: JSON.stringify([await client.reading.studies(), step]),
      summary: JSON.stringify(await client.studies.list()),
      sealed: copyStudy(db, studyId).toString('latin1'),
      audit: (await client.audit.export({ studyId: null, format: 'csv' })).text,
      ...Object.fromEntries(
        await Promise.all(
          exportSchema.options.map(
            async (what) => [what, (await services.results.export(studyId, what)).text] as const,
          ),
        ),
      ),
    };
    for (const [what, text] of Object.entries(elsewhere)) expect(text.includes('Okafor'), what).toBe(false);
    expect(elsewhere.audit).toContain(`Kept a name for the code ${code}.`);
    expect((await client.studies.nameReader({ studyId, code, name: null }))[0]).toEqual({ code, name: null });
  });
});
