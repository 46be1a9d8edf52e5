import { COLORS, UNDERLAY } from '../drawing/colors.ts';
import { ecgPaper, PX_PER_MM } from '../drawing/ecg-paper.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { element, lineThrough, textAt, type Attributes } from '../drawing/svg.ts';
import { roundMicrovolts } from '../../src-shared/format/microvolts.ts';
import { decimal } from '../../src-shared/format/number.ts';

export interface EcgTrace {
  /** The whole signal, µV. */
  samplesUv: ArrayLike<number>;
  /**
   * The original is drawn as a tracing, the attacked one in the accent colour, a band's edge lightly. On one strip with
   * an attacked one, the original lies under it, as BENEATH says, whatever their order.
   */
  kind: 'original' | 'attacked' | 'light';
}

/** A strip of paper with one or more tracings on it. */
export interface EcgTrack {
  kind: 'ecg';
  /** Above it, e.g. 'Original: Normal, 99.8 %'. */
  label: string;
  traces: readonly EcgTrace[];
}

/** A strip with a scale of its own in µV, for what is too small for paper. */
export interface MicrovoltTrack {
  kind: 'microvolts';
  label: string;
  traces: readonly EcgTrace[];
  /** An area between two signals, µV. */
  band?: { lowUv: ArrayLike<number>; highUv: ArrayLike<number> } | undefined;
  /** The scale extends this far up and down, µV. */
  limitUv: number;
}

export interface EcgFigureData {
  title: string;
  description: string;
  samplingHz: number;
  /** The part of the signals that is shown. */
  startS: number;
  durationS: number;
  /** When the signals begin, where they are pieces of longer ones. */
  shownFromS?: number | undefined;
  /** Of the paper: 25 by default; more shows detail. */
  speedMmPerS?: number | undefined;
  /** Of the paper: 10 by default. */
  gainMmPerMv?: number | undefined;
  tracks: readonly (EcgTrack | MicrovoltTrack)[];
}

const LABEL_HEIGHT = 22;
const LEFT = 40;
const SPEED_MM_PER_S = 25;
const GAIN_MM_PER_MV = 10;
const MICROVOLT_MM = 20;
const MAX_PAPER_MM = 60;
/** A tracing under another of which it differs by less than a line's width: both stay to be seen. */
const BENEATH = { 'stroke-width': UNDERLAY.widthPx, 'stroke-opacity': UNDERLAY.opacity };
const STROKES = { original: COLORS.trace, attacked: COLORS.attacked, light: COLORS.muted } as const;

/** How many seconds fit on the page: whole large squares. */
export function secondsOnPage(widthPx = PAGE_WIDTH_PX, speedMmPerS = SPEED_MM_PER_S): number {
  return (Math.floor((widthPx - LEFT - 2) / PX_PER_MM / 5) * 5) / speedMmPerS;
}

/** Strips one below the other over one time axis, each under its `label`. */
export function ecgFigure(data: EcgFigureData, options: FigureOptions = {}): string {
  const { samplingHz, startS, speedMmPerS = SPEED_MM_PER_S, gainMmPerMv = GAIN_MM_PER_MV } = data;
  const longest = Math.max(...data.tracks.flatMap(({ traces }) => traces.map(({ samplesUv }) => samplesUv.length)));
  const durationS = Math.min(
    data.durationS,
    longest / samplingHz - startS,
    secondsOnPage(options.widthPx, speedMmPerS),
  );
  const widthMm = durationS * speedMmPerS;
  const first = Math.round(startS * samplingHz);
  const count = Math.round(durationS * samplingHz) + 1;
  const pxPerSample = (speedMmPerS * PX_PER_MM) / samplingHz;
  const window: Window = { first, count, pxPerSample, mmPerUv: gainMmPerMv / 1000, widthMm };
  let y = 4;
  const strips = data.tracks.map((track) => {
    const { svg, height } = track.kind === 'ecg' ? paperStrip(track, window) : microvoltStrip(track, window);
    const label = textAt(LEFT, y + 15, track.label, { weight: 600 });
    const placed = element('g', { transform: `translate(${LEFT} ${y + LABEL_HEIGHT})` }, svg);
    y += LABEL_HEIGHT + height + 8;
    return label + placed;
  });
  const width = options.widthPx ?? PAGE_WIDTH_PX;
  const from = startS + (data.shownFromS ?? 0);
  const scale = `${decimal(from, 1)} to ${decimal(from + durationS, 1)} s; ${
    data.tracks.some(({ kind }) => kind === 'ecg')
      ? `paper ${speedMmPerS} mm/s, ${gainMmPerMv} mm/mV`
      : `${speedMmPerS} mm/s`
  }`;
  return svgFigure(
    { title: options.title ?? data.title, description: data.description, width, height: y + 14 },
    ...strips,
    textAt(LEFT, y + 8, scale, { size: SMALL_SIZE, fill: COLORS.muted }),
  );
}

