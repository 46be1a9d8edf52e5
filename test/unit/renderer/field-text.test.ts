import { describe, expect, it } from 'vitest';
import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { RESULT_FIELDS } from '../../../src-shared/study/result-fields.ts';
import { RESULT_TABLES } from '../../../src-shared/study/result-tables.ts';
import { SUMMARY_FIELDS } from '../../../src-shared/study/summary-fields.ts';
import { fieldName } from '../../../src-renderer/views/results/field-name.ts';
import { fieldText, isNumeric } from '../../../src-renderer/views/results/field-text.ts';

const fields: readonly FieldDeclaration[] = [...RESULT_FIELDS, ...SUMMARY_FIELDS];
const shown = (name: string, value: unknown): string => {
  const field = fields.find((each) => each.name === name);
  if (field === undefined) throw new Error(`No field is called ${name}.`);
  return fieldText(field, value).short;
};

describe('cells of the result tables', () => {
  it('gives every kind of number its own digits', () => {
    expect(shown('proportion', 0.62)).toBe('0.620');
    expect(shown('p_two_sided', 1e-9)).toBe('<0.001');
    expect(shown('linf_uv', 9)).toBe('9.0');
    expect(shown('response_time_ms', 5123.7)).toBe('5124');
    expect(shown('n', 250)).toBe('250');
    expect(shown('sampling_hz', 300)).toBe('300');
    expect(shown('d_prime', -0.0354527)).toBe('−0.035');
    expect(shown('detection_c', -0.5)).toBe('−0.500');
    expect(shown('device_pixel_ratio', 1.5)).toBe('1.5');
  });

  it('shows what is nearly nothing as such, without a sign, but for a share or a p value', () => {
    expect([shown('ci_low', 2e-17), shown('side_bias_c', -1e-17)]).toEqual(['0.000', '0.000']);
    expect([shown('proportion', 0.0004), shown('side_bias_p', 0.0004)]).toEqual(['<0.001', '<0.001']);
  });

  it('shortens ids and hashes and keeps the whole', () => {
    const field = fields.find(({ name }) => name === 'response_hash');
    if (field === undefined) throw new Error('The field is gone.');
    const text = fieldText(field, 'a'.repeat(64));
    expect(text).toEqual({ short: `${'a'.repeat(10)}…`, full: 'a'.repeat(64), hash: true });
  });

  it('marks what is missing', () => {
    expect(shown('similarity_upper', null)).toBe('–');
  });

  it('aligns numbers to the right, and sides and names to the left', () => {
    const right = fields.filter(isNumeric).map(({ name }) => name);
    expect(right).toContain('proportion');
    expect(right).not.toContain('real_side');
    expect(right).not.toContain('reader');
  });
});

it('every column has a name in words, and its own', () => {
  for (const { fields: columns } of Object.values(RESULT_TABLES)) {
    const names = columns.map(fieldName);
    expect(names.filter((name) => name.includes('_') || name === '')).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
  }
});
