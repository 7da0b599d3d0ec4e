import { UsageError } from '../exit-codes.ts';

/** Whether the bytes are UTF-8 with Chinese in it: no other encoding's come out as that but by a rare chance. */
function isChineseUtf8(bytes: Uint8Array): boolean {
  try {
    return /\p{Script=Han}/u.test(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return false;
  }
}

/** Whether the bytes begin as UTF-16: with a byte order mark, or with an ASCII letter in two bytes. */
function isUtf16([first, second]: Uint8Array): boolean {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isMarked || first === 0 || second === 0;
}

function decoderOf(encoding: string) {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    // WHATWG Encoding, 10.1.1: a decoder of GBK is one of GB 18030. Before Node 24 it is not, and loses rare characters.
    return decoder.encoding === 'gbk' ? new TextDecoder('gb18030', { fatal: true }) : decoder;
  } catch {
    throw new UsageError('--encoding is not one that is known.');
  }
}

/**
 * Decodes a CSV file.
 * @throws UsageError if the bytes are not of the encoding, or plainly of another.
 */
export function decode(bytes: Uint8Array, encoding: string): string {
  const decoder = decoderOf(encoding);
  // Read as GB 18030 it has names too, of real characters, and sources would be paid for their answers on them.
  if (decoder.encoding !== 'utf-8' && isChineseUtf8(bytes))
    throw new UsageError(`The file is UTF-8, not ${encoding}: leave --encoding out.`);
  if (!decoder.encoding.startsWith('utf-16') && isUtf16(bytes))
    throw new UsageError(
      `The file is not ${encoding}: it looks like UTF-16, as "Unicode Text" of a spreadsheet is. Save it as CSV UTF-8.`,
    );
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UsageError(
      `The file is not ${encoding}: save it as CSV UTF-8, or name its encoding, as --encoding gb18030.`,
    );
  }
}
