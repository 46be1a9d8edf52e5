import { armBars, BAR_FIELDS } from './arm-bars.ts';
import { defineFigure } from './define-figure.ts';
import { barRows, paperWords } from './paper-shares.ts';

const TITLE = 'Same class or not (Figure 2a of Han et al. 2020)';

export const figure2a = defineFigure({
  id: 'figure-2a',
  title: TITLE,
  about:
    'Share of pairs that were judged rightly: those of one record called the same class, foils called different. Bars with diamonds: all readers, 95 % intervals by Student’s t; dots: the readers, with Clopper-Pearson 95 % intervals where there are eight of them or fewer.',
  aboutRows: (rows) => paperWords(rows, 'SAP'),
  empty: 'The study does not ask whether two tracings are of the same class, or nobody has answered yet.',
  fields: BAR_FIELDS,
  rows: (results) => barRows(results, 'same-class'),
  draw: (rows) => armBars(TITLE, rows),
});
