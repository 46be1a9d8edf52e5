import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  announced,
  chooseByKey,
  inFreshWindow,
  lower,
  next,
  progress,
  REAL,
  SAME,
  startReading,
  upper,
} from './open-reading.ts';

inFreshWindow();

describe('storing an answer', () => {
  it('takes nothing while the answer is on its way', async () => {
    const client = await startReading({ questions: [REAL, REAL] });
    await chooseByKey('1');
    const release = client.hold();
    await userEvent.keyboard('{Enter}');
    await expect.element(upper()).toBeDisabled();
    await expect.element(lower()).toBeDisabled();
    await expect.element(next()).toBeDisabled();
    await userEvent.keyboard('2{Enter}');
    expect(client.received).toHaveLength(1);
    expect(progress()).toBe('1 of 2');
    release();
    await expect.poll(progress).toBe('2 of 2');
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('keeps the answer when it fails %s it was stored, and sends the very same again', async (_, afterStoring) => {
    const client = await startReading({ questions: [SAME, SAME], failures: { times: 2, afterStoring } });
    await chooseByKey('d');
    await userEvent.keyboard('{Enter}');
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent(
        'Your answer is not stored yet. The disk is full. Make room and try again; what was stored before is intact.',
      );
    await expect.element(page.getByRole('button', { name: 'D different' })).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('s');
    await expect.element(page.getByRole('button', { name: 'D different' })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => client.received.length).toBe(2);
    await expect.element(page.getByRole('button', { name: 'Retry' })).toBeEnabled();
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 2');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(client.received).toHaveLength(3);
    expect(client.received[1]).toEqual(client.received[0]);
    expect(client.received[2]).toEqual(client.received[0]);
    expect(client.stored.size).toBe(1);
  });
});

describe('another window of the same session', () => {
  it('resumes where the session is when it has answered the pair otherwise', async () => {
    const client = await startReading({ questions: [REAL, REAL, SAME] });
    await chooseByKey('1');
    client.answerElsewhere('2');
    client.answerElsewhere('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('This case was answered in another window. Resuming at 3 of 3');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(client.opened[1]).toEqual({ studyId: client.studyId, reader: 'Ada' });
    expect([...client.stored.values()].map(({ answer }) => answer)).toEqual(['2', '1']);
    await announced();
    await chooseByKey('s');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/All 3 cases are answered/)).toBeVisible();
    expect(client.received).toHaveLength(2);
  });

  it('ends when there is nothing left to answer, and says so only of the pair it was', async () => {
    const client = await startReading({ questions: [REAL, REAL, REAL] });
    await chooseByKey('1');
    client.answerElsewhere('2');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toMatch(/another window/);
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('3 of 3');
    await chooseByKey('1');
    client.answerElsewhere('2');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/All 3 cases are answered/)).toBeVisible();
  });
});

describe('a pause', () => {
  it('covers the tracings, takes no answer meanwhile, and is recorded as lost focus', async () => {
    const client = await startReading({ questions: [REAL] });
    await chooseByKey('1');
    await userEvent.keyboard('p');
    await expect.element(page.getByRole('dialog', { name: 'Pause' })).toBeVisible();
    for (const canvas of document.querySelectorAll('canvas'))
      expect(getComputedStyle(canvas).visibility).toBe('hidden');
    await userEvent.keyboard('2');
    await userEvent.keyboard('{Escape}');
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'true');
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('focus'));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({ answer: '1', focusLost: 2, choiceChanges: 0 });
    const kinds = client.received[0]?.events.map(({ kind }) => kind).filter((kind) => kind !== 'view');
    expect(kinds).toEqual(['covered', 'uncovered', 'focus-lost', 'focus-back']);
  });

  it('lets the reader leave, and says where it is resumed', async () => {
    await startReading({ questions: [REAL, REAL, REAL], answered: 1 });
    await expect.poll(progress).toBe('Resuming at 2 of 3');
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'Leave the reading' }).click();
    await page.getByLabelText('Your name or code').fill('Ada');
    await page.getByRole('button', { name: 'Start reading' }).click();
    await page.getByRole('button', { name: 'Yes, read as Ada' }).click();
    await expect.poll(progress).toBe('Resuming at 2 of 3');
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('3 of 3');
  });
});
