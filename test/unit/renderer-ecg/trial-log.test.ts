import { describe, expect, it } from 'vitest';
import { MAX_EVENTS, trialEventsSchema } from '../../../src-shared/study/trial-events.ts';
import { Attention } from '../../../src-renderer/views/read/attention.ts';
import { TrialLog } from '../../../src-renderer/views/read/trial-log.ts';

describe('TrialLog', () => {
  it('tells times since the tracings were shown, and 0 before', () => {
    const log = new TrialLog();
    log.record('covered', undefined, 900);
    log.record('slept', 60_000, 1250.6);
    expect(log.since(1000)).toEqual([
      { kind: 'covered', atMs: 0 },
      { kind: 'slept', atMs: 251, value: 60_000 },
    ]);
  });

  it('says that there was more than it keeps, and keeps what a host takes', () => {
    const log = new TrialLog();
    for (let count = 0; count < 2 * MAX_EVENTS; count++) log.record('covered', undefined, count);
    const events = log.since(0);
    expect(trialEventsSchema.safeParse(events).success).toBe(true);
    expect(events.map(({ kind }) => kind).slice(-2)).toEqual(['covered', 'overflow']);
  });

  it('begins a trial with what is still so', () => {
    const log = new TrialLog();
    const attention = new Attention(log);
    attention.set('window', true);
    attention.set('window', true);
    attention.startOver();
    expect(log.since(performance.now()).map(({ kind }) => kind)).toEqual(['focus-lost']);
    attention.set('window', false);
    attention.startOver();
    expect(log.since(0)).toEqual([]);
  });
});
