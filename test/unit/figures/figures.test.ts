import { describe, expect, it } from 'vitest';
import {
  amplitudeSpectrum,
  comparisonFigure,
  ecgFigure,
  spectrumFigure,
  withPlainColors,
} from '../../../src-figures/index.ts';
import { roundTicks, decadeTicks } from '../../../src-figures/drawing/scale.ts';
import { SAMPLE_FIGURES } from './sample-figures.ts';
import { unclosedElements } from './unclosed-elements.ts';

describe.each(Object.entries(SAMPLE_FIGURES))('the figure %s', (_, svg) => {
  it('is a complete SVG with a title and a description', () => {
    expect(unclosedElements(svg)).toEqual([]);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    expect(svg).toMatch(/<title>[^<]{5,}<\/title><desc>[^<]{20,}<\/desc>/);
  });

  it('has no number that is none, no id that could occur twice, and refers to nothing outside', () => {
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
    expect(svg).not.toMatch(/\sid=|href=|url\(|<style|<script/);
  });

  it('is readable without the page: every token has its light colour behind it', () => {
    expect(svg).toMatch(/var\(--text, #1b2430\)/);
    expect(svg.match(/var\((?!--[\w-]+, #[0-9a-f]{6}\))/g)).toBeNull();
    expect(withPlainColors(svg)).not.toContain('var(');
  });
});

describe('figures', () => {
  it('say their numbers to those who do not see them', () => {
    expect(SAMPLE_FIGURES['comparison']).toContain('SAP, fooled 58.9 % (paper 74 %)');
    expect(SAMPLE_FIGURES['targetedTable']).toContain('Normal to AF 19 % (paper 57 %)');
    expect(SAMPLE_FIGURES['probability']).toContain('The label is Normal. Normal 0.931 before and 0.118 after');
    expect(SAMPLE_FIGURES['calibration']).toContain('Expected calibration error 0.031');
    expect(SAMPLE_FIGURES['history']).toContain('epoch 24 kept');
    expect(SAMPLE_FIGURES['survival']).toContain('Noise &gt; 150 µV');
  });

  it('speak of the paper only where it has a number', () => {
    const row = { name: 'Transfer', ours: 0.24, interval: [0.2, 0.3] as const };
    expect(comparisonFigure([{ ...row, paper: 0.5 }])).toContain('Han et al. 2020');
    expect(comparisonFigure([{ ...row, paper: null }])).not.toContain('Han et al. 2020');
  });

  it('escape what people named', () => {
    expect(SAMPLE_FIGURES['ecg']).toContain('99.8 % &amp; &lt;sure&gt;');
  });

  it('take the colours of a theme when they leave the page', () => {
    const dark = withPlainColors(SAMPLE_FIGURES['ecg'] ?? '', (token) => (token === '--text' ? '#e6ebf2' : undefined));
    expect(dark).toContain('fill="#e6ebf2"');
    expect(dark).toContain('#fffdfb');
  });

  it('draw 1 mV as 10 mm and 1 s as 25 mm', () => {
    const step = Array.from({ length: 301 }, (_, i) => (i < 150 ? 0 : 1000));
    const traces = [{ samplesUv: step, kind: 'original' as const }];
    const frame = { title: 'Step', description: 'A step of 1 mV.', samplingHz: 300, startS: 0, durationS: 1 };
    const svg = ecgFigure({ ...frame, tracks: [{ kind: 'ecg', label: 'Step', traces }] });
    const path = /d="(M0 [^"]+)" fill="none" stroke-linejoin="round" stroke="var\(--trace/.exec(svg)?.[1] ?? '';
    const points = path.split(/[ML]|(?<=\d) (?=\d+(?:\.\d+)? \d)/);
    const numbers = points.join(' ').trim().split(/\s+/).map(Number);
    const ys = numbers.filter((_, i) => i % 2 === 1);
    const xs = numbers.filter((_, i) => i % 2 === 0);
    expect(Math.max(...ys) - Math.min(...ys)).toBeCloseTo((10 * 96) / 25.4, 1);
    expect((xs.at(-1) ?? 0) - (xs[0] ?? 0)).toBeCloseTo((25 * 96) / 25.4, 1);
  });

  it('say the speed and the gain of their paper, and draw by them', () => {
    const samplesUv = Array.from({ length: 301 }, (_, i) => (i < 150 ? 0 : 100));
    const frame = { title: 'Step', description: 'A step of 0.1 mV.', samplingHz: 300, startS: 0, durationS: 1 };
    const svg = ecgFigure({
      ...{ ...frame, speedMmPerS: 100, gainMmPerMv: 40 },
      tracks: [{ kind: 'ecg', label: 'Step', traces: [{ samplesUv, kind: 'original' }] }],
    });
    expect(svg).toContain('paper 100 mm/s, 40 mm/mV');
    const path =
      /d="M0 ([\d.]+)L[^"]* ([\d.]+) ([\d.]+)" fill="none" stroke-linejoin="round" stroke="var\(--trace/.exec(svg);
    const [start, x, y] = (path ?? []).slice(1).map(Number) as [number, number, number];
    expect(start - y).toBeCloseTo((0.1 * 40 * 96) / 25.4, 1);
    expect(x).toBeCloseTo((100 * 96) / 25.4, 1);
  });
});

describe('what lies on top of each other', () => {
  it('is an attacked tracing over its original, which is wide and light', () => {
    const samplesUv = Array.from({ length: 301 }, (_, i) => i);
    const frame = { title: 'Both', description: 'Both tracings, one upon the other.', samplingHz: 300 };
    const svg = ecgFigure({
      ...{ ...frame, startS: 0, durationS: 1 },
      tracks: [
        {
          kind: 'ecg',
          label: 'Both',
          traces: [
            { samplesUv, kind: 'attacked' },
            { samplesUv, kind: 'original' },
          ],
        },
      ],
    });
    const [under, over] = [/stroke="var\(--trace[^/]*stroke-opacity="0\.4"/, /stroke="var\(--accent/].map((line) =>
      svg.search(line),
    );
    expect(under).toBeGreaterThan(0);
    expect(over).toBeGreaterThan(under!);
  });

  it('is not the interval of an attack upon that of its control', () => {
    const bars = [
      ...SAMPLE_FIGURES['epsilonCurve']!.matchAll(/<line x1="([\d.]+)"[^>]*stroke="([^"]+)" stroke-width="1.5"/g),
    ];
    const xsOf = (color: string): string[] => bars.flatMap(([, x, stroke]) => (stroke?.includes(color) ? [x!] : []));
    const [attack, control] = [xsOf('--accent'), xsOf('--muted')];
    expect(control.length).toBeGreaterThan(0);
    expect(attack.filter((x) => control.includes(x))).toEqual([]);
  });
});

describe('a spectrum that leaves the plot', () => {
  it('is cut off at its edge and not drawn along the axis', () => {
    const density = [10, 5, 1e-9, 1e-9, 0, 5];
    const svg = spectrumFigure([{ name: 'δ', hz: [0, 1, 2, 3, 4, 5], density }]);
    const [, height, line] =
      /<svg x="[\d.]+" y="[\d.]+" width="[\d.]+" height="([\d.]+)"[^>]*overflow="hidden"><path d="([^"]+)"/.exec(svg) ??
      [];
    const bottom = 8 + 24 + Number(height);
    const ys = (line ?? '')
      .split(/[ML ]/)
      .filter(Boolean)
      .map(Number)
      .filter((_, i) => i % 2 === 1);
    expect(ys).toHaveLength(6);
    expect(ys.filter((y) => y > bottom)).toHaveLength(3);
  });
});

describe('ticks', () => {
  it('are round and inside', () => {
    expect(roundTicks(0, 1, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(roundTicks(0.3, 1, 5)).toEqual([0.4, 0.6, 0.8, 1]);
    expect(roundTicks(1, 46, 6)).toEqual([10, 20, 30, 40]);
    expect(decadeTicks(0.5, 30)).toEqual([0.5, 1, 2, 5, 10, 20]);
  });
});

describe('the amplitude spectrum', () => {
  it('has the power of the signal, at its frequency', () => {
    const sine = Array.from({ length: 3000 }, (_, i) => 10 * Math.sin((2 * Math.PI * 20 * i) / 300));
    const { hz, density } = amplitudeSpectrum(sine, 300);
    const peak = density.indexOf(Math.max(...density));
    expect(hz[peak]).toBe(20);
    const power = density.reduce((sum, value) => sum + value * value * 0.5, 0);
    expect(power).toBeCloseTo(50, 3);
  });

  it('takes a signal shorter than a window as one', () => {
    expect(amplitudeSpectrum([1, -1, 1, -1], 300).hz).toEqual([0, 75, 150]);
  });
});
