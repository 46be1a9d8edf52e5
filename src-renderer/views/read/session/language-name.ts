import { getLocale } from '../../../../src-shared/messages/compiled/runtime.js';

/** The name of a language in that of the window; its tag where there is none. */
export const languageName = (tag: string): string =>
  new Intl.DisplayNames(getLocale(), { type: 'language' }).of(tag) ?? tag;
