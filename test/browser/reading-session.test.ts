import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { sessionSchema } from '../../src-shared/study/session.ts';
import { violations } from './fixtures/axe.ts';
import { chooseByKey, inFreshWindow, next, progress, REAL, showReading } from './open-reading.ts';
import { readingClient, type ReadingClientOptions } from './reading-client.ts';

inFreshWindow();
beforeEach(() => localStorage.clear());

const ALL = sessionSchema.parse({
  consent: { en: '# Taking part\n\nYou may **stop** at any time.\n\n- no pay\n- <b>no risk</b>', de: 'Bitte.' },
  questionnaire: [
    { id: 'years', label: 'Years of practice', kind: 'number', min: 0, max: 70 },
    { id: 'role', label: 'Role', kind: 'choice', choices: { md: 'Physician', nurse: 'Nurse' } },
  ],
  instructions: { fr: 'Lisez.' },
  cannotSay: true,
  confidence: true,
  clue: { reasons: ['Noise', 'P wave'] },
  undo: true,
  leastTimeMs: 0,
  comment: true,
});

async function begin(options: Partial<ReadingClientOptions>, reader = 'Ada') {
  const client = readingClient({ questions: [REAL, REAL, REAL], ...options });
  await showReading(client);
  await page.getByRole('textbox').fill(reader);
  await userEvent.keyboard('{Enter}');
  if (options.readBy !== 'code') await userEvent.keyboard('{Enter}');
  return client;
}

/** What the list of keys says of one; undefined where it does not have it. */
const helpFor = (key: string): string | undefined =>
  [...document.querySelectorAll('dt')].find(({ textContent }) => textContent?.trim() === key)?.nextElementSibling
    ?.textContent;

describe('the pages of a session', () => {
  it('are turned by keyboard, and show Markdown without letting it do anything', async () => {
    const client = await begin({ session: ALL, questions: [REAL] });
    await expect.element(page.getByRole('heading', { name: 'Taking part' })).toBeVisible();
    expect(document.querySelector('strong')?.textContent).toBe('stop');
    expect(getComputedStyle(document.querySelector('main ul')!).listStyleType).toBe('disc');
    await expect.element(page.getByText('<b>no risk</b>')).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Tab}{Enter}');
    await expect.element(page.getByLabelText('Years of practice')).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('{Tab}12{Tab}P');
    await expect.element(page.getByRole('button', { name: 'Continue' })).toBeEnabled();
    await userEvent.keyboard('{Tab}{Enter}');
    // A text that is missing in the language of the window is said to be.
    await expect.element(page.getByText(/^The study has this text only in another language/)).toBeVisible();
    await expect.element(page.getByText('Lisez.')).toBeVisible();
    expect(helpFor('0')).toBe('cannot say');
    expect(helpFor('U')).toBe('change the last answer');
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Begin' }).click();
    await chooseByKey('0');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Save and finish' }).click();
    await page.getByRole('textbox').fill('Clear.');
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Save and finish' }).click();
    await expect.element(page.getByText('Thank you.')).toBeVisible();
    expect(client.received[0]).toMatchObject({ answer: 'cannot-say', confidence: null, clue: null });
    expect(client.turned).toEqual([
      { page: 'consent', language: 'en', accepted: true },
      { page: 'questionnaire', language: 'en', answers: { years: 12, role: 'md' } },
      { page: 'instructions', language: 'en' },
      { page: 'finish', language: 'en' },
      { page: 'comment', language: 'en', comment: 'Clear.' },
    ]);
  });

  it('are passed by two keys alone, and by no Enter too many', async () => {
    const session = sessionSchema.parse({ consent: 'Please.', instructions: 'Look.', undo: true, leastTimeMs: 400 });
    const client = await begin({ session, questions: [REAL] });
    await expect.element(page.getByText('Please.')).toBeVisible();
    // No choice was made yet.
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(page.getByText('Please.')).toBeVisible();
    await userEvent.keyboard('1');
    await expect.element(page.getByRole('button', { name: 'I accept' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('Look.')).toBeVisible();
    // Sooner than a trial would be answered, or held: it stays.
    await userEvent.keyboard('{Enter}');
    await new Promise((done) => setTimeout(done, 450));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', bubbles: true, repeat: true }));
    expect(client.turned.map((said) => said.page)).toEqual(['consent']);
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
    await chooseByKey('1');
    await new Promise((done) => setTimeout(done, 450));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'All cases are answered' })).toBeVisible();
    await new Promise((done) => setTimeout(done, 450));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.turned.map((said) => said.page)).toEqual(['consent', 'instructions', 'finish']);
  });

  it('lead back to the start for whoever does not consent, without a trial', async () => {
    const client = await begin({ session: ALL });
    await page.getByRole('button', { name: 'I do not accept' }).click();
    await expect.element(page.getByRole('button', { name: 'Start reading' })).toBeVisible();
    expect(client.turned).toEqual([]);
  });
});

