import { createHash, createHmac, X509Certificate } from 'node:crypto';
import type { Fields, Incoming } from './incoming.ts';

/** How a vendor knows its customer. Each checks what a real one would, and says why not. */
export type Gate = (incoming: Incoming, fields: Fields) => string | undefined;

export const anybody: Gate = () => undefined;

/** A header with a fixed value: a bearer token, an API key. */
export function headerGate(name: string, value: string): Gate {
  return ({ headers }) => (headers[name.toLowerCase()] === value ? undefined : `the header ${name} is wrong`);
}

const acceptedSkewMs = 5 * 60 * 1000;

/** Jumdata's way: `sign` is the SHA-256 of account, secret and milliseconds, which have to be of now. */
export function digestGate({
  appId,
  appSecret,
  now,
}: {
  appId: string;
  appSecret: string;
  now: () => number;
}): Gate {
  return (_incoming, fields) => {
    if (fields.appId !== appId) return 'the account is unknown';
    const timestamp = String(fields.timestamp);
    if (!/^\d{13}$/.test(timestamp) || Math.abs(Number(timestamp) - now()) > acceptedSkewMs)
      return 'the time stamp is not of now';
    const right = createHash('sha256').update(`${appId}${appSecret}${timestamp}`).digest('hex');
    return fields.sign === right ? undefined : 'the signature is wrong';
  };
}

/** A common way: a header holds the HMAC of method, path, time stamp and body, line by line. */
export function hmacGate({ keyId, key, algorithm }: { keyId: string; key: string; algorithm: string }): Gate {
  return ({ method, path, headers, body }) => {
    const text = [method, path, headers['x-timestamp'], body].join('\n');
    const right = createHmac(algorithm, key).update(text).digest('base64');
    return headers.authorization === `HMAC ${keyId}:${right}` ? undefined : 'the signature is wrong';
  };
}

/** Another common way: `signature` is a digest of all other fields in order, and a secret. */
export function sortedFieldsGate(secret: string, algorithm: string): Gate {
  return (_incoming, { signature, ...fields }) => {
    const names = Object.keys(fields).sort();
    const text = names.map((name) => `${name}=${String(fields[name])}`).join('&');
    const right = createHash(algorithm).update(`${text}${secret}`).digest('hex').toUpperCase();
    return signature === right ? undefined : 'the signature is wrong';
  };
}

/** Mutual TLS: the certificate that the vendor gave its customer, and no other. */
export function certificateGate(cert: string): Gate {
  const { fingerprint256 } = new X509Certificate(cert);
  return ({ fingerprint }) => (fingerprint === fingerprint256 ? undefined : 'the certificate is unknown');
}
