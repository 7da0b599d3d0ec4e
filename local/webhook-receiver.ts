import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { Webhook } from 'standardwebhooks';

/** The receiver's name on the embedded internet. */
export const receiverHost = 'receiver.example';

/** One webhook as it arrived. */
export interface Delivery {
  /** The header webhook-id: the same at every attempt. */
  readonly id: string;
  readonly receivedAt: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The id of the report in the body; undefined if the body is not a report. */
  readonly reportId: string | undefined;
}

export interface WebhookReceiver {
  readonly port: number;
  /** The receiver's own certificate in PEM. Clients that post to it must trust it. */
  readonly certificate: string;
  readonly deliveries: readonly Delivery[];
  /** Waits for the report’s delivery, by default for at most five minutes. */
  deliveryOf(reportId: string, timeoutMs?: number): Promise<Delivery>;
  /** @returns a function that ends the subscription. */
  subscribe(listener: (delivery: Delivery) => void): () => void;
  stop(): Promise<void>;
}

/** Returns whether the delivery was signed with this `whsec_` secret, within the tolerance of Standard Webhooks. */
export function isSignedWith(secret: string, { body, headers }: Delivery): boolean {
  try {
    new Webhook(secret).verify(body, { ...headers });
    return true;
  } catch {
    return false;
  }
}

function reportIdOf(body: string): string | undefined {
  try {
    return JSON.parse(body).reportMetadata?.reportId;
  } catch {
    return undefined;
  }
}

async function selfSigned() {
  const { private: key, cert } = await generate([{ name: 'commonName', value: receiverHost }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: receiverHost }] }],
  });
  return { key, cert };
}

/**
 * Starts an HTTPS server that records what is posted to it, on 127.0.0.1 and any free port.
 * @param statusFor the status that answers a delivery.
 */
export async function startWebhookReceiver(
  statusFor: (delivery: Delivery) => number = () => 204,
): Promise<WebhookReceiver> {
  const { key, cert } = await selfSigned();
  const deliveries: Delivery[] = [];
  const listeners = new Set<(delivery: Delivery) => void>();

  const server = createServer({ key, cert }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const delivery: Delivery = {
      id: headers['webhook-id'] ?? '',
      receivedAt: new Date(),
      headers,
      body,
      reportId: reportIdOf(body),
    };
    response.writeHead(statusFor(delivery)).end();
    deliveries.push(delivery);
    for (const listener of listeners) listener(delivery);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));

  const subscribe = (listener: (delivery: Delivery) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    port: (server.address() as AddressInfo).port,
    certificate: cert,
    deliveries,
    subscribe,
    deliveryOf(reportId, timeoutMs = 300_000) {
      const { promise, resolve, reject } = Promise.withResolvers<Delivery>();
      const known = deliveries.find((delivery) => delivery.reportId === reportId);
      if (known) return Promise.resolve(known);
      const end = subscribe((delivery) => {
        if (delivery.reportId === reportId) resolve(delivery);
      });
      const timer = setTimeout(() => reject(new Error(`no webhook within ${timeoutMs} ms`)), timeoutMs);
      return promise.finally(() => {
        clearTimeout(timer);
        end();
      });
    },
    stop: () =>
      new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
