import type { Protocol } from 'electron';
import { contentSecurityPolicy } from '../content-security-policy.ts';
import { readRendererFile } from '../renderer-files.ts';

const SCHEME = 'equipoise';
export const APP_ORIGIN = `${SCHEME}://app`;
export const APP_ADDRESS = `${APP_ORIGIN}/`;

/** Registers equipoise: as a scheme with an origin, like https:. Must run before the application is ready. */
export function registerAppScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, codeCache: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** Serves the built window's files at equipoise://app/…, and nothing else under the scheme. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, rendererDir: string): void {
  protocol.handle(SCHEME, (request) => answerAppRequest(request, rendererDir));
}

async function answerAppRequest(request: Pick<Request, 'method' | 'url'>, rendererDir: string): Promise<Response> {
  const url = new URL(request.url);
  const readable = url.host === 'app' && ['GET', 'HEAD'].includes(request.method);
  const file = readable ? await readRendererFile(rendererDir, url.pathname) : null;
  if (file === null) return new Response('Not found', { status: 404, headers: headers('text/plain; charset=utf-8') });
  return new Response(request.method === 'HEAD' ? null : file.bytes, { headers: headers(file.mediaType) });
}

function headers(mediaType: string): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': contentSecurityPolicy(),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}
