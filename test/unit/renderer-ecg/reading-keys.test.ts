import { describe, expect, it } from 'vitest';
import { Attention } from '../../../src-renderer/views/read/attention.ts';
import { readingCommand } from '../../../src-renderer/views/read/reading-keys.ts';

const NONE = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

describe('readingCommand', () => {
  it('chooses by digit and by arrow, and never scrolls with a key that chooses', () => {
    expect(readingCommand({ ...NONE, key: '1' })).toEqual({ do: 'choose', key: '1' });
    expect(readingCommand({ ...NONE, key: 'ArrowUp' })).toEqual({ do: 'choose', key: '1' });
    expect(readingCommand({ ...NONE, key: 'ArrowDown' })).toEqual({ do: 'choose', key: '2' });
    expect(readingCommand({ ...NONE, key: 'ArrowLeft' })).toMatchObject({ do: 'scroll', by: -1 });
    expect(readingCommand({ ...NONE, shiftKey: true, key: 'ArrowUp' })).toMatchObject({ do: 'pan' });
  });

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
    const attention = new Attention();
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
    const attention = new Attention();
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
