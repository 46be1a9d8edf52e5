import type { SheetText } from '../../../src-shared/contract/sheet.ts';
import type { LocalText } from '../../../src-shared/study/local-text.ts';
import { blocksOf, type Span } from '../../../src-shared/study/markdown.ts';

/** 'Your age', or where there are several languages 'Your age (English) / Ihr Alter (German)'. */
export function localWords(text: LocalText): string {
  return languagesOf(text)
    .map(({ language, said }) => (language === null ? said : `${said} (${language})`))
    .join(' / ');
}

/** A text of the study as readers see it, Markdown or lines as they are written, once in every language that it has. */
export function localTexts(title: string, text: LocalText | undefined, blocks = markdownBlocks): SheetText[] {
  if (text === undefined) return [];
  return languagesOf(text).map(({ language, said }) => ({
    title: language === null ? title : `${title} (${language})`,
    blocks: blocks(said),
  }));
}

export const writtenLines = (text: string): SheetText['blocks'] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => ({ kind: 'paragraph', text: line }));

const markdownBlocks = (text: string): SheetText['blocks'] =>
  blocksOf(text).map((block) =>
    block.kind === 'list'
      ? { kind: 'list', ordered: block.ordered, items: block.items.map(plain) }
      : { kind: block.kind, text: plain(block.spans) },
  );

/** The language is null where the study does not name it. */
function languagesOf(text: LocalText): { language: string | null; said: string }[] {
  if (typeof text === 'string') return [{ language: null, said: text }];
  const names = new Intl.DisplayNames('en', { type: 'language' });
  return Object.entries(text).map(([tag, said]) => ({ language: names.of(tag) ?? tag, said }));
}

const plain = (spans: readonly Span[]): string => spans.map(({ text }) => text).join('');
