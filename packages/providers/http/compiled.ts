import { match, mismatch, noRecord, refusal, type Verdict, data as withData } from '../code-table.ts';
import type { AnswerClass, DataDescription, SubCheckDescription } from './description.ts';
import { compileExpression, type Evaluate } from './expression.ts';
import { refusalMessages } from './refusals.ts';

/** A value of the answer, compiled. */
export interface CompiledValue {
  readonly from: Evaluate;
  /** The vendor's values; undefined: they are taken as they are. */
  readonly map?: Readonly<Record<string, string | number>>;
  /** Whether it is a distance in metres. */
  readonly inMetres?: true;
}

/** A row of the vendor's code table, compiled. */
export interface CompiledCode {
  readonly class: AnswerClass;
  readonly verdict: Verdict;
  readonly billed: boolean | Evaluate;
}

/** A sub-check's description with its expressions compiled. */
export interface CompiledSubCheck {
  readonly description: SubCheckDescription;
  readonly fields: Evaluate;
  readonly code: Evaluate;
  readonly codes: ReadonlyMap<string, CompiledCode>;
  readonly data: Readonly<Partial<Record<keyof DataDescription, CompiledValue>>>;
}

function verdictOf(meaning: AnswerClass): Verdict {
  switch (meaning) {
    case 'matched':
      return match;
    case 'unmatched':
      return mismatch;
    case 'not-found':
      return noRecord;
    case 'clear':
    case 'data':
    case 'flagged':
      return withData;
    case 'retry':
      return { class: 'retry', reason: 'unavailable' };
    case 'throttled':
      return { class: 'retry', reason: 'throttled' };
    default:
      return refusal(meaning, refusalMessages[meaning]);
  }
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
        {
          class: meaning,
          verdict: verdictOf(meaning),
          billed: typeof billed === 'string' ? compileExpression(billed) : billed,
        },
      ]),
    ),
    data: Object.fromEntries(
      Object.entries(response.data ?? {}).map(([name, value]) => [name, compileValue(value as Value)]),
    ),
  };
}
