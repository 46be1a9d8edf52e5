import { m } from '../../../../src-shared/messages/compiled/messages.js';
import type { Question } from '../../../../src-shared/questions/index.ts';
import type { Layout } from '../../../../src-shared/study/display.ts';

interface Place {
  layout: Layout;
  /** How many tracings there are. */
  of: number;
}

/** What a tracing is called by where it lies. */
export function nameOf(which: number, { layout, of }: Place): string {
  if (of === 1) return m.reading_tracing();
  if (layout === 'side-by-side') return which === 0 ? m.paper_left() : m.paper_right();
  return which === 0 ? m.reading_upper() : m.reading_lower();
}

export function ecgNameOf(which: number, { layout, of }: Place): string {
  if (of === 1) return m.reading_single_ecg();
  if (layout === 'side-by-side') return which === 0 ? m.paper_left_ecg() : m.paper_right_ecg();
  return which === 0 ? m.reading_upper_ecg() : m.reading_lower_ecg();
}

/** An answer's text; one that means a tracing says where that lies. */
export function answerLabel(
  { tracing, label }: Pick<Question['answers'][number], 'tracing' | 'label'>,
  layout: Layout,
): string {
  if (tracing === undefined || layout !== 'side-by-side') return label();
  return tracing === 0 ? m.paper_left_answer() : m.paper_right_answer();
}
