import { createHash, type X509Certificate } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { InvalidSignatureError, verifySignedData } from './signed-data-reader.ts';
import { isTrusted, type Trust } from './trust.ts';

/** What a signed report proves. */
export interface VerifiedPdf {
  /** The signer's certificate first. */
  readonly certificates: readonly X509Certificate[];
  readonly signedAt: Date;
  /** Whether the reader trusts the signer. */
  readonly trusted: boolean;
  /** The embedded JSON of the report, and its SHA-256 in hex, which is printed in the PDF. */
  readonly json: string;
  readonly sha256: string;
}

const rangePattern =
  /\/M\(D:(\d{14})Z\)[^\n]{0,300}?\/ByteRange\[0 (\d{10}) (\d{10}) (\d{10})\]\/Contents(?=<)/g;

const attachmentPattern = /\/Type \/EmbeddedFile\n[\s\S]{0,400}?\/Length (\d+)\n>>\nstream\n/g;

/** The hash that the document's metadata name (packages/pdf/describe.ts). */
const statedHashPattern = /\?=sha256=([0-9a-f]{64})</;

/** The largest report that is read, in bytes: many times what a report can be. */
const mostJsonBytes = 4_000_000;

function onlyMatch(text: string, pattern: RegExp, fault: string): RegExpExecArray {
  const [match, ...more] = text.matchAll(pattern);
  if (!match || more.length > 0) throw new InvalidSignatureError(fault);
  return match;
}

function timeOf(digits: string): Date {
  return new Date(digits.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z'));
}

/** The signed bytes are all but the signature itself: what lies before or behind them would not be signed. */
function signatureIn(pdf: Buffer, text: string) {
  const match = onlyMatch(text, rangePattern, 'the file has no signature in the form of a report');
  const [before, after, rest] = match.slice(2).map(Number) as [number, number, number];
  const hex = pdf.subarray(before, after).toString('latin1');
  const coversAll = after + rest === pdf.length && before === match.index + match[0].length;
  if (!coversAll || !/^<(?:[0-9A-F]{2})+>$/.test(hex))
    throw new InvalidSignatureError(
      'the signature does not cover the whole file: something was added after it',
    );
  const digest = createHash('sha256').update(pdf.subarray(0, before)).update(pdf.subarray(after)).digest();
  return { contents: Buffer.from(hex.slice(1, -1), 'hex'), digest, signedAt: timeOf(match[1] ?? '') };
}

function attachedJson(pdf: Buffer, text: string): Buffer {
  const match = onlyMatch(text, attachmentPattern, 'the file does not contain the report as JSON');
  const start = match.index + match[0].length;
  return inflateSync(pdf.subarray(start, start + Number(match[1])), { maxOutputLength: mostJsonBytes });
}

/**
 * Checks a signed report: that it is byte for byte what was signed, and who signed it. It needs nothing but the file.
 * @throws InvalidSignatureError for a file that was changed, or is no signed report.
 */
export function verifyPdf(bytes: Uint8Array, trust: Trust): VerifiedPdf {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = pdf.toString('latin1');
  if (!text.startsWith('%PDF-')) throw new InvalidSignatureError('the file is not a PDF');
  try {
    const { contents, digest, signedAt } = signatureIn(pdf, text);
    const certificates = verifySignedData(contents, digest);
    const json = attachedJson(pdf, text);
    const sha256 = createHash('sha256').update(json).digest('hex');
    if (statedHashPattern.exec(text)?.[1] !== sha256)
      throw new InvalidSignatureError('the embedded JSON is not the report that the file names');
    const trusted = isTrusted(certificates, trust, signedAt);
    return { certificates, signedAt, trusted, json: json.toString('utf8'), sha256 };
  } catch (error) {
    if (error instanceof InvalidSignatureError) throw error;
    throw new InvalidSignatureError('the signature cannot be read', { cause: error });
  }
}
