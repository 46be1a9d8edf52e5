import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MADE_PAGES } from '../../scripts/docs/pages.ts';
import { withSection } from '../../scripts/docs/section.ts';
import { sameClass } from '../../src-shared/questions/same-class.ts';
import { whichIsReal } from '../../src-shared/questions/which-is-real.ts';

describe('the pages that are made from the code', () => {
  it.each(MADE_PAGES.map(({ name, make }) => [name, make] as const))(
    '%s is current (else: node scripts/generate-docs.ts)',
    (name, make) => {
      const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
      expect(make(page)).toBe(page);
    },
  );

  it('keep what stands around a made section, and say which one is not there', () => {
    const page = 'before\n<!-- a -->\nold\n<!-- /a -->\nafter\n';
    const made = withSection(page, 'a', 'new');
    expect(made).toMatch(/^before\n<!-- a -->[^]*\nnew\n[^]*<!-- \/a -->\nafter\n$/);
    expect(made).not.toContain('old');
    expect(withSection(made, 'a', 'new')).toBe(made);
    expect(() => withSection(page, 'b', 'new')).toThrow('The page must have exactly one section "b"');
  });

  it('name the questions of the paper in the words of the reading view, as the README does', () => {
    for (const path of ['README.md', 'docs/protocol.md', 'studies/han2020/README.md']) {
      const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8').replaceAll(/\s+/g, ' ');
      for (const { text } of [whichIsReal, sameClass]) expect(page, path).toContain(text());
    }
  });
});
