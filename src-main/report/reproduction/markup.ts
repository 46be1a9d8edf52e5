import { escapeXml } from '../../../src-figures/svg.ts';
import { percentText } from '../../../src-figures/words.ts';
import type { Estimate } from './comparison.ts';

/** Text of HTML; everything that is not markup of ours goes through `escapeXml`. */
export const escape = escapeXml;

export const paragraph = (text: string): string => `<p>${escape(text)}</p>`;

export interface Column {
  head: string;
  /** Figures to the right, in one width. */
  isNumber?: boolean;
  /** Never broken into lines. */
  isFixed?: boolean;
}

/** A table in the manner of journals; cells are HTML already. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const cell = (tag: 'td' | 'th', content: string, column: Column | undefined): string =>
    `<${tag}${classOf(column)}>${content}</${tag}>`;
  const head = columns.map((column) => cell('th', escape(column.head), column)).join('');
  const body = rows
    .map((row) => `<tr>${row.map((content, place) => cell('td', content, columns[place])).join('')}</tr>`)
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

/** A figure with its title in bold and what is to be seen. */
export function figure(name: string, title: string, caption: string, svg: string): string {
  return `<figure>${svg}<figcaption>${named(name, title)} ${escape(caption)}</figcaption></figure>`;
}

/** 'Table 2 | Attacks.' in bold. */
export function named(name: string, title: string): string {
  return `<strong>${escape(name)} | ${escape(title)}.</strong>`;
}

/** '58.9 (55.4–62.4)', percent. */
export function estimateText(estimate: Estimate | null | undefined, digits = 1): string {
  if (!estimate) return '–';
  return `${number(100 * estimate.value, digits)}${intervalText(estimate.interval, digits)}`;
}

/** ' (55.4–62.4)', percent; nothing without one. */
export function intervalText(interval: readonly [number, number] | null | undefined, digits = 1): string {
  return interval ? ` (${number(100 * interval[0], digits)}–${number(100 * interval[1], digits)})` : '';
}

/** '439/745'. */
export function countText(estimate: Pick<Estimate, 'count' | 'of'> | null | undefined): string {
  return !estimate || estimate.of === null ? '–' : `${estimate.count}/${estimate.of}`;
}

/** A number where there is one. */
export function numberText(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? '–' : number(value, digits);
}

/** A share in percent without its sign, where there is one. */
export function shareText(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : number(100 * value, 1);
}

export const percent = percentText;

export function number(value: number, digits: number): string {
  const text = Math.abs(value) < 1000 ? value.toFixed(digits) : value.toLocaleString('en', fixed(digits));
  return text.replace('-', '−');
}

const fixed = (digits: number): Intl.NumberFormatOptions => ({
  minimumFractionDigits: digits,
  maximumFractionDigits: digits,
});

/** '1 record', '8,528 records'. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value, 0)} ${value === 1 ? one : many}`;
}

/** '22 November 2026, 17:15 UTC'. */
export function dateText(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return '–';
  const day = date.toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}

/** '3 min 40 s'. */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${number(seconds, seconds < 10 ? 1 : 0)} s`;
  const whole = Math.round(seconds);
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${whole % 60} s`
    : `${Math.floor(whole / 3600)} h ${Math.round((whole % 3600) / 60)} min`;
}
