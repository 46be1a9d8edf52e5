import { describe, expect, it } from 'vitest';
import { Attention } from '../../../src-renderer/views/read/attention.ts';
import { TrialLog } from '../../../src-renderer/views/read/trial-log.ts';
import { readingCommand as commandFor, type ReadingCommand } from '../../../src-renderer/views/read/reading-keys.ts';
import { QUESTIONS } from '../../../src-shared/questions/index.ts';
import { sameClass } from '../../../src-shared/questions/same-class.ts';
import { whichIsReal } from '../../../src-shared/questions/which-is-real.ts';

const NONE = { code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

const readingCommand = (event: typeof NONE & { key: string }): ReadingCommand | null => commandFor(event, whichIsReal);

describe('readingCommand', () => {
  it('chooses by digit and by arrow, and never scrolls with a key that chooses', () => {
    expect(readingCommand({ ...NONE, key: '1' })).toEqual({ do: 'choose', answer: '1' });
    expect(readingCommand({ ...NONE, key: 'ArrowUp' })).toEqual({ do: 'choose', answer: '1' });
    expect(readingCommand({ ...NONE, key: 'ArrowDown' })).toEqual({ do: 'choose', answer: '2' });
    expect(readingCommand({ ...NONE, key: 'ArrowLeft' })).toMatchObject({ do: 'scroll', by: -1 });
    expect(readingCommand({ ...NONE, shiftKey: true, key: 'ArrowUp' })).toMatchObject({ do: 'pan' });
  });

  it.each([
    ['the digit row of AZERTY', '&', 'Digit1'],
    ['the digit row of AZERTY with Shift', '1', 'Digit1'],
    ['the digit row of an Arabic layout', '١', 'Digit1'],
    ['the number pad', '1', 'Numpad1'],
    ['the number pad without NumLock', 'End', 'Numpad1'],
  ])('takes 1 from %s', (_where, key, code) => {
    expect(readingCommand({ ...NONE, key, code })).toEqual({ do: 'choose', answer: '1' });
  });

  it('takes letters by their position only where the layout has no Latin ones', () => {
    expect(readingCommand({ ...NONE, key: 'з', code: 'KeyP' })).toEqual({ do: 'cover' });
    expect(readingCommand({ ...NONE, key: 'l', code: 'KeyP' })).toBeNull();
    expect(readingCommand({ ...NONE, key: 'p', code: 'KeyR' })).toEqual({ do: 'cover' });
    // Other keys of the pad keep their meaning: 8 without NumLock is ↑.
    expect(readingCommand({ ...NONE, key: 'ArrowUp', code: 'Numpad8' })).toEqual({ do: 'choose', answer: '1' });
    expect(readingCommand({ ...NONE, key: 'Home', code: 'Numpad7' })).toMatchObject({ do: 'scroll', unit: 'end' });
  });

  it('means the answers of the question that is asked', () => {
    expect(commandFor({ ...NONE, key: 's' }, sameClass)).toEqual({ do: 'choose', answer: 'same' });
    expect(commandFor({ ...NONE, key: 'D' }, sameClass)).toEqual({ do: 'choose', answer: 'different' });
    expect(commandFor({ ...NONE, key: '1' }, sameClass)).toBeNull();
  });

  it.each(QUESTIONS.map((question) => [question.id, question] as const))(
    'leaves every other command its key while %s is asked, and each key one answer',
    (_id, question) => {
      const keys = question.answers.flatMap((answer) => [...answer.keys]);
      expect(new Set(keys).size).toBe(keys.length);
      for (const key of keys) expect(commandFor({ ...NONE, key }, { answers: [] })).toBeNull();
    },
  );

  it('leaves the keys of the browser and the system alone', () => {
    for (const held of ['ctrlKey', 'altKey', 'metaKey'] as const) {
      for (const key of ['1', 'f', 'p', 'Enter', 'ArrowLeft']) {
        expect(readingCommand({ ...NONE, [held]: true, key })).toBeNull();
      }
    }
    expect(readingCommand({ ...NONE, key: '3' })).toBeNull();
    expect(readingCommand({ ...NONE, key: ' ' })).toBeNull();
  });
});

describe('Attention', () => {
  it('counts one loss however many events one interruption fires', () => {
    const attention = new Attention(new TrialLog());
    attention.set('cover', true);
    attention.set('window', true);
    attention.set('page', true);
    attention.set('page', false);
    attention.set('window', false);
    attention.set('cover', false);
    expect(attention.losses).toBe(1);
    attention.set('window', true);
    expect(attention.losses).toBe(2);
  });

  it('begins the next trial with a loss only if the reader is still away', () => {
    const attention = new Attention(new TrialLog());
    attention.set('window', true);
    attention.set('window', false);
    attention.startOver();
    expect(attention.losses).toBe(0);
    attention.set('page', true);
    attention.startOver();
    attention.set('page', false);
    expect(attention.losses).toBe(1);
  });
});
