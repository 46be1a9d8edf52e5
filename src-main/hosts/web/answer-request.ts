import type { IncomingMessage, ServerResponse } from 'node:http';
import { readRendererFile } from '../renderer-files.ts';
import { checkRequest } from './check-request.ts';
import { securityHeaders } from './headers.ts';
import { textPage } from './text-page.ts';

export interface Place {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  rendererDir: string;
}

/**
 * Answers an HTTP request with a file of the built window, which holds nothing of the workspace: whoever may see that
 * is found out on the WebSocket.
 */
export async function answerRequest(request: IncomingMessage, response: ServerResponse, place: Place): Promise<void> {
  const refusal = checkRequest(request, place.origin);
  if (refusal !== null) return sendText(response, place, refusal.status, refusal.reason);
  const path = new URL(request.url ?? '/', place.origin).pathname;
  const file = await readRendererFile(place.rendererDir, path);
  if (file === null) return sendText(response, place, 404, `There is no ${path} here.`);
  const headers = securityHeaders(place.origin);
  // Built files carry a hash in their name, so they may be kept; pages may not.
  if (path.startsWith('/assets/')) headers['cache-control'] = 'private, max-age=31536000, immutable';
  send(response, 200, { ...headers, 'content-type': file.mediaType }, file.bytes);
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
