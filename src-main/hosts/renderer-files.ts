import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';

const MEDIA_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

export interface RendererFile {
  bytes: Buffer<ArrayBuffer>;
  mediaType: string;
  isPage: boolean;
}

/**
 * The file of the built window that a URL path names, `/` being index.html; null if there is none. Nothing outside
 * `rendererDir` is ever read, whether by `..`, an encoded separator or a link, and no file type that is not listed.
 */
export async function readRendererFile(rendererDir: string, urlPath: string): Promise<RendererFile | null> {
  const relative = relativePath(urlPath);
  const mediaType = relative === null ? undefined : MEDIA_TYPES[path.extname(relative)];
  if (relative === null || mediaType === undefined) return null;
  try {
    const root = await realpath(rendererDir);
    const file = await realpath(path.join(root, relative));
    if (!file.startsWith(root + path.sep)) return null;
    return { bytes: await readFile(file), mediaType, isPage: mediaType.startsWith('text/html') };
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return null;
    throw error;
  }
}

function relativePath(urlPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || /[\\\0:]/.test(decoded)) return null;
  const parts = decoded.slice(1).split('/');
  if (parts.some((part) => part.startsWith('.'))) return null;
  return decoded === '/' ? 'index.html' : parts.join(path.sep);
}
