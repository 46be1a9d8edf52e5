import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ReadingStep, ResponseInput } from '../../src-shared/contract/reading.ts';
import type { SessionPageInput } from '../../src-shared/study/session.ts';
import { answer } from '../helpers/answer-trial.ts';
import type { ProtocolChanges } from '../helpers/study-fixture.ts';
import { readingFixture } from './reading-fixture.ts';

const language = 'en';
const CONSENT: SessionPageInput = { page: 'consent', language, accepted: true };
const INSTRUCTIONS: SessionPageInput = { page: 'instructions', language };

async function reading(session: ProtocolChanges['session']) {
  const fixture = await readingFixture({ session });
  const { client, studyId } = fixture;
  const open = () => client.reading.open({ studyId, reader: 'Dr A' });
  const turn = ({ sessionId }: ReadingStep, said: SessionPageInput) => client.reading.turn({ sessionId, said });
  const respond = (step: ReadingStep, changes: Partial<ResponseInput> = {}) =>
    client.reading.respond(answer(step, changes));
  /** All that is left is answered alike. */
  const finish = async (step: ReadingStep): Promise<ReadingStep> => (step.trial ? finish(await respond(step)) : step);
  return { ...fixture, open, turn, respond, finish };
}

describe('the pages of a session', () => {
  const SESSION: ProtocolChanges['session'] = {
    consent: 'You may stop at any time.',
    questionnaire: [
      { id: 'years', label: 'Years of practice', kind: 'number', min: 0, max: 70 },
      { id: 'role', label: { en: 'Role', de: 'Rolle' }, kind: 'choice', choices: { md: 'Physician', nurse: 'Nurse' } },
      { id: 'remark', label: 'Remark', kind: 'text', required: false },
    ],
    instructions: '# Read',
    comment: true,
  };
  const ANSWERS: SessionPageInput = { page: 'questionnaire', language: 'de', answers: { years: 12, role: 'md' } };

  it('come one by one before the first trial, and what was said is a column of the table of readers', async () => {
    const { open, turn, finish, services, studyId } = await reading(SESSION);
    let step = await open();
    expect(step).toMatchObject({ page: 'consent', trial: null });
    // Coming back changes nothing, and no page is jumped over.
    expect(await open()).toMatchObject({ page: 'consent', trial: null });
    await expect(turn(step, INSTRUCTIONS)).rejects.toMatchObject({ data: { code: 'conflict' } });
    step = await turn(step, CONSENT);
    expect(step.page).toBe('questionnaire');
    for (const answers of [
      {},
      { years: 71, role: 'md' },
      { years: 3, role: 'dentist' },
      { years: 3, role: 'md', age: 4 },
    ])
      await expect(turn(step, { page: 'questionnaire', language, answers })).rejects.toMatchObject({
        data: { code: 'bad-input' },
      });
    step = await turn(step, ANSWERS);
    expect(step.page).toBe('instructions');
    step = await turn(step, INSTRUCTIONS);
    expect(step).toMatchObject({ page: null, trial: { number: 1 } });
    step = await finish(step);
    expect(step).toMatchObject({ page: 'comment', trial: null, answered: 6 });
    step = await turn(step, { page: 'comment', language, comment: ' A clear study. ' });
    expect(step).toMatchObject({ page: null, trial: null });
    expect(step.receipt).not.toBeNull();
    const [row] = await services.results.sessions(studyId);
    expect(row).toMatchObject({
      questionnaire: '{"role":"md","years":12}',
      comment: 'A clear study.',
      reader_language: 'en',
    });
    expect(Date.parse(row?.consented_at ?? '')).toBeGreaterThan(0);
    expect((await services.results.evidence(studyId)).problems).toEqual([]);
  });

  it('that was turned stays as it was, however often it is sent', async () => {
    const { open, turn, client } = await reading(SESSION);
    let step = await turn(await open(), CONSENT);
    expect((await turn(step, CONSENT)).page).toBe('questionnaire');
    step = await turn(step, ANSWERS);
    const again = { ...ANSWERS, answers: { years: 1, role: 'nurse' } } as SessionPageInput;
    expect((await turn(step, again)).page).toBe('instructions');
    await expect(client.reading.turn({ sessionId: 'unknown', said: CONSENT })).rejects.toMatchObject({
      data: { code: 'not-found' },
    });
  });

  it('come before any answer, whatever a window sends', async () => {
    const { open, trials, respond } = await reading({ consent: 'Please.' });
    const step = await open();
    const trialId = trials[0]?.id ?? '';
    await expect(respond(step, { trialId })).rejects.toMatchObject({ data: { code: 'conflict' } });
  });

  it('show the instructions again to whoever comes back after some hours', async () => {
    const { open, turn, respond } = await reading({ resumeAfterHours: 2 });
    let step = await turn(await open(), INSTRUCTIONS);
    step = await respond(step);
    expect(await open()).toMatchObject({ page: null, trial: { number: 2 } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2.1 * 3_600_000 });
    onTestFinished(() => void vi.useRealTimers());
    // A window that was left open goes on.
    step = await respond(step);
    expect(step.trial?.number).toBe(3);
    vi.setSystemTime(Date.now() + 2.1 * 3_600_000);
    step = await open();
    expect(step).toMatchObject({ page: 'instructions', trial: null, answered: 2 });
    expect(await turn(step, INSTRUCTIONS)).toMatchObject({ page: null, trial: { number: 3 } });
  });
});

