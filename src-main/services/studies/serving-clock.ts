/** What the host itself knows of the time that an answer took, ms; null where it did not hand out the pair itself. */
export interface ServerTimes {
  /** From when the pair was first handed out until the answer arrived, by a clock that nobody sets. */
  serverTimeMs: number | null;
  /** By how much more than that the computer's clock advanced: below zero, it was set back meanwhile. */
  clockShiftMs: number | null;
}

/** Of an answer to a pair that the host did not hand out. */
export const NOT_SERVED: ServerTimes = { serverTimeMs: null, clockShiftMs: null };

/** When each running session was handed its pair, in this run of the host. */
export class ServingClock {
  readonly #served = new Map<string, { trialId: string; at: number; wallAt: number }>();

  /** A pair that is handed out again, to a second window or after a pause, keeps its first time: no answer is older. */
  served(sessionId: string, trialId: string): void {
    if (this.#served.get(sessionId)?.trialId === trialId) return;
    this.#served.set(sessionId, { trialId, at: performance.now(), wallAt: Date.now() });
  }

  arrived(sessionId: string, trialId: string): ServerTimes {
    const served = this.#served.get(sessionId);
    if (served?.trialId !== trialId) return NOT_SERVED;
    const passed = performance.now() - served.at;
    return { serverTimeMs: tenths(passed), clockShiftMs: tenths(Date.now() - served.wallAt - passed) };
  }

  ended(sessionId: string): void {
    this.#served.delete(sessionId);
  }
}

const tenths = (ms: number): number => Math.round(10 * ms) / 10;
