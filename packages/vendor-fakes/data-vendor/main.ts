/**
 * Runs the fake by itself: `node packages/vendor-fakes/data-vendor/main.ts [port]`. It sells what Jumdata sells, to the account
 * `app` with the secret `secret`; the last digit of the mobile or ID number decides. Writes its certificate beside.
 */
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificates } from './certificates.ts';
import { digestGate } from './gate.ts';
import { jumdataAnswer, type Product } from './products.ts';
import { startDataVendor } from './vendor.ts';

/** Even: "0", odd: "1", anything else (X): no record. */
const byLastDigit: Product = {
  answer: ({ mobile, idcard }) => {
    const digit = Number(String(mobile ?? idcard).slice(-1));
    if (Number.isNaN(digit)) return jumdataAnswer(200, { result: '2' }, false);
    return jumdataAnswer(200, { result: String(digit % 2) }, true);
  },
};

const certificates = await makeCertificates();
const file = join(tmpdir(), 'data-vendor-ca.pem');
await writeFile(file, certificates.server.cert);
const vendor = await startDataVendor({
  certificates,
  gate: digestGate({ appId: 'app', appSecret: 'secret', now: Date.now }),
  products: {
    '/mobile-two/check-v2': byLastDigit,
    '/personal/badness': byLastDigit,
    '/deceiver-risk/check': byLastDigit,
  },
  port: Number(process.argv[2] ?? 0),
});
console.log(`${vendor.url}\ncertificate: ${file}`);
