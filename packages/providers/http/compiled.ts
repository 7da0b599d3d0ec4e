import type { CodeMeaning, DataDescription, SubCheckDescription } from './description.ts';
import { compileExpression, type Evaluate } from './expression.ts';

/** A value of the answer, compiled. */
export interface CompiledValue {
  readonly from: Evaluate;
  /** The vendor's values; undefined: they are taken as they are. */
  readonly map?: Readonly<Record<string, string | number>>;
  /** Whether it is a distance in metres. */
  readonly inMetres?: true;
}

/** A sub-check's description with its expressions compiled. */
export interface CompiledSubCheck {
  readonly description: SubCheckDescription;
  readonly fields: Evaluate;
  readonly code: Evaluate;
  readonly codes: ReadonlyMap<string, Pick<CodeMeaning, 'class'> & { readonly billed: boolean | Evaluate }>;
  readonly data: Readonly<Partial<Record<keyof DataDescription, CompiledValue>>>;
}

type Value = NonNullable<DataDescription[keyof DataDescription]>;

function compileValue(value: Value): CompiledValue {
  if (typeof value === 'string') return { from: compileExpression(value) };
  if ('metres' in value) return { from: compileExpression(value.metres), inMetres: true };
  return { from: compileExpression(value.from), map: value.map };
}

/** Compiles what validation has found to be sound. */
export function compileSubCheck(description: SubCheckDescription): CompiledSubCheck {
  const { request, response } = description;
  return {
    description,
    fields: compileExpression(request.fields),
    code: compileExpression(response.code),
    codes: new Map(
      Object.entries(response.codes).map(([code, { class: meaning, billed }]) => [
        code,
        { class: meaning, billed: typeof billed === 'string' ? compileExpression(billed) : billed },
      ]),
    ),
    data: Object.fromEntries(
      Object.entries(response.data ?? {}).map(([name, value]) => [name, compileValue(value as Value)]),
    ),
  };
}
