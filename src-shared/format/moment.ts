import { formatLocale } from './locale.ts';
import { MISSING } from './number.ts';

/** ISO 8601 → '22 Nov 2026, 13:52' in the person's own time zone; a text that is not a time is returned unchanged. */
export function moment(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'medium', timeStyle: 'short' }).format(date);
}

/** For documents, which are read anywhere: '22 November 2026, 17:15 UTC'. */
export function momentUtc(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return MISSING;
  const day = new Intl.DateTimeFormat(formatLocale(), { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  return `${day}, ${date.toISOString().slice(11, 16)} UTC`;
}
