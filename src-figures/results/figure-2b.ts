import { armBars, BAR_FIELDS } from './arm-bars.ts';
import { defineFigure } from './define-figure.ts';
import { barRows, paperWords } from './paper-shares.ts';

const TITLE = 'Which one is the real ECG (Figure 2b of Han et al. 2020)';

export const figure2b = defineFigure({
  id: 'figure-2b',
  title: TITLE,
  about:
    'Share of pairs in which the real ECG was chosen; 50 % is guessing. Bars with diamonds: all readers, 95 % intervals by Student’s t; dots: the readers, with Clopper-Pearson 95 % intervals where there are eight of them or fewer.',
  aboutRows: (rows) => paperWords(rows, 'PGD and SAP'),
  empty: 'The study does not ask which of two tracings is the real ECG, or nobody has answered yet.',
  fields: BAR_FIELDS,
  rows: (results) => barRows(results, 'which-is-real'),
  draw: (rows) => armBars(TITLE, rows),
});
