import type { TrialView } from '../../../../src-shared/contract/reading.ts';
import type { PaperTheme } from '../../../../src-shared/study/display-facts.ts';
import { monitorBand, type DisplayFilter } from '../../../ecg/display-filter.ts';
import {
  clampScroll,
  clippedPositions,
  commonBaselineMv,
  gutterWidthPx,
  pxPerMv,
  pxPerSecond,
  visibleRangeMv,
  type PaperScale,
} from '../../../ecg/paper-geometry.ts';
import { Calipers } from './calipers.svelte.ts';

const LARGE_SQUARE_MM = 5;
/** A paper is never lower than this, even if the page must then scroll, nor higher than tracings need. */
const LEAST_MV = 3;
const MOST_MV = 12;
const ROW_S = 10;

/** How the papers are moved: along the tracing by seconds, by a page or to an end; or higher (positive) and lower. */
export type PaperCommand = { do: 'scroll'; by: number; unit: 's' | 'page' | 'end' } | { do: 'pan'; squares: number };

/** What a reader set, where the protocol lets them; undefined is the protocol's own. It stays for the next trials. */
export interface PaperChoices {
  speed?: number;
  gain?: number;
  filter?: DisplayFilter;
  theme?: PaperTheme;
}

/** The view of all papers of a trial: one scroll position, one middle, one height. Nothing is ever rescaled by itself. */
export class PaperView {
  scrollLeft = $state(0);
  /** Width of the part of a chart that scrolls, CSS px; measured by the chart. */
  plotWidthPx = $state(0);
  /** Room for the papers of one tracing, CSS px. */
  roomPx = $state(0);
  choices: PaperChoices = $state({});
  readonly calipers = new Calipers();
  /** How far the person looks above the baseline, CSS px. */
  #panPx = $state(0);
  readonly #trial: () => TrialView;
  readonly #pxPerMm: () => number;

