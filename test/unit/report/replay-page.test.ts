import { expect, it } from 'vitest';
import { replayFigure } from '../../../src-figures/index.ts';
import { replayPage } from '../../../src-main/report/replay/replay-page.ts';
import type { Replay, ReplayTrial } from '../../../src-shared/study/replay.ts';

const HOSTILE = '"><script src="https://evil.example/x.js"></script><img src=x onerror=alert(1)>';
const TRIAL: ReplayTrial = {
  ...{ trialId: 't', number: 3, kind: 'main', question: 'Which one?', tracings: 2, answer: HOSTILE, right: 'lower' },
  ...{ isRight: false, realSide: 2, made: HOSTILE, isPerturbed: true, record: HOSTILE, otherRecord: null },
  ...{ responseTimeMs: 2345, confidence: 2, clue: HOSTILE },
};
const REPLAY: Replay = { study: HOSTILE, reader: HOSTILE, sessionId: 's', virtual: false, trials: [] };
const real = Array.from({ length: 3000 }, (_, i) => Math.round(300 * Math.sin(i / 20)));
const made = real.map((sample, i) => sample + (i === 2400 ? -12 : i % 2));
const pair = { real, made, samplingHz: 300, unitsPerMv: 1000 };

it('texts of others stay texts on the page for a reader, which asks nothing of a network', () => {
  const replay = { ...REPLAY, trials: [TRIAL, { ...TRIAL, isPerturbed: false, otherRecord: HOSTILE, isRight: null }] };
  const page = replayPage(replay, (trial) => replayFigure({ ...trial, ...pair }));
  expect(page).not.toMatch(/<script|<img/);
  expect(page).toContain("default-src 'none'");
  expect(page).toContain('Right in 0 of 1 trial. In 1 trial nothing could be said.');
  expect(page).toContain('Trial 3: wrong');
  expect(page).toContain('How sure you were: 2 of 4.');
});

it('the figure of a trial shows the seconds about the largest change, with δ on its own scale', () => {
  const figure = replayFigure({ ...pair, record: 'A1', isPerturbed: true });
  expect(figure).toContain('4.0 to 10.0 s; paper 25 mm/s, 10 mm/mV');
  expect(figure).toContain('+12');
  expect(replayFigure({ ...pair, record: 'A1', isPerturbed: false })).not.toContain('Perturbation');
});
