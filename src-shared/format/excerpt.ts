const LONGEST = 60;

/** A text of somebody else's file for a message: whole if it is short, else its beginning and '…'. */
export function excerpt(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}…` : text;
}
