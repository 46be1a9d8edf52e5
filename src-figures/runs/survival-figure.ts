import { CINC_2017_CLASSES, className } from '../../src-shared/class-list.ts';
import type { ResultOf } from '../../src-shared/analyses/index.ts';
import { chart, legend, straight } from '../drawing/chart.ts';
import { COLORS, seriesStyle } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, svgFigure, type ClassFigureOptions } from '../drawing/figure.ts';
import { decadeTicks } from '../drawing/scale.ts';
import { lineThrough } from '../drawing/svg.ts';
import { roundMicrovolts } from '../../src-shared/format/microvolts.ts';

/** The share of records not yet fooled at each budget, of all and of each class, with the medians in the legend. */
export function survivalFigure(result: ResultOf<'least-perturbation'>, options: ClassFigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX, classes = CINC_2017_CLASSES } = options;
  const groups = result.medians.filter(({ records }) => records > 0);
  const curves = groups.map(({ class: label, records, medianUv }, index) => {
    const values = result.perRecord
      .filter((one) => label === null || one.label === label)
      .map(({ leastUv }) => leastUv);
    const name = label === null ? 'All' : className(classes, label);
    const median = medianUv === null ? `> ${roundMicrovolts(result.maxEpsilonUv)}` : roundMicrovolts(medianUv);
    return {
      name,
      median,
      entry: { label: `${name} (n = ${records}, median ${median} µV)`, ...seriesStyle(label === null ? 4 : index - 1) },
      style: label === null ? { color: COLORS.text, dash: undefined } : seriesStyle(index - 1),
      steps: survivalOf(values),
    };
  });
  const fallen = curves.flatMap(({ steps }) => steps.map(({ at }) => at)).filter((at) => at > 0);
  const least = Math.min(1, ...fallen);
  const most = Math.max(result.maxEpsilonUv, least * 2);
  const key = legend(
    curves.map(({ entry, style }) => ({ ...entry, ...style })),
    { x: 56, y: 4, width: width - 60 },
  );
  const height = 320 + key.height;
  return svgFigure(
    {
      title: options.title ?? 'Minimal perturbation that fools: share of records not yet fooled',
      description: `Medians: ${curves.map(({ name, median }) => `${name} ${median} µV`).join(', ')}.`,
      width,
      height,
    },
    key.svg,
    chart(
      {
        x0: 0,
        y0: key.height + 4,
        width,
        height: height - key.height - 4,
        x: {
          label: 'Budget ε (µV)',
          domain: [least, most],
          ticks: [...new Set([...decadeTicks(least, most), most])],
          text: roundMicrovolts,
          log: true,
        },
        y: {
          label: 'Not fooled (%)',
          domain: [0, 1],
          ticks: [0, 0.25, 0.5, 0.75, 1],
          text: (share) => String(Math.round(100 * share)),
        },
      },
      (x, y) => {
        const middle = straight(x(least), y(0.5), x(most), y(0.5), { stroke: COLORS.axis, 'stroke-dasharray': '2 4' });
        const lines = curves.map(({ steps, style }) => {
          const points: [number, number][] = [[x(least), y(1)]];
          let share = 1;
          for (const step of steps) {
            points.push([x(step.at), y(share)], [x(step.at), y(step.share)]);
            share = step.share;
          }
          points.push([x(most), y(share)]);
          return lineThrough(points, { stroke: style.color, 'stroke-width': 1.8, 'stroke-dasharray': style.dash });
        });
        return middle + lines.reverse().join('');
      },
    ),
  );
}

/** Where the share falls, and to what; null is a record that never falls. */
function survivalOf(values: readonly (number | null)[]): { at: number; share: number }[] {
  const fallen = values.filter((value) => value !== null).sort((a, b) => a - b);
  return [...new Set(fallen)].map((at) => ({
    at,
    share: 1 - fallen.filter((value) => value <= at).length / values.length,
  }));
}
