import { documentWithCatalogue } from '../catalogue-in-documents.ts';
import { generatedFiles as descriptionFiles } from '../http-descriptions/generated-files.ts';
import { personalFieldsModule } from '../personal-fields.ts';
import { documentsWithRetention } from '../retention-in-documents.ts';
import { testPersonsMarkdown } from '../test-persons/test-persons-markdown.ts';
import { clientTypes } from './client-types.ts';
import { policySchemaDocument } from './policy-document.ts';
import { validatorsDeclarations, validatorsModule } from './standalone-validators.ts';

/** A file that is generated: its path from the project's root, and its text. */
export interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * What is generated from the contract's schemas, one file at a time: the document's examples come from the code
 * that answers requests, which loads the validators. So those are to be written before the document is asked for.
 */
export async function* generatedFiles(): AsyncGenerator<GeneratedFile> {
  const folder = 'packages/core/contract/generated';
  yield { path: `${folder}/validators.js`, text: validatorsModule() };
  yield { path: `${folder}/validators.d.ts`, text: validatorsDeclarations() };
  const { openApiDocument } = await import('../openapi/document.ts');
  const { componentSchemas } = await import('../openapi/component-schemas.ts');
  const document = await openApiDocument();
  yield { path: 'docs/openapi.json', text: `${JSON.stringify(document, undefined, 2)}\n` };
  yield { path: 'docs/policy.schema.json', text: policySchemaDocument() };
  yield { path: 'packages/client/src/generated/contract.ts', text: await clientTypes(componentSchemas()) };
  yield { path: 'packages/client/src/generated/personal-fields.ts', text: personalFieldsModule() };
  yield* documentsWithRetention();
  yield await documentWithCatalogue();
  yield* descriptionFiles();
  yield { path: 'docs/test-persons.md', text: testPersonsMarkdown() };
}
