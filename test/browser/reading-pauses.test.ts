import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TrialLog } from '../../src-renderer/views/read/trial-log.ts';
import { watchPauses } from '../../src-renderer/views/read/watch-pauses.ts';

const shownAtMs = 1000;
let log: TrialLog;
let end: () => void;
let reading: boolean;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date', 'performance'] });
  vi.advanceTimersByTime(shownAtMs);
  log = new TrialLog();
  reading = true;
  end = watchPauses(log, () => (reading ? shownAtMs : null));
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

const recorded = () => log.since(shownAtMs);
const touch = () => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));

describe('a reader who does nothing', () => {
  it('for over two minutes has paused, and for less has not', () => {
    vi.advanceTimersByTime(119_000);
    touch();
    expect(recorded()).toEqual([]);
    vi.advanceTimersByTime(121_000);
    touch();
    expect(recorded()).toEqual([{ kind: 'paused', atMs: 240_000, value: 121_000 }]);
  });

  it('while no tracing is shown has not paused: a break is no pause', () => {
    reading = false;
    vi.advanceTimersByTime(600_000);
    touch();
    expect(recorded()).toEqual([]);
  });
});

describe('a computer that sleeps', () => {
  it('is told by the clock of the day, where the monotonic one stands still', () => {
    vi.advanceTimersByTime(5000);
    vi.setSystemTime(Date.now() + 3_600_000);
    vi.advanceTimersByTime(1000);
    expect(recorded()).toEqual([{ kind: 'slept', atMs: 6000, value: 3_601_000 }]);
  });

  it('is not told of a clock that was set by a few seconds', () => {
    vi.setSystemTime(Date.now() + 10_000);
    vi.advanceTimersByTime(5000);
    expect(recorded()).toEqual([]);
  });
});

it('nothing is recorded after the end', () => {
  end();
  vi.setSystemTime(Date.now() + 3_600_000);
  vi.advanceTimersByTime(200_000);
  touch();
  expect(recorded()).toEqual([]);
});
