import { createContext, Script } from 'node:vm';
import { compile, type JSONValue, TreeInterpreter } from '@jmespath-community/jmespath';
import type { Expression } from './description.ts';

/**
 * Far more than any mapping takes, and short beside the time that a call has. It is measured by the clock: a shorter one
 * lets a machine that pauses for a moment throw away an answer that was paid for.
 */
const longestEvaluationMs = 2000;
/** Of a result, as JSON: a photo of 4 MB in base64 fits. */
const longestResult = 6 * 1024 * 1024;

/** An expression that is no JMESPath. The message is for the operator who wrote it. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
}

/** An evaluation that failed: a type that a function does not take, too much time, too large a result. */
export class EvaluationError extends Error {
  override name = 'EvaluationError';
}

/** A compiled expression. It gives JSON, null where nothing is. */
export type Evaluate = (input: unknown) => JSONValue;

/**
 * JMESPath always ends, but nested projections may take very long. Code that runs inside a script of `vm` is the only
 * code that Node can interrupt: so every evaluation runs inside this one, which calls back to it.
 */
const running: { evaluate: () => JSONValue } = { evaluate: () => null };
const context = createContext({ running });
const script = new Script('running.evaluate()');

function bounded(evaluate: () => JSONValue): JSONValue {
  running.evaluate = evaluate;
  try {
    const result: unknown = script.runInContext(context, { timeout: longestEvaluationMs });
    // Of what is no JSON (a name that every object inherits), nothing is written.
    const text = JSON.stringify(result) ?? 'null';
    if (text.length > longestResult) throw new EvaluationError('the result of an expression is too large');
    return JSON.parse(text) as JSONValue;
  } catch (error) {
    if (error instanceof EvaluationError) throw error;
    // The library's message may quote the value that it could not take: it goes no further.
    const slow = (error as NodeJS.ErrnoException)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw new EvaluationError(slow ? 'an expression took too long' : 'an expression failed on this value');
  } finally {
    running.evaluate = () => null;
  }
}

/** @throws ExpressionError on what is no expression. */
export function compileExpression(expression: Expression): Evaluate {
  let tree: ReturnType<typeof compile>;
  try {
    tree = compile(expression);
  } catch (error) {
    throw new ExpressionError((error as Error).message);
  }
  return (input) => bounded(() => TreeInterpreter.search(tree, input as JSONValue));
}
