import type { Command } from 'commander';
import { decimal } from '../../../../src-shared/format/number.ts';
import { VISIBILITY, visibilityBudget, type VisibilityRow } from '../../../../src-shared/study/visibility-budget.ts';
import { CSS_PX_PER_MM } from '../../../../src-shared/visibility.ts';
import { newCommand } from '../input/command.ts';
import { positiveNumber } from '../input/parse.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface VisibilityOptions extends GlobalOptions {
  pxPerMm: number;
  ratio: number;
}

/** `study visibility`, under the command `study`. */
export function addVisibilityCommand(study: Command): void {
  newCommand(
    study,
    'visibility <study>',
    'Say what the perturbations of a study amount to in µV, in millimetres of paper and in device pixels. Not for readers.',
    'study visibility "Demo study" --px-per-mm 4.2 --ratio 2',
  )
    .option('--px-per-mm <number>', 'CSS pixels to a millimetre on the display', positiveNumber, CSS_PX_PER_MM)
    .option('--ratio <number>', 'device pixels to a CSS pixel', positiveNumber, 1)
    .action(async (idOrTitle: string, { pxPerMm, ratio, ...options }: VisibilityOptions) => {
      await runCommand(options, ({ services }) => {
        const { id, protocol } = services.studies.find(idOrTitle);
        const { gainMmPerMv } = protocol.options;
        const display = { pxPerMm, devicePixelRatio: ratio, gainMmPerMv };
        const rows = visibilityBudget(services.studies.perturbations(id), display);
        return Promise.resolve({ data: { studyId: id, display, rows }, text: visibilityText(rows) });
      });
    });
}

function visibilityText(rows: readonly VisibilityRow[]): string {
  if (rows.length === 0) return 'No pair of this study shows a record and its perturbed copy.';
  const spread = ({ min, median, max }: VisibilityRow['uv'], digits: number): string =>
    `${decimal(median, digits)} (${decimal(min, digits)} to ${decimal(max, digits)})`;
  return textTable(
    ['Task', 'Arm', 'Pairs', 'µV: median (least to most)', 'mm of paper', 'Device px', 'Visible'],
    rows.map(({ task, arm, pairs, uv, mm, devicePx, visible }) => [
      ...[task, arm, String(pairs), spread(uv, 1), spread(mm, 2), spread(devicePx, 2)],
      VISIBILITY[visible],
    ]),
  );
}
