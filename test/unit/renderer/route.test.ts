import { describe, expect, it } from 'vitest';
import { href, parseRoute } from '../../../src-renderer/state/route.ts';

describe('addresses', () => {
  it('leads back to the same step and ids, whatever is in them', () => {
    expect(parseRoute(href('datasets', 'a/b ü', 3))).toEqual({ step: 'datasets', ids: ['a/b ü', '3'] });
    expect(href('read')).toBe('#/read');
  });

  it('begins at the datasets where there is no address or an unknown one', () => {
    for (const hash of ['', '#', '#/', '#/nonsense/7']) {
      expect(parseRoute(hash)).toEqual({ step: 'datasets', ids: [] });
    }
  });

  it('takes a broken escape as it is', () => {
    expect(parseRoute('#/results/%E0%A4%A').ids).toEqual(['%E0%A4%A']);
  });
});
