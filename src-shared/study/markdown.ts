/** A piece of a line: plain, strong or emphasised. */
export interface Span {
  text: string;
  style: 'plain' | 'strong' | 'emphasis';
}

export type Block =
  | { kind: 'heading'; level: 2 | 3; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] };

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+/;
const HEADING = /^(#{1,6})\s+/;

/**
 * The Markdown that a study's texts may have: headings, paragraphs, lists, **strong** and *emphasis*. Anything else, HTML
 * and links too, is shown as it is written, so that no text of a protocol can do anything in the window.
 */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  for (const part of markdown.replaceAll('\r\n', '\n').split(/\n\s*\n/)) {
    for (const lines of runs(part.split('\n').filter((line) => line.trim() !== ''))) blocks.push(blockOf(lines));
  }
  return blocks;
}

/** Lines that belong together: a heading is by itself, items of a list follow each other. */
function runs(lines: readonly string[]): string[][] {
  const kindOf = (line: string): string => (HEADING.test(line) ? 'heading' : ITEM.test(line) ? 'item' : 'text');
  const found: string[][] = [];
  let last = '';
  for (const line of lines) {
    const kind = kindOf(line);
    const continues = kind !== 'heading' && (kind === last || (kind === 'text' && last === 'item' && /^\s/.test(line)));
    if (continues) found.at(-1)?.push(line);
    else found.push([line]);
    if (!(continues && last === 'item')) last = kind;
  }
  return found;
}

function blockOf(lines: readonly string[]): Block {
  const [first = ''] = lines;
  const heading = HEADING.exec(first);
  if (heading)
    return { kind: 'heading', level: heading[1] === '#' ? 2 : 3, spans: spansOf(first.replace(HEADING, '')) };
  const item = ITEM.exec(first);
  if (!item) return { kind: 'paragraph', spans: spansOf(lines.map((line) => line.trim()).join(' ')) };
  const items: string[] = [];
  for (const line of lines) {
    if (ITEM.test(line)) items.push(line.replace(ITEM, ''));
    else items.push(`${items.pop() ?? ''} ${line.trim()}`);
  }
  return { kind: 'list', ordered: item[1] !== undefined, items: items.map(spansOf) };
}

function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let from = 0;
  for (const match of text.matchAll(/\*\*(\S(?:.*?\S)?)\*\*|\*(\S(?:.*?\S)?)\*/g)) {
    if (match.index > from) spans.push({ text: text.slice(from, match.index), style: 'plain' });
    const [all, strong, emphasis = ''] = match;
    spans.push(strong === undefined ? { text: emphasis, style: 'emphasis' } : { text: strong, style: 'strong' });
    from = match.index + all.length;
  }
  if (from < text.length) spans.push({ text: text.slice(from), style: 'plain' });
  return spans;
}
