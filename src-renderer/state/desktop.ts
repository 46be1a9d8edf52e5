declare global {
  interface Window {
    /** What the desktop program gives to its page; nothing in a browser. */
    equipoise?: { host: 'electron'; pathOf: (file: File) => string };
  }
}

/** Where a file lies that a person gave to the window; empty in a browser, which does not say it. */
export const pathOf = (file: File): string => window.equipoise?.pathOf(file) ?? '';
