import { getLocale } from '../messages/compiled/runtime.js';

/**
 * The language in which numbers and dates are written: that of the messages. English dates are British, with the month
 * as a word, so that nobody takes 5 June for 6 May.
 */
export function formatLocale(): string {
  const language = getLocale();
  return language === 'en' ? 'en-GB' : language;
}
