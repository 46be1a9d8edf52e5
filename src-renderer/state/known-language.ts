/**
 * Chromium on a machine with the locale C calls its language "en-US@posix", which its own Intl refuses; uPlot asks Intl for it as
 * soon as it is loaded, and the page would stay empty. Imported before everything else.
 */
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}
