import type { ExistenceProcedure } from '../../../src-shared/analyses/existence.ts';
import { leftOutExamples } from '../../../src-shared/analyses/left-out-examples.ts';
import { bandFigure } from '../../../src-figures/index.ts';
import { countText, estimateText, figure, named, paragraph, table } from './markup.ts';
import { proportion } from './comparison.ts';
import { proceduresDrawing } from './examples-section.ts';
import type { Section, SectionInput } from './section.ts';
import { counted } from '../../../src-shared/format/counted.ts';

/** "They are not rare": the three procedures with their controls, the band figure and how new signals are made. */
export function existenceSection({ model, data, names }: SectionInput): Section | undefined {
  const existence = model.existence?.result;
  const { procedures } = data.pictures;
  const parts: string[] = [];
  if (existence) {
    const { noise, crossings, band, han2020, draws } = existence;
    const rows: [string, ExistenceProcedure][] = [
      ['Noise', noise],
      ['Concatenation', crossings],
      ['Band', band],
      ...(han2020
        ? ([
            ['Concatenation, as in the public script', han2020.crossings],
            ['Band, as in the public script', han2020.band],
          ] satisfies [string, ExistenceProcedure][])
        : []),
    ];
    parts.push(
      table(
        `${named(names.table(), 'New examples around adversarial ones')} ${counted(existence.examples, 'adversarial example')} by SAP, ${counted(draws, 'new signal')} of each procedure for each. A new signal counts if its class is the adversarial one; in the public scripts’ method, if it is any class but the label. Examples: those with at least one such signal, and with all. Signals: pooled, with Wilson’s interval over examples. Control: random directions around the original, one for each new signal, of its size and spectrum.`,
        [
          { head: 'Procedure' },
          { head: 'Examples (%)', isNumber: true },
          { head: 'Count', isNumber: true },
          { head: 'With all (%)', isNumber: true },
          { head: 'Signals (%)', isNumber: true },
          { head: 'Control: signals (%)', isNumber: true },
          { head: 'Control: examples (%)', isNumber: true },
        ],
        rows.map(([name, one]) => [
          name,
          estimateText(proportion(one.examples)),
          countText(proportion(one.examples)),
          estimateText(proportion(one.all)),
          estimateText(proportion(one.draws)),
          estimateText(proportion(one.control)),
          estimateText(proportion(one.controlExamples)),
        ]),
      ),
    );
    parts.push(...leftOutExamples(existence).map((sentence) => paragraph(sentence)));
    if (han2020) {
      parts.push(
        paragraph(
          `Of the signals joined as the public script does, ${estimateText(proportion(han2020.unaltered))} % are one of the two examples unaltered, because the joint lies within the zero padding.`,
        ),
      );
    }
    if (existence.figure) {
      parts.push(
        figure(
          names.figure(),
          `The band of adversarial examples (Fig. 3 of the paper), record ${existence.figure.record}`,
          `What ${counted(existence.figure.kept, 'new adversarial example')} by noise span. On paper (above) the band is too narrow to be seen; below, the original is subtracted from it.`,
          bandFigure(existence.figure, { startS: 2 }),
        ),
      );
    }
  }
  if (procedures) {
    parts.push(
      figure(
        names.figure(),
        `How new examples are made (Extended Data Fig. 2), record ${procedures.record}`,
        'Each signal minus the original. Noise: the example and white noise of 5 µV, smoothed, within ε. Concatenation: two of them joined where they cross. Band: any value within the band at each sample, smoothed.',
        proceduresDrawing(procedures),
      ),
    );
  }
  if (parts.length === 0) return undefined;
  return { id: 'not-rare', title: 'They are not rare (Fig. 3 and Extended Data Fig. 2)', html: parts.join('\n') };
}
