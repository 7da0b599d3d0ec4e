/**
 * Ends an npm script with one sentence if its packages, or a Node that runs TypeScript, are missing. Scripts load it first:
 * `node -r ./bin/preflight.cjs …`. It must parse and run on any Node.
 */

/** Returns whether a Node strips types and has `import.meta.main`, as 22.18 and 24.2 do. 23 never got the latter. */
function runsTypeScript(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 22 && minor >= 18) || (major === 24 && minor >= 2) || major > 24;
}

/** Returns whether the package `node` is here. It comes with the development dependencies, which the scripts need. */
function isInstalled() {
  try {
    require.resolve('node/package.json');
    return true;
  } catch (_error) {
    return false;
  }
}

/** Returns what to do, or undefined if a script can run. */
function hint() {
  if (!isInstalled()) return 'The packages of this project are not installed: run `npm ci --include=dev`.';
  const { node } = process.versions;
  if (runsTypeScript(node)) return undefined;
  return `Node ${node} does not run this project: run \`npm rebuild node --ignore-scripts=false\`, which installs one that does, or use Node 22.18 or newer, but not 23.`;
}

const message = hint();
if (message !== undefined) {
  console.error(message);
  process.exit(1);
}
