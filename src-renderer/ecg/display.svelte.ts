import type { CalibrationRule } from '../../src-shared/study/display.ts';
import type { CalibrationTool, DisplayFacts, PaperTheme } from '../../src-shared/study/display-facts.ts';
import { CSS_PX_PER_MM } from '../../src-shared/visibility.ts';
import { displayFingerprint, findCalibration, keepCalibration } from './px-per-mm.ts';

/** No event tells that a window was carried to a screen of the same scaling, nor that time went by. */
const LOOK_EVERY_MS = 1000;
const MS_PER_HOUR = 3_600_000;

/** The display that this window is on, and what was measured of it; follows the window to other displays. */
export class Display {
  #fingerprint = $state(displayFingerprint());
  /** Milliseconds since 1970, as of the last look. */
  #now = $state(Date.now());
  /** Counts what was measured here. */
  #measured = $state(0);
  readonly calibration = $derived.by(() => {
    void this.#measured;
    return findCalibration(this.#fingerprint);
  });
  readonly pxPerMm = $derived(this.calibration?.pxPerMm ?? CSS_PX_PER_MM);

  /** Follows the window until the returned function is called. */
  watch(): () => void {
    const look = (): void => {
      this.#fingerprint = displayFingerprint();
      this.#now = Date.now();
    };
    const timer = setInterval(look, LOOK_EVERY_MS);
    window.addEventListener('resize', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('resize', look);
    };
  }

  /** Whether a study with this rule has to ask for a measurement now. */
  isDue({ required, repeatAfterHours }: CalibrationRule): boolean {
    if (!required) return false;
    if (this.calibration === null) return true;
    // A clock that was set back makes no measurement valid for longer.
    const age = Math.abs(this.#now - Date.parse(this.calibration.at));
    return repeatAfterHours !== null && age > repeatAfterHours * MS_PER_HOUR;
  }

  calibrate(pxPerMm: number, by: CalibrationTool): void {
    this.#now = Date.now();
    keepCalibration(this.#fingerprint, { pxPerMm, by, at: new Date(this.#now).toISOString() });
    this.#measured += 1;
  }

  /** What goes with an answer that is given now. */
  facts(paperTheme: PaperTheme): DisplayFacts {
    return {
      devicePixelRatio: window.devicePixelRatio,
      pxPerMm: this.pxPerMm,
      viewportWidthPx: window.innerWidth,
      viewportHeightPx: window.innerHeight,
      screenWidthPx: screen.width,
      screenHeightPx: screen.height,
      calibratedAt: this.calibration?.at ?? null,
      calibratedBy: this.calibration?.by ?? null,
      paperTheme,
    };
  }
}
