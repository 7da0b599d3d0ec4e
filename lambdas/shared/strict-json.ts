import { checkJsonSize } from './json-size.ts';
import { StrictJsonError } from './strict-json-error.ts';

export { StrictJsonError };

/** Text with a NUL, or with half of a surrogate pair, means something else to the next program that reads it. */
function refuseBrokenText(text: string): void {
  if (text.includes('\0')) throw new StrictJsonError('The body holds a NUL character: remove it.');
  if (!text.isWellFormed())
    throw new StrictJsonError('The body holds half of a surrogate pair: send each character whole.');
}

/** The character that replaces each byte that is not UTF-8 in a decoded text. A text in GBK consists of it. */
const notUtf8 = '\ufffd';

/** What every gzip file begins with (RFC 1952, 2.3.1), its second byte decoded as UTF-8. */
const gzipStart = `\x1f${notUtf8}`;

/** JSON's first characters are of ASCII: where one of the first bytes is 0, the text is UTF-16 or UTF-32 (RFC 4627, 3). */
const isWide = (text: string) => text.slice(0, 4).includes('\0');

/** Names the likely encoding of a text that is not UTF-8: later checks would give the wrong advice. */
function refuseOtherEncodings(text: string): void {
  if (text.startsWith(gzipStart))
    throw new StrictJsonError('The body is compressed: send it with content-encoding: gzip.');
  if (text.includes(notUtf8) || isWide(text))
    throw new StrictJsonError('The body is not UTF-8, the only encoding of JSON: encode it so.');
}

/** A byte order mark is no part of JSON, and a parser may ignore it (RFC 8259, 8.1): some editors write one. */
const withoutMark = (text: string) => (text.startsWith('\ufeff') ? text.slice(1) : text);

/** A string's token, from its first quote to its last. */
const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"/y;
const restBeforeColon = /[\t\n\r ]*:/y;

/** Walks the tokens of a text that JSON.parse accepted, for what JSON.parse hides from its caller. */
function refuseHiddenFaults(json: string): void {
  const keysByDepth: (Set<string> | undefined)[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '{' || character === '[') {
      keysByDepth.push(character === '{' ? new Set() : undefined);
    } else if (character === '}' || character === ']') keysByDepth.pop();
    else if (character === '"') {
      stringToken.lastIndex = at;
      const token = stringToken.exec(json)?.[0] ?? '';
      const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
      if (token.includes('\\')) refuseBrokenText(text);
      at += token.length - 1;
      restBeforeColon.lastIndex = at + 1;
      if (!restBeforeColon.test(json)) continue;
      const keys = keysByDepth.at(-1);
      if (keys?.has(text)) throw new StrictJsonError('The body names a field twice: send each field once.');
      keys?.add(text);
    }
  }
}

/**
 * Parses JSON (RFC 8259) as strictly as I-JSON (RFC 7493) asks: a field named twice, text that is not whole
 * Unicode or was not UTF-8, and needless depth are errors, since programs disagree about what they mean.
 * @returns the value; an empty or blank text is an empty object.
 * @throws StrictJsonError
 */
export function parseStrictJson(body: string): unknown {
  const text = withoutMark(body);
  refuseOtherEncodings(text);
  refuseBrokenText(text);
  if (/^[\t\n\r ]*$/.test(text)) return {};
  checkJsonSize(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new StrictJsonError('The body is not valid JSON.');
  }
  refuseHiddenFaults(text);
  return value;
}
