/** What is wrong with a FLAC stream, in words that follow a colon. */
export class FlacError extends Error {}
