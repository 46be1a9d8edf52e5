import type { TrialView } from '../../../src-shared/contract/reading.ts';
import {
  clampScroll,
  clippedPositions,
  commonBaselineMv,
  pxPerMv,
  pxPerSecond,
  visibleRangeMv,
  type PaperScale,
} from '../../ecg/paper-geometry.ts';
import type { ReadingCommand } from './reading-keys.ts';

const LARGE_SQUARE_MM = 5;
/** A paper is never lower than this, even if the page must then scroll, nor higher than tracings need. */
const LEAST_MV = 3;
const MOST_MV = 12;

/** The view of both papers of a pair: one scroll position, one middle, one height. Nothing is ever rescaled. */
export class PaperView {
  scrollLeft = $state(0);
  /** Width of the part that scrolls, CSS px; measured by the chart. */
  plotWidthPx = $state(0);
  /** Room for one paper, CSS px. */
  roomPx = $state(0);
  /** How far the person looks above the baseline, CSS px. */
  #panPx = $state(0);
  readonly #trial: () => TrialView;
  readonly #pxPerMm: () => number;

  readonly scale: PaperScale = $derived.by(() => {
    const { paperSpeedMmPerS, gainMmPerMv } = this.#trial();
    return { pxPerMm: this.#pxPerMm(), paperSpeedMmPerS, gainMmPerMv };
  });
  readonly durationS = $derived.by(() => {
    const { tracings, samplingHz } = this.#trial();
    return Math.max(...tracings.map(({ samples }) => samples.length)) / samplingHz;
  });
  readonly contentPx = $derived.by(() => this.durationS * pxPerSecond(this.scale));
  readonly heightPx = $derived.by(() => {
    const mv = pxPerMv(this.scale);
    return Math.max(LEAST_MV * mv, Math.min(this.roomPx, MOST_MV * mv));
  });
  readonly baselineMv = $derived.by(() => {
    const { tracings, stepsPerMv } = this.#trial();
    return commonBaselineMv(
      tracings.map(({ samples }) => samples),
      stepsPerMv,
    );
  });
  readonly rangeMv = $derived.by(() =>
    visibleRangeMv(this.heightPx, this.scale, this.baselineMv + this.#panPx / pxPerMv(this.scale)),
  );
  readonly #valuesMv = $derived.by(() => {
    const { tracings, stepsPerMv } = this.#trial();
    return tracings.map(({ samples }) => Float64Array.from(samples, (sample) => sample / stepsPerMv));
  });
  /** Whether part of a tracing lies above or below what is visible. */
  readonly clipped = $derived.by(() =>
    this.#valuesMv.some((values) => clippedPositions(values, this.rangeMv).length > 0),
  );

  constructor(trial: () => TrialView, pxPerMm: () => number) {
    this.#trial = trial;
    this.#pxPerMm = pxPerMm;
  }

  /** Every pair begins at its start, on its baseline. */
  startOver(): void {
    this.scrollLeft = 0;
    this.#panPx = 0;
  }

  scrollBy(byPx: number): void {
    this.scrollLeft = clampScroll(this.scrollLeft + byPx, this.contentPx, this.plotWidthPx);
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

  move(command: Extract<ReadingCommand, { do: 'scroll' | 'pan' }>): void {
    if (command.do === 'pan') this.panBy(command.squares * LARGE_SQUARE_MM * this.scale.pxPerMm);
    else if (command.unit === 's') this.scrollBy(command.by * pxPerSecond(this.scale));
    else if (command.unit === 'page') this.scrollBy(command.by * 0.9 * this.plotWidthPx);
    else this.scrollBy(command.by * this.contentPx);
  }
}
