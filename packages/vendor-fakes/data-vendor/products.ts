import { createCipheriv, createDecipheriv } from 'node:crypto';
import { type Fields, fieldsOf, type Incoming } from './incoming.ts';

/** What a product answers: the document, and whether the vendor bills it. */
export interface ProductAnswer {
  readonly document: unknown;
  readonly billed: boolean;
}

/** Something that the vendor sells, at its path. */
export interface Product {
  readonly answer: (fields: Fields) => ProductAnswer;
  /** How its fields come; as their content type says, unless it is otherwise. */
  readonly read?: (incoming: Incoming) => Fields;
  /** How its answers go; as JSON, unless it is otherwise. */
  readonly write?: (document: unknown) => { readonly type: string; readonly body: string };
}

/** Jumdata's envelope: every answer says whether it is charged. */
export function jumdataAnswer(code: number, data: unknown, charge: boolean): ProductAnswer {
  return { document: { code, msg: '', charge, taskNo: '852010111165127142217632', data }, billed: charge };
}

/** Spiderid's envelope. Its three results are all charged. */
export function spideridAnswer(code: number, data?: Fields): ProductAnswer {
  return {
    document: {
      code,
      requestId: '6c576f1e',
      ...(data && { data }),
      message: code === 0 ? 'success' : 'failed',
    },
    billed: code === 0,
  };
}

/** An envelope as this fake supposes Yushan's to be: retcode, retmsg, retdata. Only 000000 is charged. */
export function yushanAnswer(retcode: string, retdata?: unknown): ProductAnswer {
  return {
    document: { retcode, retmsg: '', ...(retdata !== undefined && { retdata }) },
    billed: retcode === '000000',
  };
}

/** A product whose bodies are AES-128-ECB in base64, both ways. */
export function aesProduct(key: string, answer: Product['answer']): Product {
  const aes = (text: Buffer, make: typeof createCipheriv | typeof createDecipheriv) => {
    const cipher = make('aes-128-ecb', Buffer.from(key), null);
    return Buffer.concat([cipher.update(text), cipher.final()]);
  };
  return {
    answer,
    read: ({ body }) =>
      JSON.parse(aes(Buffer.from(body, 'base64'), createDecipheriv).toString('utf8')) as Fields,
    write: (document) => ({
      type: 'text/plain; charset=utf-8',
      body: aes(Buffer.from(JSON.stringify(document)), createCipheriv).toString('base64'),
    }),
  };
}

/** Reads the request as the product wants it. */
export function readFields(product: Product | undefined, incoming: Incoming): Fields {
  return product?.read ? product.read(incoming) : fieldsOf(incoming);
}
