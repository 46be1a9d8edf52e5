import { escapeXml } from '../../../src-figures/drawing/svg.ts';
import type { Estimate } from './comparison.ts';
import { MISSING, decimal } from '../../../src-shared/format/number.ts';
import type { Interval } from '../../../src-shared/interval.ts';

/** Text in HTML; everything that is not our own markup goes through here. */
export const escape = escapeXml;

export const paragraph = (text: string): string => `<p>${escape(text)}</p>`;

export interface Column {
  head: string;
  /** Numbers, aligned to the right, all digits of one width. */
  isNumber?: boolean;
  /** Never wrapped. */
  isFixed?: boolean;
}

/** A table in the manner of journals; cells are HTML already. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cell = (tag: 'td' | 'th', content: string, column: Column | undefined): string =>
    `<${tag}${classOf(column)}>${content}</${tag}>`;
  const head = columns.map((column) => cell('th', escape(column.head), column)).join('');
  const body = rows
    .map((row) => `<tr>${row.map((content, index) => cell('td', content, columns[index])).join('')}</tr>`)
    .join('\n');
  return `<figure class="table"><figcaption>${caption}</figcaption>
<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div></figure>`;
}

function classOf(column: Column | undefined): string {
  if (column?.isNumber) return ' class="number"';
  return column?.isFixed ? ' class="fixed"' : '';
}

/** A figure with its title in bold and what it shows. */
export function figure(name: string, title: string, caption: string, svg: string): string {
  return `<figure>${svg}<figcaption>${named(name, title)} ${escape(caption)}</figcaption></figure>`;
}

/** 'Table 2 | Attacks.' in bold. */
export function named(name: string, title: string): string {
  return `<strong>${escape(name)} | ${escape(title)}.</strong>`;
}

/** '58.9 (55.4–62.4)', percent. */
export function estimateText(estimate: Estimate | null | undefined, digits = 1): string {
  if (!estimate) return MISSING;
  return `${decimal(100 * estimate.value, digits)}${intervalText(estimate.interval, digits)}`;
}

/** ' (55.4–62.4)', percent; empty without an interval. */
export function intervalText(interval: Readonly<Interval> | null | undefined, digits = 1): string {
  return interval ? ` (${decimal(100 * interval[0], digits)}–${decimal(100 * interval[1], digits)})` : '';
}

/** '439/745'. */
export function countText(estimate: Pick<Estimate, 'count' | 'of'> | null | undefined): string {
  return !estimate || estimate.of === null ? MISSING : `${estimate.count}/${estimate.of}`;
}

/** A share in percent without its sign, where there is one. */
export function shareText(value: number | null | undefined): string {
  return decimal(value === null || value === undefined ? null : 100 * value, 1);
}
