import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

const maps = new Map<string, SourceMap | undefined>();

function mapBeside(module: string): SourceMap | undefined {
  if (!maps.has(module)) {
    const file = `${fileURLToPath(module)}.map`;
    maps.set(module, existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : undefined);
  }
  return maps.get(module);
}

/**
 * A line of a stack trace with the place in the source in that of the bundle, where a source map lies beside it.
 * The map is read when the first error is described: Node's own `--enable-source-maps` reads it at every cold start.
 */
export function inSource(frame: string): string {
  return frame.replace(
    /(file:\/\/\S+):(\d+):(\d+)/,
    (place, module: string, line: string, column: string) => {
      const origin = mapBeside(module)?.findOrigin(Number(line), Number(column));
      if (!origin || !('fileName' in origin)) return place;
      return `${origin.fileName.replace(/^(\.\.\/)+/, '')}:${origin.lineNumber}:${origin.columnNumber}`;
    },
  );
}