  readonly layout = $derived.by(() => this.#trial().display.layout);
  readonly scale: PaperScale = $derived.by(() => {
    const { paperSpeedMmPerS, gainMmPerMv } = this.#trial();
    const { speed = paperSpeedMmPerS, gain = gainMmPerMv } = this.choices;
    return { pxPerMm: this.#pxPerMm(), paperSpeedMmPerS: speed, gainMmPerMv: gain };
  });
  /** What is drawn of each tracing, in steps of the display's grid. */
  readonly tracings = $derived.by((): { id: string; samples: ArrayLike<number> }[] => {
    const { tracings, samplingHz } = this.#trial();
    if ((this.choices.filter ?? 'none') === 'none') return tracings;
    return tracings.map(({ id, samples }) => ({ id, samples: monitorBand(samples, samplingHz) }));
  });
  readonly durationS = $derived.by(() => {
    const { tracings, samplingHz } = this.#trial();
    return Math.max(...tracings.map(({ samples }) => samples.length)) / samplingHz;
  });
  readonly contentPx = $derived.by(() => this.durationS * pxPerSecond(this.scale));
  /** How many rows a tracing has: as many of ten seconds as it needs and the window has room for. */
  readonly rows = $derived.by(() => {
    if (this.layout !== 'rows') return 1;
    const room = Math.floor(this.roomPx / (LEAST_MV * pxPerMv(this.scale)));
    return Math.max(1, Math.min(room, Math.ceil(this.durationS / ROW_S)));
  });
  /** From the start of a row to that of the next one, CSS px. */
  readonly rowPx = $derived.by(() =>
    this.layout === 'rows' ? Math.min(ROW_S * pxPerSecond(this.scale), this.plotWidthPx) : this.plotWidthPx,
  );
  /** Width of a paper, CSS px; null: all that there is. */
  readonly widthPx = $derived.by(() =>
    this.layout === 'rows' ? Math.ceil(gutterWidthPx(this.scale) + ROW_S * pxPerSecond(this.scale)) : null,
  );
  /** How much of a tracing is seen at once, CSS px. */
  readonly visiblePx = $derived.by(() => this.rows * this.rowPx);
  readonly heightPx = $derived.by(() => {
    const mv = pxPerMv(this.scale);
    return Math.max(LEAST_MV * mv, Math.min(this.roomPx / this.rows, MOST_MV * mv));
  });
  readonly baselineMv = $derived.by(() =>
    commonBaselineMv(
      this.tracings.map(({ samples }) => samples),
      this.#trial().stepsPerMv,
    ),
  );
  readonly rangeMv = $derived.by(() =>
    visibleRangeMv(this.heightPx, this.scale, this.baselineMv + this.#panPx / pxPerMv(this.scale)),
  );
  readonly #valuesMv = $derived.by(() => {
    const { stepsPerMv } = this.#trial();
    return this.tracings.map(({ samples }) => {
      const mv = new Float64Array(samples.length);
      for (let index = 0; index < mv.length; index++) mv[index] = samples[index]! / stepsPerMv;
      return mv;
    });
  });
  /** Whether part of a tracing lies above or below what is visible. */
  readonly clipped = $derived.by(() =>
    this.#valuesMv.some((values) => clippedPositions(values, this.rangeMv).length > 0),
  );
  /** The seconds that are seen, "0.0-18.9"; empty until a chart has been measured. */
  readonly seconds = $derived.by(() => {
    if (this.plotWidthPx === 0) return '';
    const from = this.scrollLeft / pxPerSecond(this.scale);
    const to = Math.min(this.durationS, from + this.visiblePx / pxPerSecond(this.scale));
    return `${from.toFixed(1)}-${to.toFixed(1)}`;
  });

  /** The second in the middle of the first row. */
  get middleS(): number {
    return (this.scrollLeft + this.rowPx / 2) / pxPerSecond(this.scale);
  }

  constructor(trial: () => TrialView, pxPerMm: () => number) {
    this.#trial = trial;
    this.#pxPerMm = pxPerMm;
  }

  /** Every pair begins at its start, on its baseline. */
  startOver(): void {
    this.scrollLeft = 0;
    this.#panPx = 0;
    this.calipers.startOver();
  }

  /** Another scale or filter; what stood at the left edge and in the middle stays there. */
  choose(choices: PaperChoices): void {
    const before = this.scale;
    this.choices = { ...this.choices, ...choices };
    this.#panPx = Math.round((this.#panPx * this.scale.gainMmPerMv) / before.gainMmPerMv);
    this.scrollTo((this.scrollLeft * this.scale.paperSpeedMmPerS) / before.paperSpeedMmPerS);
  }

  scrollTo(px: number): void {
    this.scrollLeft = clampScroll(px, this.contentPx, this.visiblePx);
  }

  scrollBy(byPx: number): void {
    this.scrollTo(this.scrollLeft + byPx);
  }

  /** Looks higher by this many CSS px; never past the highest or lowest sample of the pair. */
  panBy(byPx: number): void {
    const mv = pxPerMv(this.scale);
    let lowest = this.baselineMv;
    let highest = this.baselineMv;
    for (const values of this.#valuesMv) {
      for (const value of values) {
        lowest = Math.min(lowest, value);
        highest = Math.max(highest, value);
      }
    }
    const least = (lowest - this.baselineMv) * mv;
    const most = (highest - this.baselineMv) * mv;
    this.#panPx = Math.round(Math.max(least, Math.min(this.#panPx + byPx, most)));
  }

  move(command: PaperCommand): void {
    if (command.do === 'pan') this.panBy(command.squares * LARGE_SQUARE_MM * this.scale.pxPerMm);
    else if (command.unit === 's') this.scrollBy(command.by * pxPerSecond(this.scale));
    else if (command.unit === 'page') this.scrollBy(command.by * 0.9 * this.visiblePx);
    else this.scrollBy(command.by * this.contentPx);
  }
}
