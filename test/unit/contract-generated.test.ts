import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { generatedFiles } from '../../codegen/contract/generated-files.ts';
import { projectFile } from '../../lib/project-file.ts';

describe('files generated from the schemas', () => {
  it("generated files equal the generator's output (else run: npm run contract)", async () => {
    for await (const { path, text } of generatedFiles())
      expect([path, await readFile(projectFile(path), 'utf8')]).toEqual([path, text]);
  });

  it.each(['initiate', 'poll'])(
    'generated files add no schema compiler to the bundle of %s',
    async (folder) => {
      const { metafile } = await build({
        entryPoints: [projectFile('lambdas', folder, 'handler.ts')],
        bundle: true,
        write: false,
        metafile: true,
        platform: 'node',
        format: 'esm',
        mainFields: ['module', 'main'],
        outdir: 'unused',
        logLevel: 'error',
      });
      const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
      expect(bundled.some((file) => file.endsWith('generated/validators.js'))).toBe(true);
      const schemaCode = bundled.filter((file) =>
        /node_modules\/(ajv|fast-uri|json-schema-traverse)\/|-schemas?\.ts$/.test(file),
      );
      expect(schemaCode.map((file) => file.replace(/^.*?(node_modules|packages)\//, '')).sort()).toEqual(
        folder === 'initiate'
          ? [
              'ajv/dist/runtime/ucs2length.js',
              'core/contract/consent-schema.ts',
              'core/contract/reference-schemas.ts',
              'core/contract/request-schema.ts',
              'core/contract/stated-address-schema.ts',
              'core/contract/sub-check-id-schema.ts',
            ]
          : ['ajv/dist/runtime/ucs2length.js'],
      );
    },
  );
});
