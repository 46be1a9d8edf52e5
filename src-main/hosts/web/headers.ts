import { contentSecurityPolicy } from '../content-security-policy.ts';

/** The headers of every response; `origin` is `http://127.0.0.1:<port>`. */
export function securityHeaders(origin: string): Record<string, string> {
  return {
    'content-security-policy': contentSecurityPolicy([origin.replace(/^http/, 'ws')]),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=()',
    'x-dns-prefetch-control': 'off',
    'cache-control': 'no-store',
  };
}
