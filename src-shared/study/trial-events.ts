import { z } from 'zod';

/** The longest response time that is recorded exactly, ms: seven days. */
export const MAX_RESPONSE_TIME_MS = 7 * 24 * 60 * 60 * 1000;

/** Nothing that happens is recorded after so many events of one trial; `overflow` says so. */
export const MAX_EVENTS = 500;

/**
 * What may happen while a trial is shown, apart from its answer. `interrupts`: the reader may have stopped looking, so
 * that the trial is flagged. `value`: what the number or text beside it means; without one it has none.
 */
export const TRIAL_EVENTS = {
  covered: { interrupts: true, means: 'the reader covered the screen' },
  uncovered: { interrupts: false, means: 'and uncovered it' },
  'focus-lost': { interrupts: true, means: 'the window lost the focus' },
  'focus-back': { interrupts: false, means: 'and had it again' },
  hidden: { interrupts: true, means: 'the page was hidden (minimised, another tab, a locked screen)' },
  visible: { interrupts: false, means: 'and was there again' },
  'full-screen-left': { interrupts: true, means: 'full screen was left' },
  'full-screen-entered': { interrupts: false, means: 'full screen was entered' },
  slept: { interrupts: true, means: 'the computer or the page had slept', value: 'ms' },
  paused: { interrupts: true, means: 'nothing was touched for over two minutes, up to then', value: 'ms' },
  view: { interrupts: false, means: 'these seconds were seen from then on', value: 'from-to, s' },
  speed: { interrupts: false, means: 'the reader set the speed of the paper', value: 'mm/s' },
  gain: { interrupts: false, means: 'the reader set the gain of the paper', value: 'mm/mV' },
  filter: { interrupts: false, means: 'the reader set the filter of the display', value: 'band, or none' },
  theme: { interrupts: false, means: 'the reader set the colours of the paper', value: 'theme' },
  caliper: { interrupts: false, means: 'the reader measured with a caliper', value: 'what' },
  overflow: { interrupts: false, means: `more happened than the ${MAX_EVENTS} events that are kept` },
} as const satisfies Record<string, { interrupts: boolean; means: string; value?: string }>;

export type TrialEventKind = keyof typeof TRIAL_EVENTS;

export const trialEventSchema = z.strictObject({
  kind: z.enum(Object.keys(TRIAL_EVENTS) as [TrialEventKind, ...TrialEventKind[]]),
  /** Since the tracings were first painted, by a clock that nobody sets; 0 for what was so before. */
  atMs: z.number().min(0).max(MAX_RESPONSE_TIME_MS),
  value: z.union([z.number(), z.string().max(200)]).optional(),
});
export type TrialEvent = z.infer<typeof trialEventSchema>;

export const trialEventsSchema = z.array(trialEventSchema).max(MAX_EVENTS);

/** Whether something happened that flags the trial. */
export const wasInterrupted = (events: readonly TrialEvent[]): boolean =>
  events.some(({ kind }) => TRIAL_EVENTS[kind].interrupts);

/** One line for a table: "covered 1200; uncovered 5310; paused 130400 (125000)". */
export const eventsAsText = (events: readonly TrialEvent[]): string =>
  events
    .map(({ kind, atMs, value }) => `${kind} ${Math.round(atMs)}${value === undefined ? '' : ` (${value})`}`)
    .join('; ');
