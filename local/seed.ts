import { ClientAdministration } from '../operations/client-administration.ts';
import { connectToEmbedded } from '../operations/stage-connection.ts';

/** The client of the local run. Its secret is public: it is valid only for a stack on this machine. */
export const localClient = { clientId: 'local-client', clientSecret: 'local-secret' } as const;

/** A plan whose limits neither manual use nor a test reaches. */
const plan = 'load-test';

/**
 * Makes sure that the local client may call the API.
 * @returns the client's webhook secret: the one it has, or a new one.
 * @throws Error if the stack has no output for the table of clients.
 */
export async function seedLocalClient(cloud: Parameters<typeof connectToEmbedded>[0]): Promise<string> {
  const clients = new ClientAdministration(connectToEmbedded(cloud));
  try {
    const { clientId, clientSecret } = localClient;
    const known = await clients.show(clientId).catch(() => undefined);
    if (known) return known.webhookSecret;
    // None yet, or one that an older version of this project left behind.
    await clients.remove(clientId);
    const { client } = await clients.create(clientId, plan, clientSecret);
    return client.webhookSecret;
  } finally {
    clients.close();
  }
}
