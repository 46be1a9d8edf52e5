import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRendererFile } from '../renderer-files.ts';
import type { Access } from './access.ts';
import { checkRequest } from './check-request.ts';
import { readSessionCookie, sessionCookie } from './cookie.ts';
import { securityHeaders } from './headers.ts';
import { textPage } from './text-page.ts';

/** An address with a token is `<origin>/open/<token>`. */
export const OPEN_PATH = '/open/';

export interface Place {
  port: number;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  rendererDir: string;
  access: Access;
  /** A token was used: its address no longer opens anything. */
  onTokenUsed: (token: string) => void;
}

/** Answers an HTTP request: a token's address with a cookie, a session's request with a file, others with a refusal. */
export async function answerRequest(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const refusal = checkRequest(request, place.origin);
  if (refusal !== null) return sendText(response, place, refusal.status, refusal.reason);
  const path = new URL(request.url ?? '/', place.origin).pathname;
  const known = place.access.hasSession(readSessionCookie(place.port, request.headers.cookie));
  if (path.startsWith(OPEN_PATH)) return letIn(request, response, place, path.slice(OPEN_PATH.length), known);
  if (!known) return sendText(response, place, 401, HOW_TO_OPEN);
  const file = await readRendererFile(place.rendererDir, path);
  if (file === null) return sendText(response, place, 404, `There is no ${path} here.`);
  const headers = securityHeaders(place.origin);
  // Built files carry a hash in their name, so they may be kept; pages may not.
  if (path.startsWith('/assets/')) headers['cache-control'] = 'private, max-age=31536000, immutable';
  send(response, 200, { ...headers, 'content-type': file.mediaType }, file.bytes);
}

const HOW_TO_OPEN =
  'Equipoise runs here, but this browser has not been let in. ' +
  'Open the last address that Equipoise printed in the terminal where it runs; it works once, for one browser.';

function letIn(request: IncomingMessage, response: ServerResponse, place: Place, token: string, known: boolean): void {
  const session = request.method === 'GET' && !known ? place.access.redeem(token) : null;
  if (session === null && !known) {
    return sendText(response, place, 403, `This address is not valid, or was used before. ${HOW_TO_OPEN}`);
  }
  const headers: Record<string, string> = { ...securityHeaders(place.origin), location: '/' };
  if (session !== null) headers['set-cookie'] = sessionCookie(place.port, session);
  send(response, 303, headers, Buffer.alloc(0));
  if (session !== null) place.onTokenUsed(token);
}

function sendText(response: ServerResponse, place: Place, status: number, text: string): void {
  const headers = { ...securityHeaders(place.origin), 'content-type': 'text/html; charset=utf-8' };
  if (status === 405) Object.assign(headers, { allow: 'GET, HEAD' });
  send(response, status, headers, Buffer.from(textPage(text)));
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, body: Buffer): void {
  response.writeHead(status, { ...headers, 'content-length': String(body.length) });
  response.end(body); // Node leaves the body out of an answer to HEAD.
}
