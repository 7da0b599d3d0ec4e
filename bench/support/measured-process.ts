import { pathToFileURL } from 'node:url';
import type { Measured, Measurement } from './measure.ts';

// A process of its own, so that neither the emulators' work nor the consumers' is in a handler's time.

type Handler = (event: unknown, context: object) => Promise<{ statusCode: number }>;

async function measure({ subjects, rounds, warmUp }: Measurement): Promise<Measured> {
  const loaded = await Promise.all(
    subjects.map(async ({ file, events }) => {
      const { handler }: { handler: Handler } = await import(pathToFileURL(file).href);
      return { handler, events, times: [] as number[] };
    }),
  );
  for (let round = -warmUp; round < rounds; round += 1)
    for (const { handler, events, times } of loaded) {
      const event = events[(round + warmUp) % events.length];
      const startedAt = performance.now();
      const { statusCode } = await handler(event, {});
      const took = performance.now() - startedAt;
      if (statusCode !== 200) throw new Error(`a handler answered ${statusCode}`);
      if (round >= 0) times.push(took);
    }
  return loaded.map(({ times }) => times);
}

process.on('message', async (measurement: Measurement) => {
  process.send?.(await measure(measurement));
});
