import { descriptionSchema } from '@kyc-china/providers/http/description-schema';

/** The schema of descriptions as JSON, for editors. */
export function generatedFiles(): { readonly path: string; readonly text: string }[] {
  const forEditors = JSON.stringify(
    descriptionSchema,
    (key, value) => (key === 'hint' ? undefined : value),
    2,
  );
  return [{ path: 'packages/providers/http/generated/description.schema.json', text: `${forEditors}\n` }];
}
