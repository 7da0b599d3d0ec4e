/**
 * What the page may do. Scripts and styles come from its own files alone, none stand in the document. It talks to its
 * own origin, and for a report's PDF to S3: in the service's region, or the embedded run's on this machine. A PDF is
 * shown from a blob. Where the page is deployed, a response header names the one bucket (both policies hold then).
 */
const contentSecurityPolicy = {
  'default-src': ["'none'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'blob:', 'data:'],
  'connect-src': ["'self'", 'https://*.s3.ap-east-1.amazonaws.com', 'http://127.0.0.1:*'],
  'frame-src': ['blob:'],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
} as const;

/**
 * The document that everything else is drawn into.
 * @param files their paths, relative to the document.
 */
export function indexHtml(files: { script: string; styleSheet: string; icon?: string }): string {
  const policy = Object.entries(contentSecurityPolicy)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>KYC China</title>
${files.icon ? `<link rel="icon" type="image/svg+xml" href="${files.icon}">\n` : ''}<link rel="stylesheet" href="${files.styleSheet}">
<script type="module" src="${files.script}"></script>
</head>
<body>
<div id="console"></div>
<noscript>The console needs JavaScript. 本页面需要启用 JavaScript。</noscript>
</body>
</html>
`;
}
