/**
 * The document that Swagger UI is drawn into.
 * @param files their paths, relative to the document.
 */
export function docsHtml({ script, styleSheet }: { script: string; styleSheet: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>KYC China: API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${styleSheet}">
<script type="module" src="${script}"></script>
</head>
<body>
<header class="docs-header">
<a href="../">Console</a>
<a href="openapi.json">openapi.json</a>
<a href="licences.txt">Licences</a>
</header>
<div id="docs"></div>
<noscript>The documentation needs JavaScript; openapi.json can be read without it.</noscript>
</body>
</html>
`;
}
