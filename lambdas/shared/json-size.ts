import { InvalidRequestError } from '@kyc-china/core/contract/problems';
import { isPlainWord } from '@kyc-china/core/contract/validate';
import { StrictJsonError } from './strict-json-error.ts';

/** Deeper than any body of the contract, and far from where a parser or a validator would mind. */
const deepest = 16;
/** Far more values than any body of the contract holds, and few enough to be parsed in a few hundredths of a second. */
const mostValues = 100_000;

/** Returns where a string ends that begins at a quote: the place of its last quote, or the end of the text. */
function endOfString(json: string, from: number): number {
  for (let at = from + 1; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit === 0x5c) at += 1;
    else if (unit === 0x22) return at;
  }
  return json.length;
}

function tooMany(field: string | undefined): InvalidRequestError {
  const message = `holds more than ${mostValues} values: no request does`;
  const named = field !== undefined && isPlainWord(field) ? field : '(body)';
  return new InvalidRequestError(`The body ${message}.`, [{ field: named, message }]);
}

/**
 * Checks the nesting and the number of values of a text that may be JSON, before it is parsed: a parser makes an
 * object for each `{}`, and of 6 MB of them hundreds of megabytes.
 * @throws StrictJsonError if it is too deep; InvalidRequestError, which names the outermost field, if it holds too much.
 */
export function checkJsonSize(json: string): void {
  let depth = 0;
  let values = 0;
  let lastText: string | undefined;
  let field: string | undefined;
  for (let at = 0; at < json.length; at += 1) {
    const unit = json.charCodeAt(at);
    if (unit === 0x22) {
      const end = endOfString(json, at);
      // A longer text is no field's name; cut, it holds on to nothing.
      if (depth === 1) lastText = end - at > 64 ? undefined : json.slice(at + 1, end);
      at = end;
    } else if (unit === 0x7b || unit === 0x5b) {
      if (depth === 1) field = lastText;
      depth += 1;
      values += 1;
      if (depth > deepest)
        throw new StrictJsonError(`The body is nested deeper than ${deepest} levels: no request is.`);
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
    else if (unit === 0x2c) values += 1;
    if (values > mostValues) throw tooMany(depth > 1 ? field : undefined);
  }
}