/** Where each paper begins and ends: it must not move while one trial is decided. */
const framesLie = () =>
  [...document.querySelectorAll('section.frame')].map((frame) => {
    const { top, bottom } = frame.getBoundingClientRect();
    return [top, bottom];
  });

describe('one decision at a time', () => {
  const DECIDING = sessionSchema.parse({ confidence: true, clue: {}, undo: true, leastTimeMs: 0 });
  async function reading(session = DECIDING) {
    const client = await begin({ session });
    await page.getByRole('button', { name: 'Begin' }).click();
    return client;
  }

  it('asks for the answer, then for the confidence, then for what looked wrong, by keys alone', async () => {
    const client = await reading();
    await chooseByKey('1');
    const atFirst = framesLie();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'How sure are you?' })).toBeVisible();
    expect(client.received).toEqual([]);
    expect(framesLie()).toEqual(atFirst);
    await expect.element(next()).toBeDisabled();
    expect(await violations()).toEqual([]);
    // By its position: a French keyboard gives an apostrophe.
    window.dispatchEvent(new KeyboardEvent('keydown', { key: "'", code: 'Digit4', bubbles: true }));
    await expect.element(page.getByRole('button', { name: '4 certain' })).toHaveAttribute('aria-pressed', 'true');
    window.dispatchEvent(new KeyboardEvent('keydown', { key: '٣', code: 'Numpad3', bubbles: true }));
    await expect.element(page.getByRole('button', { name: '3 fairly sure' })).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByLabelText('Reason, picked or in your own words')).toHaveFocus();
    expect(framesLie()).toEqual(atFirst);
    expect(await violations()).toEqual([]);
    // Letters and digits are text here, not commands.
    await userEvent.keyboard('Flat p 12{Tab}{Tab}2{Tab}1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({
      ...{ answer: '1', confidence: 3, amends: false },
      clue: { reason: 'Flat p 12', span: { tracing: 0, fromS: 1, toS: 2 } },
    });
    await expect.poll(progress).toBe('2 of 3');
    await expect.element(page.getByRole('heading', { name: /real ECG/ })).toBeVisible();
  });

  it('marks by dragging over the row that shows it, in a layout of rows too', async () => {
    await page.viewport(1920, 1080);
    const display = { layout: 'rows' as const };
    const client = await begin({ session: DECIDING, display, questions: ['is-real'], shown: 1 });
    (document.body.firstElementChild as HTMLElement).style.height = '1080px';
    await page.getByRole('button', { name: 'Begin' }).click();
    await chooseByKey('r');
    await userEvent.keyboard('{Enter}3{Enter}');
    await expect.element(page.getByLabelText('Reason, picked or in your own words')).toHaveFocus();
    const marks = [...document.querySelectorAll('.mark')];
    expect(marks).toHaveLength(3);
    const { left, top, width } = marks[1]!.getBoundingClientRect();
    const pxPerS = (25 * 96) / 25.4;
    const x = left + width - 5 * pxPerS;
    const at = (type: string, clientX: number) =>
      marks[1]!.dispatchEvent(new PointerEvent(type, { clientX, clientY: top + 20, pointerId: 1, bubbles: true }));
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    at('pointerdown', x);
    at('pointermove', x + 2 * pxPerS);
    at('pointerup', x + 2 * pxPerS);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    const { span } = client.received[0]!.clue!;
    expect(span?.fromS).toBeCloseTo(15, 1);
    expect(span?.toS).toBeCloseTo(17, 1);
  });

  it('takes no held key for the next decision', async () => {
    const client = await reading();
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('heading', { name: 'How sure are you?' })).toBeVisible();
    const held = { bubbles: true, repeat: true };
    window.dispatchEvent(new KeyboardEvent('keydown', { key: '1', code: 'Digit1', ...held }));
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', ...held }));
    await expect.element(next()).toBeDisabled();
    expect(client.received).toEqual([]);
  });

  it('gives the last answer anew where the study allows it', async () => {
    const client = await reading(sessionSchema.parse({ undo: true, leastTimeMs: 0 }));
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 3');
    await expect.element(page.getByRole('button', { name: /Change the last answer/ })).toBeVisible();
    await userEvent.keyboard('p');
    await expect.poll(() => helpFor('U')).toBe('change the last answer');
    expect(helpFor('0')).toBeUndefined();
    await userEvent.keyboard('p');
    await userEvent.keyboard('u');
    await expect.poll(progress).toBe('1 of 3');
    await expect.element(page.getByText(/^You are changing your answer/)).toBeVisible();
    await chooseByKey('2');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 3');
    expect(client.received.map(({ answer, amends, trialId }) => [answer, amends, trialId])).toEqual([
      ['1', false, client.trialIds[0]],
      ['2', true, client.trialIds[0]],
    ]);
    // That of the last trial on the page after it.
    for (const after of ['3 of 3', null]) {
      await chooseByKey('1');
      await userEvent.keyboard('{Enter}');
      if (after !== null) await expect.poll(progress).toBe(after);
    }
    await expect.element(page.getByRole('heading', { name: 'All cases are answered' })).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('u');
    await expect.poll(progress).toBe('3 of 3');
    await chooseByKey('2');
    await userEvent.keyboard('{Enter}');
    await page.getByRole('button', { name: 'Save and finish' }).click();
    await expect.element(page.getByText('Thank you.')).toBeVisible();
    expect(client.received.at(-1)).toMatchObject({ answer: '2', amends: true, trialId: client.trialIds[2] });
  });

  it('counts no answer sooner than the protocol says, and offers a break between blocks', async () => {
    const client = await reading(sessionSchema.parse({ leastTimeMs: 700, breakAfter: 2 }));
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    expect(client.received).toEqual([]);
    await new Promise((done) => setTimeout(done, 800));
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 3');
    await chooseByKey('1');
    await new Promise((done) => setTimeout(done, 800));
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('dialog', { name: 'Time for a break?' })).toBeVisible();
    await expect.element(page.getByText(/^You have answered 2 of 3/)).toBeVisible();
    for (const canvas of document.querySelectorAll('canvas'))
      expect(getComputedStyle(canvas).visibility).toBe('hidden');
    await userEvent.keyboard('{Enter}');
    await chooseByKey('2');
    expect(Math.min(...client.received.map(({ responseTimeMs }) => responseTimeMs))).toBeGreaterThanOrEqual(700);
  });
});

describe('a study that is read by codes', () => {
  it('asks for the code, and begins with it at once', async () => {
    const client = await begin({ readBy: 'code' }, 'ACDEF-HJKM2');
    await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
    expect(client.opened).toEqual([{ studyId: client.studyId, reader: 'ACDEF-HJKM2' }]);
  });
});