interface Window {
  first: number;
  count: number;
  pxPerSample: number;
  mmPerUv: number;
  widthMm: number;
}

function paperStrip({ traces }: EcgTrack, window: Window): { svg: string; height: number } {
  const values = traces.flatMap(({ samplesUv }) => inWindow(samplesUv, window));
  const low = Math.min(...values);
  const high = Math.max(...values);
  // Whole large squares with a small one of margin, and no strip higher than the page has room for.
  const heightMm = Math.min(MAX_PAPER_MM, Math.max(20, 5 * Math.ceil(((high - low) * window.mmPerUv + 4) / 5)));
  const height = heightMm * PX_PER_MM;
  const pxPerUv = window.mmPerUv * PX_PER_MM;
  const zero = height / 2 + ((high + low) / 2) * pxPerUv;
  const overlaid = traces.some(({ kind }) => kind === 'attacked');
  const [under, over] = [true, false].map((first) =>
    traces.filter(({ kind }) => (overlaid && kind === 'original') === first),
  );
  const draw = (trace: EcgTrace, style?: Attributes): string =>
    tracePath(trace, window, (uv) => zero - uv * pxPerUv, style);
  const lines = [...(under ?? []).map((trace) => draw(trace, BENEATH)), ...(over ?? []).map((trace) => draw(trace))];
  return { svg: clipped(window, height, ecgPaper(window.widthMm, heightMm) + lines.join('')), height };
}

function microvoltStrip(track: MicrovoltTrack, window: Window): { svg: string; height: number } {
  const height = MICROVOLT_MM * PX_PER_MM;
  const width = window.widthMm * PX_PER_MM;
  const at = (uv: number): number => height / 2 - (uv / track.limitUv) * (height / 2 - 4);
  const ticks = [track.limitUv, 0, -track.limitUv].map((uv) => {
    const line = element('line', { x1: 0, x2: width, y1: at(uv), y2: at(uv), stroke: COLORS.line });
    const text = `${uv > 0 ? '+' : uv < 0 ? '−' : ''}${roundMicrovolts(Math.abs(uv))}${uv === 0 ? ' µV' : ''}`;
    return line + textAt(-5, at(uv) + 4, text, { anchor: 'end', size: SMALL_SIZE, fill: COLORS.muted });
  });
  const lines = track.traces.map((trace) => tracePath(trace, window, at));
  return { svg: ticks.join('') + clipped(window, height, bandPath(track, window, at) + lines.join('')), height };
}

function bandPath({ band }: MicrovoltTrack, window: Window, at: (uv: number) => number): string {
  if (!band) return '';
  const edge = (values: ArrayLike<number>): (readonly [number, number])[] =>
    inWindow(values, window).map((uv, i) => [i * window.pxPerSample, at(uv)] as const);
  const outline = [...edge(band.highUv), ...edge(band.lowUv).reverse()];
  return lineThrough(outline, { fill: COLORS.accent, 'fill-opacity': 0.3 });
}

function tracePath(
  { samplesUv, kind }: EcgTrace,
  window: Window,
  at: (uv: number) => number,
  style: Attributes = { 'stroke-width': kind === 'light' ? 0.7 : 1.1 },
): string {
  const points = inWindow(samplesUv, window).map((uv, i) => [i * window.pxPerSample, at(uv)] as const);
  return lineThrough(points, { stroke: STROKES[kind], ...style });
}

function inWindow(values: ArrayLike<number>, { first, count }: Window): number[] {
  const last = Math.min(first + count, values.length);
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => values[first + i] as number);
}

/** A nested svg clips without needing an id, which could occur twice on a page. */
function clipped({ widthMm }: Window, height: number, content: string): string {
  return element('svg', { width: widthMm * PX_PER_MM, height, overflow: 'hidden' }, content);
}
