export type ReadingCommand =
  | { do: 'choose'; key: '1' | '2' }
  | { do: 'confirm' | 'cover' | 'full-screen' }
  /** Along the tracing: by seconds, by what is visible, or to an end. */
  | { do: 'scroll'; by: number; unit: 's' | 'page' | 'end' }
  /** Look higher (positive) or lower on the paper, large squares. */
  | { do: 'pan'; squares: number };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** What a key means while reading, or null. Keys with Ctrl, Alt or Meta belong to the browser and the system. */
export function readingCommand({ key, shiftKey, ctrlKey, altKey, metaKey }: Key): ReadingCommand | null {
  if (ctrlKey || altKey || metaKey) return null;
  switch (key) {
    case '1':
    case '2':
      return { do: 'choose', key };
    case 'ArrowUp':
      return shiftKey ? { do: 'pan', squares: 1 } : { do: 'choose', key: '1' };
    case 'ArrowDown':
      return shiftKey ? { do: 'pan', squares: -1 } : { do: 'choose', key: '2' };
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
    case 'f':
    case 'F':
      return { do: 'full-screen' };
    default:
      return null;
  }
}
