/**
 * The colours of figures: the tokens of the page where there are any (so a figure is dark in a dark window), the light
 * ones elsewhere, so that a saved file is complete on its own. The four of the series are those of Okabe and Ito, which
 * can be told apart with every kind of colour blindness; lines also differ in their dashes.
 */
export const COLORS = {
  surface: 'var(--surface, #ffffff)',
  text: 'var(--text, #1b2430)',
  muted: 'var(--muted, #5b6675)',
  line: 'var(--line, #dfe4ea)',
  axis: 'var(--line-strong, #8a95a3)',
  accent: 'var(--accent, #1f5fbf)',
  paper: 'var(--paper, #fffdfb)',
  paperSmall: 'var(--paper-small, #f3d9d6)',
  paperLarge: 'var(--paper-large, #e3aaa4)',
  trace: 'var(--trace, #14181f)',
  attacked: 'var(--accent, #1f5fbf)',
} as const;

/** How a tracing is drawn that lies under another one and hardly differs from it: wide and light, so that both are seen. */
export const UNDERLAY = { widthPx: 2.8, opacity: 0.4 } as const;

/** For curves side by side, in this order. */
const SERIES = [
  { color: 'var(--accent, #1f5fbf)', dash: undefined },
  { color: 'var(--series-2, #d55e00)', dash: '7 3' },
  { color: 'var(--series-3, #009e73)', dash: '2 3' },
  { color: 'var(--series-4, #b5588c)', dash: '9 3 2 3' },
  { color: 'var(--muted, #5b6675)', dash: '4 4' },
] as const;

export interface SeriesStyle {
  color: string;
  dash: string | undefined;
}

/** The style of the series at this index; they start over after the last. */
export function seriesStyle(index: number): SeriesStyle {
  return SERIES[index % SERIES.length] as SeriesStyle;
}

/**
 * The figure with plain colours instead of tokens, for programs that do not support CSS variables: the colour that
 * `valueOf` gives for a token ('--text'), else the light one.
 */
export function withPlainColors(svg: string, valueOf: (token: string) => string | undefined = () => undefined): string {
  return svg.replaceAll(
    /var\((--[\w-]+), (#[0-9a-f]{6})\)/g,
    (_, token: string, light: string) => valueOf(token) ?? light,
  );
}

/** The figure as the text of a file of its own, in light colours. */
export const svgFile = (svg: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${withPlainColors(svg)}\n`;
