import type { IncomingMessage } from 'node:http';

export interface Refusal {
  status: number;
  reason: string;
}

/**
 * Why a request is refused before anything else is examined, or null. Host must be this very address, which
 * defeats DNS rebinding; a stated Origin must be ours, and must be stated where a page of another origin could act:
 * on a WebSocket upgrade (`needsOrigin`) and on every method but GET and HEAD.
 */
export function checkRequest(
  request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  ourOrigin: string,
  { needsOrigin = false } = {},
): Refusal | null {
  const { host, origin } = request.headers;
  if (host !== new URL(ourOrigin).host) {
    return { status: 421, reason: `This address is not served here. Open ${ourOrigin}/ instead.` };
  }
  const reads = request.method === 'GET' || request.method === 'HEAD';
  if (origin === undefined ? needsOrigin || !reads : origin !== ourOrigin) {
    return { status: 403, reason: 'Refused: the request comes from another page.' };
  }
  if (fetchedByAnotherSite(request)) {
    return { status: 403, reason: 'Refused: the request comes from another page.' };
  }
  if (!reads) return { status: 405, reason: 'Only GET and HEAD are answered here.' };
  if (!request.url?.startsWith('/') || request.url.startsWith('//')) {
    return { status: 400, reason: 'The request names no path of this address.' };
  }
  return null;
}

/** Browsers say who asks. A person may follow a link to us, but no page of another origin may load parts of ours. */
function fetchedByAnotherSite({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return false;
  return headers['sec-fetch-mode'] !== 'navigate' || headers['sec-fetch-dest'] !== 'document';
}
