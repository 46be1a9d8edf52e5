import type { Decision } from './decisions/decision.ts';
import type { PaperCommand } from './paper/paper-view.svelte.ts';

export type ReadingCommand =
  { do: 'choose'; answer: string } | { do: 'confirm' | 'cover' | 'full-screen' | 'undo' } | PaperCommand;

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** A digit key by its position: French rows give & and é, a number pad without NumLock End and ↓, Arabic ones ١ and ٢. */
const DIGIT = /^(?:Digit|Numpad)(\d)$/;

/** The Latin letter of a key whose layout has none there (Cyrillic, Greek, Arabic …), by its position. */
function letterOf(key: string, code: string): string {
  const foreign = /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key);
  return (foreign ? /^Key([A-Z])$/.exec(code)?.[1] : undefined) ?? key;
}

/** As the reader is shown it: the last answer is taken back. */
export const UNDO_KEY = 'U';
/** The key that confirms an answer and turns a page, as its cap is labelled. */
export const CONFIRM_KEY = 'Enter';

/**
 * What a key means while this is decided, or null: the keys of its answers choose them. Keys with Ctrl, Alt or
 * Meta belong to the browser and the system, arrows with Shift to the paper.
 */
export function readingCommand(
  { key: written, code, shiftKey, ctrlKey, altKey, metaKey }: Key,
  { answers }: { answers: readonly Pick<Decision['answers'][number], 'id' | 'keys'>[] },
): ReadingCommand | null {
  if (ctrlKey || altKey || metaKey) return null;
  const key = letterOf(written, code);
  const digit = DIGIT.exec(code)?.[1];
  const forPaper = shiftKey && key.startsWith('Arrow');
  const chosen =
    answers.find(({ keys }) => digit !== undefined && keys.includes(digit)) ??
    (forPaper ? undefined : answers.find(({ keys }) => keys.some((each) => each.toLowerCase() === key.toLowerCase())));
  if (chosen) return { do: 'choose', answer: chosen.id };
  switch (key) {
    case 'ArrowUp':
      return shiftKey ? { do: 'pan', squares: 1 } : null;
    case 'ArrowDown':
      return shiftKey ? { do: 'pan', squares: -1 } : null;
    case 'Enter':
      return { do: 'confirm' };
    case 'ArrowLeft':
      return { do: 'scroll', by: -1, unit: shiftKey ? 'page' : 's' };
    case 'ArrowRight':
      return { do: 'scroll', by: 1, unit: shiftKey ? 'page' : 's' };
    case 'PageUp':
      return { do: 'scroll', by: -1, unit: 'page' };
    case 'PageDown':
      return { do: 'scroll', by: 1, unit: 'page' };
    case 'Home':
      return { do: 'scroll', by: -1, unit: 'end' };
    case 'End':
      return { do: 'scroll', by: 1, unit: 'end' };
    case 'p':
    case 'P':
    case 'Escape':
      return { do: 'cover' };
    case UNDO_KEY:
    case UNDO_KEY.toLowerCase():
      return { do: 'undo' };
    case 'f':
    case 'F':
      return { do: 'full-screen' };
    default:
      return null;
  }
}
