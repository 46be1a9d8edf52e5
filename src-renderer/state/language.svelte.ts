import { baseLocale, isLocale, locales, overwriteGetLocale } from '../../src-shared/messages/compiled/runtime.js';

export type LanguageTag = (typeof locales)[number];

const STORAGE_KEY = 'equipoise.language';

/**
 * The language in which somebody reads: the person's choice if there is one, else the first of the browser's languages
 * that there is. Messages ask for it each time, so that whatever is on the page follows. Everything but the reading is
 * in English: `end` goes back to it.
 */
export class Language {
  tag = $state<LanguageTag>(remembered() ?? preferred(navigator.languages));

  constructor() {
    overwriteGetLocale(() => this.tag);
    forReader = true;
  }

  choose(tag: LanguageTag): void {
    this.tag = tag;
    try {
      localStorage.setItem(STORAGE_KEY, tag);
    } catch {
      // A browser that stores nothing keeps the choice for this page only.
    }
  }

  end(): void {
    overwriteGetLocale(() => baseLocale);
    forReader = false;
  }
}

let forReader = false;
/** Whether what is on the page is for a reader, who knows nothing of workspaces and command lines. */
export const isForReader = (): boolean => forReader;

/** A language by the name that those who speak it give it. */
export function ownName(tag: LanguageTag): string {
  const name = new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/**
 * `wanted`: in order of preference; a region or script that there is not stands for its language (de-AT: de).
 * @internal Exported for its tests.
 */
export function preferred(wanted: readonly string[]): LanguageTag {
  for (const each of wanted) {
    const found = locales.find((tag) => tag === each) ?? locales.find((tag) => languageOf(tag) === languageOf(each));
    if (found !== undefined) return found;
  }
  return baseLocale;
}

/** What text of both is read by the same people: the language, and for Chinese its script. */
function languageOf(tag: string): string {
  try {
    const { language, script } = new Intl.Locale(tag).maximize();
    return language === 'zh' ? `${language}-${script ?? ''}` : language;
  } catch {
    return tag;
  }
}

function remembered(): LanguageTag | undefined {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return isLocale(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}
