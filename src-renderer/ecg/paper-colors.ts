/** The colours of the paper. They are tokens of the page, so that light and dark are decided in one place. */
export interface PaperColors {
  paper: string;
  small: string;
  large: string;
  trace: string;
  /** Text on the paper. */
  label: string;
  muted: string;
  line: string;
}

const TOKENS: Record<keyof PaperColors, [name: string, light: string]> = {
  paper: ['--paper', '#fffdfb'],
  small: ['--paper-small', '#f3d9d6'],
  large: ['--paper-large', '#e3aaa4'],
  trace: ['--trace', '#14181f'],
  label: ['--paper-label', '#5b6675'],
  muted: ['--muted', '#5b6675'],
  line: ['--line', '#dfe4ea'],
};

/** The tokens as they apply at `element`; a page without tokens gets the light ones. */
export function readPaperColors(element: Element): PaperColors {
  const style = getComputedStyle(element);
  const read = ([name, light]: [string, string]): string => style.getPropertyValue(name).trim() || light;
  return {
    paper: read(TOKENS.paper),
    small: read(TOKENS.small),
    large: read(TOKENS.large),
    trace: read(TOKENS.trace),
    label: read(TOKENS.label),
    muted: read(TOKENS.muted),
    line: read(TOKENS.line),
  };
}

/** A colour that a canvas understands: a token written as `var(--name)` is looked up at `element`. */
export function canvasColor(element: Element, color: string): string {
  const token = /^var\((--[\w-]+)\)$/.exec(color)?.[1];
  return token === undefined ? color : getComputedStyle(element).getPropertyValue(token).trim() || TOKENS.trace[1];
}

/** Calls `changed` when the page turns light or dark, by the system's setting or by an attribute of the root. */
export function watchPaperColors(changed: () => void): () => void {
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  return () => {
    scheme.removeEventListener('change', changed);
    observer.disconnect();
  };
}
