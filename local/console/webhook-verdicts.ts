import { type Delivery, isSignedWith, type WebhookReceiver } from '../webhook-receiver.ts';

/** A webhook that arrived here. */
export interface ReceivedWebhook {
  readonly webhookId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly signature: 'ok' | 'wrong';
}

/** The results of the webhooks at the local receiver. It verifies a signature on arrival: it is valid for minutes. */
export class WebhookVerdicts {
  readonly #verdicts = new Map<Delivery, ReceivedWebhook>();
  readonly #end: () => void;

  constructor(receiver: Pick<WebhookReceiver, 'deliveries' | 'subscribe'>, webhookSecret: string) {
    const judge = (delivery: Delivery) => {
      this.#verdicts.set(delivery, {
        webhookId: delivery.id,
        at: delivery.receivedAt.toISOString(),
        signature: isSignedWith(webhookSecret, delivery) ? 'ok' : 'wrong',
      });
    };
    for (const delivery of receiver.deliveries) judge(delivery);
    this.#end = receiver.subscribe(judge);
  }

  /** The webhooks of a report, in the order in which they came. */
  of(reportId: string): ReceivedWebhook[] {
    return [...this.#verdicts]
      .filter(([delivery]) => delivery.reportId === reportId)
      .map(([, received]) => received);
  }

  stop(): void {
    this.#end();
  }
}
