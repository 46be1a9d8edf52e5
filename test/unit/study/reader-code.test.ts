import { describe, expect, it } from 'vitest';
import {
  CODE_LETTERS,
  codeOf,
  isOneSlipFrom,
  RANDOM_CHARACTERS,
  typedCode,
} from '../../../src-shared/study/reader-code.ts';

const CODES = Array.from({ length: 40 }, (_, seed) =>
  codeOf(
    Array.from({ length: RANDOM_CHARACTERS }, (__, index) => (7 * seed * seed + 5 * index * (seed + 3)) % CODE_LETTERS),
  ),
);
const KEYS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const replaced = (code: string, at: number, by: string) => code.slice(0, at) + by + code.slice(at + 1);

describe('a code', () => {
  it('is two groups of five characters that do not look alike', () => {
    for (const code of CODES) expect(code).toMatch(/^[2346789ACDEFHJKMNPRTVWX]{5}-[2346789ACDEFHJKMNPRTVWX]{5}$/);
  });

  it('is known however it is typed', () => {
    for (const code of CODES) {
      expect(typedCode(` ${code.toLowerCase().replace('-', ' ')} `)).toBe(code);
      expect(typedCode(code.replace('-', '–'))).toBe(code);
    }
  });

  it('is never taken for another after one wrong character, or two that changed places', () => {
    for (const code of CODES.map((each) => each.replace('-', ''))) {
      for (let at = 0; at < code.length; at++) {
        for (const key of KEYS) if (key !== code[at]) expect(typedCode(replaced(code, at, key))).toBeNull();
        for (let other = at + 1; other < code.length; other++) {
          const swapped = replaced(replaced(code, at, code.charAt(other)), other, code.charAt(at));
          if (swapped !== code) expect(typedCode(swapped)).toBeNull();
        }
      }
    }
  });

  it('is one slip from a wrong, a missing, a doubled character or two neighbours that changed places', () => {
    const code = 'ACDEF-HJKM2';
    for (const slip of ['ACDEF-HJKM3', 'acdefhjkm', 'CDEFHJKM2', 'AACDEFHJKM2', 'CADEFHJKM2', 'ACDEFHJK2M'])
      expect([slip, isOneSlipFrom(slip, code)]).toEqual([slip, true]);
    for (const other of [code, 'acdef hjkm2', 'ACDEF-HJK33', 'DCAEFHJKM2', 'ACDE', ''])
      expect([other, isOneSlipFrom(other, code)]).toEqual([other, false]);
  });
});