describe('the decisions of a trial', () => {
  it('are those that the protocol asks for, and no others', async () => {
    const { open, turn, respond, services, studyId, finish } = await reading({
      ...{ cannotSay: true, confidence: true, clue: {} },
    });
    let step = await turn(await open(), INSTRUCTIONS);
    const clue = { reason: 'Notched P wave', span: { tracing: 1, fromS: 0.2, toS: 0.7 } } as const;
    await expect(respond(step)).rejects.toThrow(/lacks a confidence/);
    await expect(respond(step, { answer: 'cannot-say', clue })).rejects.toThrow(/not asked/);
    await expect(respond(step, { confidence: 5 as never })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(respond(step, { confidence: 1, responseTimeMs: 299 })).rejects.toThrow(/none counts before 300 ms/);
    step = await respond(step, { confidence: 3, clue, responseTimeMs: 900 });
    step = await respond(step, { answer: 'cannot-say' });
    while (step.trial) step = await respond(step, { confidence: 4 });
    await finish(step);
    const [sure, open_] = await services.results.responses(studyId);
    expect(sure).toMatchObject({
      ...{ confidence: 3, clue_reason: 'Notched P wave', clue_side: 2, clue_from_s: 0.2, clue_to_s: 0.7, fast: 1 },
    });
    expect(open_).toMatchObject({ answer: 'cannot-say', correct: null, chosen_side: null, confidence: null });
    const [arm] = await services.results.summary(studyId);
    expect(arm).toMatchObject({ n: 3, cannot_say: 1, planned: 4, complete: 1 });
    // The pairs of the fixture differ by 10 µV everywhere, for one second.
    const figures = await services.results.figures(studyId);
    const csv = figures.find(({ id }) => id === 'clue-spans')?.drawn?.csv ?? '';
    const spans = parse(csv, { columns: true }) as Record<string, string>[];
    const changed = sure?.real_side === 1 ? 'marks_on_changed' : 'marks_on_original';
    expect(spans.map((span) => span[changed])).toEqual(['0', '0', '1', '1', '1', '1', '1', '0', '0', '0']);
    for (const span of spans)
      expect(span).toMatchObject({ mean_abs_delta_uv: '10', marked_uv: '10', elsewhere_uv: '10' });
  });

  it('are refused where a protocol asks for none', async () => {
    const { client, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    for (const changes of [
      { answer: 'cannot-say' },
      { confidence: 2 },
      { clue: { reason: '', span: null } },
      { amends: true },
    ] as Partial<ResponseInput>[])
      await expect(client.reading.respond(answer(step, changes))).rejects.toThrow();
    await expect(client.reading.undo({ sessionId: step.sessionId })).rejects.toMatchObject({
      data: { code: 'refused' },
    });
    expect((await client.reading.open({ studyId, reader: 'Dr A' })).answered).toBe(0);
  });
});

describe('an answer that is taken back', () => {
  it('stays in the chain, before the one that takes its place, which alone counts', async () => {
    const { open, turn, respond, client, services, studyId, finish } = await reading({ undo: true });
    let step = await turn(await open(), INSTRUCTIONS);
    await expect(client.reading.undo({ sessionId: step.sessionId })).rejects.toMatchObject({
      data: { code: 'refused' },
    });
    step = await respond(step, { answer: '1' });
    const shown = await client.reading.undo({ sessionId: step.sessionId });
    expect(shown).toMatchObject({ answered: 1, trial: { number: 1, amends: true } });
    const amendment = { answer: '2', amends: true, responseTimeMs: 1234.56 } as const;
    step = await respond(shown, amendment);
    expect(step).toMatchObject({ answered: 1, trial: { number: 2, amends: false } });
    // A lost connection: sent twice, stored once.
    expect(await respond(shown, amendment)).toMatchObject({ answered: 1, trial: { number: 2 } });
    step = await respond(step, { answer: '1' });
    // Only the last one.
    await expect(respond(shown, { ...amendment, responseTimeMs: 5000 })).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    // That of the last trial too, until the reader finishes.
    const atEnd = await finish(step);
    expect(atEnd).toMatchObject({ answered: 6, page: 'finish', trial: null, receipt: null });
    const last = await client.reading.undo({ sessionId: step.sessionId });
    expect(last).toMatchObject({ answered: 6, page: null, trial: { number: 6, amends: true } });
    expect(await open()).toMatchObject({ page: 'finish' });
    expect(await respond(last, { answer: 'different', amends: true })).toMatchObject({ answered: 6, page: 'finish' });
    for (let turned = 0; turned < 2; turned++)
      expect(await turn(atEnd, { page: 'finish', language })).toMatchObject({ page: null, receipt: { answers: 8 } });
    await expect(client.reading.undo({ sessionId: step.sessionId })).rejects.toMatchObject({
      data: { code: 'refused' },
    });
    await expect(respond(last, { answer: 'same', amends: true, responseTimeMs: 777 })).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    const rows = await services.results.responses(studyId);
    expect(rows.map(({ trial_number, answer: given, amended }) => [trial_number, given, amended]).slice(0, 3)).toEqual([
      [1, '1', 1],
      [1, '2', 0],
      [2, '1', 0],
    ]);
    expect(rows.slice(-2).map(({ trial_number, answer: given, amended }) => [trial_number, given, amended])).toEqual([
      [6, 'same', 1],
      [6, 'different', 0],
    ]);
    expect((await services.results.summary(studyId)).map(({ n, complete }) => [n, complete])).toEqual([
      [4, 1],
      [2, 1],
    ]);
    const evidence = await services.results.evidence(studyId);
    expect(evidence.problems).toEqual([]);
    expect((await client.studies.list())[0]?.sessions[0]).toMatchObject({ answered: 6, total: 6 });
  });

  it('interrupts neither its trial nor the one that was on the screen, unlike a program that is closed', async () => {
    const { open, turn, respond, client, services, studyId, finish } = await reading({ undo: true });
    let step = await respond(await turn(await open(), INSTRUCTIONS), { answer: '1' });
    for (const responseTimeMs of [1000, 2000]) {
      const shown = await client.reading.undo({ sessionId: step.sessionId });
      step = await respond(shown, { answer: '2', amends: true, responseTimeMs });
    }
    await respond(step, { answer: '1' });
    await finish(await respond(await open(), { answer: '1' }));
    const rows = await services.results.responses(studyId);
    const shown = rows.map((row) => [row.trial_number, row.amended, row.times_shown, row.interrupted]);
    expect(shown.slice(0, 6)).toEqual([
      ...[
        [1, 1, 1, 0],
        [1, 1, 2, 0],
        [1, 0, 3, 0],
      ],
      ...[
        [2, 0, 3, 0],
        [3, 0, 2, 1],
        [4, 0, 1, 0],
      ],
    ]);
  });
});
