import { watchPaperColors } from '../ecg/paper-colors.ts';

/** Tokens of the page as plain colours, for what is drawn on a canvas; they follow light and dark. */
export class TokenColors {
  accent = $state('#1f5fbf');
  trace = $state('#14181f');

  /** Follows until the returned function is called. */
  watch(): () => void {
    const read = (): void => {
      const style = getComputedStyle(document.documentElement);
      this.accent = style.getPropertyValue('--accent').trim() || this.accent;
      this.trace = style.getPropertyValue('--trace').trim() || this.trace;
    };
    read();
    return watchPaperColors(read);
  }
}
