/** So long nobody has typed, ms. */
const QUIET_MS = 300;

/** Does it in a moment, unless what is returned is called before: for an effect that asks main. */
export function afterTyping(ask: () => void): () => void {
  const timer = setTimeout(ask, QUIET_MS);
  return () => clearTimeout(timer);
}
