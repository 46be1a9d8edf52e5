/** What the host itself knows of the time that an answer took, ms; null where it did not hand out the pair itself. */
export interface ServerTimes {
  /** From when the pair was first handed out until the answer arrived, by a clock that nobody sets. */
  serverTimeMs: number | null;
  /** By how much more than that the computer's clock advanced: below zero, it was set back meanwhile. */
  clockShiftMs: number | null;
}

/** Of an answer to a pair that the host did not hand out. */
export const NOT_SERVED: ServerTimes = { serverTimeMs: null, clockShiftMs: null };

/** A moment by the clock that nobody sets, ms since the host began, and by the computer's, ms since 1970. */
interface Moment {
  at: number;
  wallAt: number;
}

/** What an answer is known by, however often it is sent. */
interface Sent {
  sessionId: string;
  trialId: string;
  responseTimeMs: number;
}

export interface Arrival {
  /** By the computer's clock, ms since 1970. */
  wallAt: number;
  times: ServerTimes;
}

/** When each running session was handed its pair, and when its answer arrived, in this run of the host. */
export class ServingClock {
  readonly #served = new Map<string, Moment & { trialId: string }>();
  readonly #arrived = new Map<string, Moment & Sent>();

  /** A pair that is handed out again, to a second window or after a pause, keeps its first time: no answer is older. */
  served(sessionId: string, trialId: string): void {
    if (this.#served.get(sessionId)?.trialId === trialId) return;
    this.#served.set(sessionId, { trialId, ...now() });
    this.#arrived.delete(sessionId);
  }

  /** For the first time: while another program holds the database, storing the answer is attempted again and again. */
  arrived(sent: Sent): Arrival {
    const { sessionId, trialId, responseTimeMs } = sent;
    const known = this.#arrived.get(sessionId);
    const isSame = known?.trialId === trialId && known.responseTimeMs === responseTimeMs;
    const arrival = isSame ? known : { sessionId, trialId, responseTimeMs, ...now() };
    this.#arrived.set(sessionId, arrival);
    return { wallAt: arrival.wallAt, times: this.#timesOf(arrival) };
  }

  ended(sessionId: string): void {
    this.#served.delete(sessionId);
    this.#arrived.delete(sessionId);
  }

  #timesOf({ sessionId, trialId, at, wallAt }: Moment & Sent): ServerTimes {
    const served = this.#served.get(sessionId);
    if (served?.trialId !== trialId) return NOT_SERVED;
    const passed = at - served.at;
    return { serverTimeMs: tenths(passed), clockShiftMs: tenths(wallAt - served.wallAt - passed) };
  }
}

const now = (): Moment => ({ at: performance.now(), wallAt: Date.now() });

const tenths = (ms: number): number => Math.round(10 * ms) / 10;
