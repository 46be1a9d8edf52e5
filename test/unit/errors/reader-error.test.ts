import { describe, expect, it, onTestFinished } from 'vitest';
import { readerError } from '../../../src-shared/errors/reader-error.ts';
import { readerText } from '../../../src-shared/errors/said-to-readers.ts';
import { overwriteGetLocale } from '../../../src-shared/messages/compiled/runtime.js';

describe('an error that readers meet', () => {
  it('is in English where it is thrown, and in the language of the window where it is read', () => {
    overwriteGetLocale(() => 'fr');
    onTestFinished(() => overwriteGetLocale(() => 'en'));
    const { message, details } = readerError('bad-input', 'did-you-mean', { typed: 'AB', meant: 'AC' });
    expect(message).toBe('"AB" is not a code: a character is wrong. Did you mean AC?');
    const sent = JSON.parse(JSON.stringify(details)) as Record<string, unknown>;
    expect(readerText({ details: sent })).toBe(
      '« AB » n’est pas un code : un caractère est faux. Vouliez-vous dire AC ?',
    );
  });

  it.each([undefined, {}, { toReaders: { sentence: 'toString', values: {} } }])(
    'has nothing for readers with details %j',
    (details) => {
      expect(readerText({ details })).toBeUndefined();
    },
  );
});
