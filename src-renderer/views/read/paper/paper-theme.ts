import type { TrialView } from '../../../../src-shared/contract/reading.ts';
import type { PaperTheme } from '../../../../src-shared/study/display-facts.ts';

/** The colours of the window: the system's choice, or the person's in the workbench. */
const windowTheme = (): PaperTheme => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light');

/** The colours that the paper has: the protocol's, or what the reader chose where the protocol leaves it open. */
export function paperThemeOf(rule: TrialView['display']['theme'], chosen: PaperTheme | undefined): PaperTheme {
  if (rule === 'as-window') return windowTheme();
  return rule === 'open' ? (chosen ?? windowTheme()) : rule;
}
