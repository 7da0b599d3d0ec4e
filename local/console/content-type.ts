import path from 'node:path';

/** What the deployment guesses of a file's name, for what a page is made of. */
const types: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The content type that a file is stored with in S3. */
export function contentTypeOf(name: string): string {
  return types[path.extname(name).toLowerCase()] ?? 'binary/octet-stream';
}
