import type { Attachment } from 'svelte/attachments';
import { clampScroll, gutterWidthPx, pxPerSecond } from '../../../ecg/paper-geometry.ts';
import { currentPxPerMm } from '../../../ecg/px-per-mm.ts';

const MOST_ZOOM = 16;
const STEP = Math.SQRT2;
/** How much one notch of a wheel magnifies: about a fifth. */
const ZOOM_PER_WHEEL_PX = 0.002;

/** Which part of a tracing is in view, and how large: by pointer, wheel, keys or buttons. */
export class TracingView {
  readonly speedMmPerS = 25;
  readonly gainMmPerMv = 10;
  zoom = $state(1);
  /** CSS px along the time axis. */
  scrollLeft = $state(0);
  plotWidthPx = $state(0);
  readonly #durationS: () => number;

  constructor(durationS: () => number) {
    this.#durationS = durationS;
  }

  get pxPerMm(): number {
    return currentPxPerMm() * this.zoom;
  }

  get pxPerSecond(): number {
    return pxPerSecond({ pxPerMm: this.pxPerMm, paperSpeedMmPerS: this.speedMmPerS });
  }

  /** First second in view, how many of them, and how much they are magnified. */
  get window(): { startS: number; durationS: number; zoom: number } {
    const startS = this.scrollLeft / this.pxPerSecond;
    return {
      startS,
      durationS: Math.min(this.#durationS() - startS, this.plotWidthPx / this.pxPerSecond),
      zoom: this.zoom,
    };
  }

  /** Magnifies about a point of the plot (CSS px from its left edge), which stays where it is; about its middle if left out. */
  magnify(factor: number, atPx = this.plotWidthPx / 2): void {
    const to = Math.min(MOST_ZOOM, Math.max(this.#whole(), this.zoom * factor));
    const left = ((this.scrollLeft + atPx) * to) / this.zoom - atPx;
    this.zoom = to;
    this.#scrollTo(left);
  }

  closer(): void {
    this.magnify(STEP);
  }

  further(): void {
    this.magnify(1 / STEP);
  }

  /** Life size: a millimetre of paper is one of the screen. */
  lifeSize(): void {
    this.magnify(1 / this.zoom);
  }

  /** The whole record at once. */
  fit(): void {
    this.zoom = this.#whole();
    this.scrollLeft = 0;
  }

  /** Keys while the tracings have the focus, and a wheel with Ctrl held. */
  readonly controls: Attachment<HTMLElement> = (node) => {
    const controller = new AbortController();
    const { signal } = controller;
    node.tabIndex = 0;
    node.addEventListener('keydown', (event) => this.#onKey(event), { signal });
    node.addEventListener('wheel', (event) => this.#onWheel(event, node), { passive: false, signal });
    return () => controller.abort();
  };

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const second = this.pxPerSecond;
    const act = {
      ArrowLeft: () => this.#scrollTo(this.scrollLeft - second),
      ArrowRight: () => this.#scrollTo(this.scrollLeft + second),
      Home: () => this.#scrollTo(0),
      End: () => this.#scrollTo(this.#durationS() * second),
      '+': () => this.closer(),
      '=': () => this.closer(),
      '-': () => this.further(),
      '0': () => this.lifeSize(),
    }[event.key];
    if (act === undefined) return;
    event.preventDefault();
    act();
  }

  #onWheel(event: WheelEvent, node: HTMLElement): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    const gutterPx = gutterWidthPx({ pxPerMm: this.pxPerMm, paperSpeedMmPerS: this.speedMmPerS });
    const atPx = Math.max(0, event.clientX - node.getBoundingClientRect().left - gutterPx);
    this.magnify(Math.exp(-event.deltaY * ZOOM_PER_WHEEL_PX), atPx);
  }

  #scrollTo(px: number): void {
    this.scrollLeft = clampScroll(px, this.#durationS() * this.pxPerSecond, this.plotWidthPx);
  }

  /** The magnification at which the record just fills the plot, 1 at most. */
  #whole(): number {
    if (this.plotWidthPx === 0) return 1;
    return Math.min(1, (this.plotWidthPx * this.zoom) / (this.#durationS() * this.pxPerSecond));
  }
}
