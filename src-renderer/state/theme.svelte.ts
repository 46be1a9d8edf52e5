export type ThemeName = 'light' | 'dark';
const STORAGE_KEY = 'equipoise.theme';

/** Light or dark: the person's choice if there is one, else the system's. Written to <html data-theme>. */
export class Theme {
  #system = $state<ThemeName>('light');
  #chosen = $state<ThemeName | undefined>(remembered());
  name = $derived<ThemeName>(this.#chosen ?? this.#system);

  /** Follows the system until the returned function is called. */
  listen(): () => void {
    const query = window.matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => {
      this.#system = query.matches ? 'dark' : 'light';
      this.#apply();
    };
    follow();
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }

  toggle(): void {
    this.#chosen = this.name === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(STORAGE_KEY, this.#chosen);
    } catch {
      // A browser that stores nothing keeps the choice for this page only.
    }
    this.#apply();
  }

  #apply(): void {
    document.documentElement.dataset['theme'] = this.name;
  }
}

function remembered(): ThemeName | undefined {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'light' || stored === 'dark' ? stored : undefined;
  } catch {
    return undefined;
  }
}
