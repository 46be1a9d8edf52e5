import { totalTrials } from './planned-arms.ts';
import type { Protocol } from './protocol.ts';

/** How long a reader takes for a trial, s, where nobody knows better. */
export const USUAL_SECONDS = 15;

/** How long one reader reads, minutes, over all rounds; without pages and breaks. */
export const sessionMinutes = (protocol: Protocol, secondsPerTrial: number): number =>
  (totalTrials(protocol) * secondsPerTrial) / 60;
