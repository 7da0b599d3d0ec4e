import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { synthesizedStacks } from './embedded-stack.ts';

/** A statement of an inline policy, as far as tests change it. */
export interface TemplateStatement {
  Action: string | string[];
  Resource: unknown;
}

/** A resource of the template, likewise. */
export interface TemplateResource {
  readonly Type: string;
  readonly Metadata?: Record<string, string>;
  readonly Properties?: {
    readonly PolicyDocument?: { readonly Statement: TemplateStatement[] };
    /** A state machine's definition, as JSON text. */
    DefinitionString?: string;
  };
}

/**
 * The sandbox's cloud assembly with a changed template, and the functions' code where it is.
 * @param directory where the copy of the template goes.
 * @param change works on the template's resources, by logical id, in place.
 */
export async function writeChangedAssembly(
  directory: string,
  change: (resources: Readonly<Record<string, TemplateResource>>) => void,
): Promise<void> {
  const assembly = await synthesizedStacks();
  const file = 'KycChina-sandbox.template.json';
  const template = JSON.parse(await readFile(path.join(assembly, file), 'utf8'));
  const resources: Readonly<Record<string, TemplateResource>> = template.Resources;
  for (const { Type, Metadata } of Object.values(resources)) {
    const asset = Metadata?.['aws:asset:path'];
    if (Type === 'AWS::Lambda::Function' && Metadata && asset)
      Metadata['aws:asset:path'] = path.resolve(assembly, asset);
  }
  change(resources);
  await writeFile(path.join(directory, file), JSON.stringify(template));
}

/**
 * Takes an action away from a function's role.
 * @param role what the logical id of its policy begins with.
 * @throws Error when the role does not have it: then the test would show nothing.
 */
export function takeAway(
  resources: Readonly<Record<string, TemplateResource>>,
  role: string,
  action: string,
): void {
  const statements = Object.entries(resources)
    .filter(([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith(role))
    .flatMap(([, { Properties }]) => Properties?.PolicyDocument?.Statement ?? [])
    .filter(({ Action }) => [Action].flat().includes(action));
  if (statements.length === 0) throw new Error(`${role} has no ${action}`);
  for (const statement of statements) {
    const rest = [statement.Action].flat().filter((granted) => granted !== action);
    statement.Action = rest.length > 0 ? rest : ['sts:GetCallerIdentity'];
  }
}
